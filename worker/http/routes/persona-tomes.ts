import { z } from "zod";
import { Id } from "../../../shared/fields/common.ts";
import { PersonaTomes, PersonaTomesInput } from "../../../shared/fields/persona-tomes.ts";
import { readPersonaTomes, setPersonaTomes } from "../../services/lore/persona-tomes.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { editorOf } from "../sorted-list.ts";

const ById = z.object({ id: Id });
const path = "/api/personas/:id/knowledge-collections";

const read = endpoint({
  method: "GET",
  path,
  need: "owner",
  summary: "Which tomes a persona of mine reads",
  params: ById,
  output: PersonaTomes,
  handler: ({ db, principal }, { params }) => readPersonaTomes(db, params.id, principal.userId),
});

const set = endpoint({
  method: "PUT",
  path,
  need: "owner",
  summary: "Let a persona of mine read just these tomes",
  params: ById,
  body: PersonaTomesInput,
  output: PersonaTomes,
  handler: (context, { params, body }) =>
    setPersonaTomes(context.db, params.id, body.knowledge_collections, editorOf(context)),
});

export const personaTomeEndpoints: readonly Endpoint[] = [read, set];
