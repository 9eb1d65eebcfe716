import { z } from "zod";
import { API_KEY_PROVIDERS, ApiKeyInput, ApiKeyPatch, ApiKeyRow } from "../../../shared/fields/api-keys.ts";
import { Id } from "../../../shared/fields/common.ts";
import {
  ApiKeySort,
  countApiKeys,
  createApiKey,
  deleteApiKey,
  listApiKeys,
  readApiKey,
  toApiKeyRow,
  updateApiKey,
} from "../../services/api-keys/api-keys.ts";
import { cursorBy } from "../../services/keyset.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { editorOf, Flag, listAnswer, listQuery } from "../sorted-list.ts";

const ById = z.object({ id: Id });

const list = endpoint({
  method: "GET",
  path: "/api/api-keys",
  need: "session",
  summary: "My keys for model providers; of each only the last four characters",
  query: ListQuery.extend({ sort: ApiKeySort, provider: z.enum(API_KEY_PROVIDERS).optional(), is_active: Flag }),
  output: listOf(ApiKeyRow),
  handler: async ({ db, principal }, { query }) => {
    const asked = listQuery(query);
    const rows = listApiKeys(db, principal.userId, asked).then((records) => records.map(toApiKeyRow));
    return listAnswer(query, rows, cursorBy(query.sort), () => countApiKeys(db, principal.userId, asked));
  },
});

const create = endpoint({
  method: "POST",
  path: "/api/api-keys",
  need: "session",
  summary: "Keep a key for a model provider; it is encrypted and never shown again",
  body: ApiKeyInput,
  output: ApiKeyRow,
  status: 201,
  handler: async (context, { body }) => toApiKeyRow(await createApiKey(context.env, body, editorOf(context))),
});

const read = endpoint({
  method: "GET",
  path: "/api/api-keys/:id",
  need: "owner",
  summary: "One of my keys, without the secret",
  params: ById,
  output: ApiKeyRow,
  handler: async ({ db, principal }, { params }) => toApiKeyRow(await readApiKey(db, params.id, principal.userId)),
});

const update = endpoint({
  method: "PATCH",
  path: "/api/api-keys/:id",
  need: "owner",
  summary: "Rename, switch or replace a key; another base_url demands the key anew",
  params: ById,
  body: ApiKeyPatch,
  output: ApiKeyRow,
  handler: async (context, { params, body }) =>
    toApiKeyRow(await updateApiKey(context.env, params.id, body, editorOf(context))),
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/api-keys/:id",
  need: "owner",
  summary: "Forget a key",
  params: ById,
  output: z.null(),
  status: 204,
  handler: async (context, { params }) => {
    await deleteApiKey(context.db, params.id, editorOf(context));
    return null;
  },
});

export const apiKeyEndpoints: readonly Endpoint[] = [list, create, read, update, remove];
