import { z } from "zod";
import { Id } from "../../../shared/fields/common.ts";
import {
  PERSONA_GENDERS,
  PERSONA_PRONOUNS,
  PersonaInput,
  PersonaPatch,
  PersonaRow,
} from "../../../shared/fields/personas.ts";
import { cursorBy } from "../../services/keyset.ts";
import {
  countPersonas,
  createPersona,
  deletePersona,
  listPersonas,
  PersonaSort,
  readPersona,
  toPersonaRow,
  updatePersona,
} from "../../services/personas/personas.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { editorOf, Flag, listAnswer, listQuery } from "../sorted-list.ts";

const ById = z.object({ id: Id });

const list = endpoint({
  method: "GET",
  path: "/api/personas",
  need: "session",
  summary: "My personas, newest first",
  query: ListQuery.extend({
    sort: PersonaSort,
    is_default: Flag,
    gender: z.enum(PERSONA_GENDERS).optional(),
    pronouns: z.enum(PERSONA_PRONOUNS).optional(),
  }),
  output: listOf(PersonaRow),
  handler: async ({ db, principal }, { query }) => {
    const asked = listQuery(query);
    const rows = listPersonas(db, principal.userId, asked).then((records) => records.map(toPersonaRow));
    return listAnswer(query, rows, cursorBy(query.sort), () => countPersonas(db, principal.userId, asked));
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
  handler: async (context, { body }) => toPersonaRow(await createPersona(context.db, editorOf(context), body)),
});

const read = endpoint({
  method: "GET",
  path: "/api/personas/:id",
  need: "owner",
  summary: "One of my personas",
  params: ById,
  output: PersonaRow,
  handler: async ({ db, principal }, { params }) => toPersonaRow(await readPersona(db, params.id, principal.userId)),
});

const update = endpoint({
  method: "PATCH",
  path: "/api/personas/:id",
  need: "owner",
  summary: "Change a persona; a new default takes the mark from the old one",
  params: ById,
  body: PersonaPatch.schema,
  output: PersonaRow,
  handler: async (context, { params, body }) =>
    toPersonaRow(await updatePersona(context.db, params.id, editorOf(context), body)),
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
