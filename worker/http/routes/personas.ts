import { z } from "zod";
import { Id } from "../../../shared/fields/common.ts";
import { PersonaInput, PersonaPatch, PersonaRow } from "../../../shared/fields/personas.ts";
import {
  createPersona,
  deletePersona,
  listPersonas,
  readPersona,
  updatePersona,
} from "../../services/personas/personas.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { decodeCursor, ListQuery, listOf, toPage } from "../list.ts";
import { editorOf } from "../sorted-list.ts";

const ById = z.object({ id: Id });

const list = endpoint({
  method: "GET",
  path: "/api/personas",
  need: "session",
  summary: "My personas, newest first",
  query: ListQuery.omit({ count: true }).extend({
    sort: z.literal("-createdAt").optional(),
    is_default: z.stringbool({ truthy: ["true"], falsy: ["false"] }).optional(),
  }),
  output: listOf(PersonaRow),
  handler: async ({ db, principal }, { query: { limit, cursor, search, is_default } }) => {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await listPersonas(db, principal.userId, { limit, after, search, is_default });
    return toPage(rows, limit, ({ createdAt, id }) => ({ value: createdAt, id }));
  },
});

const create = endpoint({
  method: "POST",
  path: "/api/personas",
  need: "session",
  summary: "Make a persona",
  body: PersonaInput,
  output: PersonaRow,
  status: 201,
  handler: ({ db, principal, nowMs }, { body }) => createPersona(db, principal.userId, body, nowMs),
});

const read = endpoint({
  method: "GET",
  path: "/api/personas/:id",
  need: "owner",
  summary: "One of my personas",
  params: ById,
  output: PersonaRow,
  handler: ({ db, principal }, { params }) => readPersona(db, params.id, principal.userId),
});

const update = endpoint({
  method: "PATCH",
  path: "/api/personas/:id",
  need: "owner",
  summary: "Change a persona; a new default takes the mark from the old one",
  params: ById,
  body: PersonaPatch,
  output: PersonaRow,
  handler: (context, { params, body }) => updatePersona(context.db, params.id, body, editorOf(context)),
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/personas/:id",
  need: "owner",
  summary: "Delete a persona",
  params: ById,
  output: z.null(),
  status: 204,
  handler: async (context, { params }) => {
    await deletePersona(context.db, params.id, editorOf(context));
    return null;
  },
});

export const personaEndpoints: readonly Endpoint[] = [list, create, read, update, remove];
