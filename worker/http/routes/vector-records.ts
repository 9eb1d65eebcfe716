import { z } from "zod";
import { AuditReason } from "../../../shared/fields/audit-log.ts";
import { Id } from "../../../shared/fields/common.ts";
import {
  VECTOR_SOURCES,
  VectorCheck,
  VectorRecordListed,
  VectorRecordRow,
} from "../../../shared/fields/vector-records.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { checkVectors } from "../../services/vector-records/check-vectors.ts";
import {
  countVectors,
  deleteVector,
  listVectors,
  readVector,
  VECTOR_SORTS,
} from "../../services/vector-records/read-vectors.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { listAnswer, listQuery } from "../sorted-list.ts";

const ById = z.object({ id: Id });

const list = endpoint({
  method: "GET",
  path: "/api/vector-records",
  need: "session",
  summary: "My vectors, newest first, without their values",
  query: ListQuery.omit({ search: true }).extend({
    source_type: z.enum(VECTOR_SOURCES).optional(),
    source_id: Id.optional(),
    sort: sortOf(VECTOR_SORTS, "-createdAt"),
  }),
  output: listOf(VectorRecordListed),
  handler: ({ db, principal }, { query }) => {
    const asked = listQuery(query);
    const count = () => countVectors(db, asked, principal.userId);
    return listAnswer(query, listVectors(db, asked, principal.userId), cursorBy(query.sort), count);
  },
});

const check = endpoint({
  method: "GET",
  path: "/api/vector-records/check",
  need: "session",
  summary: "Where my vectors and what they were made of disagree: how often, and the first of each kind",
  query: ListQuery.pick({ limit: true }),
  output: VectorCheck,
  rate: { max: 10, windowS: 60 },
  handler: ({ env, principal }, { query }) => checkVectors(env, principal.userId, query.limit),
});

const read = endpoint({
  method: "GET",
  path: "/api/vector-records/:id",
  need: "owner",
  summary: "One of my vectors",
  params: ById,
  output: VectorRecordRow,
  handler: ({ db, principal }, { params }) => readVector(db, params.id, principal.userId),
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/vector-records/:id",
  need: "platform-admin",
  summary: "Delete a row of anyone's, to repair what the check found",
  params: ById,
  body: z.strictObject({ reason: AuditReason }),
  output: z.null(),
  status: 204,
  audit: true,
  handler: async ({ db, expects }, { params }) => {
    await deleteVector(db, params.id, expects);
    return null;
  },
});

export const vectorRecordEndpoints: readonly Endpoint[] = [list, check, read, remove];
