import { z } from "zod";
import { AuditReason } from "../../../shared/fields/audit-log.ts";
import { Id } from "../../../shared/fields/common.ts";
import { rowPatch } from "../../../shared/fields/row-patch.ts";
import { staffRow } from "../../services/admin/row-shape.ts";
import type {
  StaffCollection,
  StaffEdit,
  StaffMember,
  StaffRole,
  StoredRow,
} from "../../services/admin/staff-collection.ts";
import { STAFF_COLLECTIONS } from "../../services/admin/staff-collections.ts";
import { changeStaffRow, countStaffRows, listStaffRows, readStaffRow } from "../../services/admin/staff-rows.ts";
import type { Principal } from "../../services/session/principal.ts";
import type { RequestContext } from "../context.ts";
import { DELETION_JOB, deletionAnswer } from "../deletion-answer.ts";
import { type Endpoint, endpoint, type Need } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { listAnswer, listQuery } from "../sorted-list.ts";

const ById = z.object({ id: Id });
const FilterText = z.string().max(400).optional();

const needOf = (role: StaffRole) => (role === "admin" ? "platform-admin" : "platform") satisfies Need;

/** Whoever looks at what is somebody's own says why; it is written into the audit log. */
const reasonIn = ({ isOpen }: StaffCollection) => (isOpen ? {} : { reason: AuditReason });

const staffOf = ({ principal, nowMs, expects }: RequestContext<Principal>): StaffMember => ({
  userId: principal.userId,
  role: principal.role,
  nowMs,
  expects,
});

function listFor(collection: StaffCollection): Endpoint {
  const filters = Object.fromEntries(collection.filters.map((name) => [name, FilterText]));
  return endpoint({
    method: "GET",
    path: `/api/admin/${collection.slug}`,
    need: needOf(collection.sight),
    summary: `All rows of ${collection.slug}, newest first, for staff`,
    query: ListQuery.extend({ ...filters, ...reasonIn(collection) }),
    output: listOf(staffRow(collection)),
    audit: collection.isOpen !== true,
    handler: (context, { query }) => {
      const { limit, search, after, ...rest } = listQuery(query as z.output<typeof ListQuery>);
      const named = Object.entries(rest).filter(([name]) => collection.filters.includes(name));
      const asked = { limit, search, after, filters: Object.fromEntries(named) as Record<string, string | undefined> };
      const count = () => countStaffRows(context.db, collection, asked);
      const rows = listStaffRows(context.db, collection, asked) as Promise<(StoredRow & { id: string })[]>;
      return listAnswer(query as z.output<typeof ListQuery>, rows, ({ id }) => ({ value: null, id }), count);
    },
  });
}

const readFor = (collection: StaffCollection): Endpoint =>
  endpoint({
    method: "GET",
    path: `/api/admin/${collection.slug}/:id`,
    need: needOf(collection.sight),
    summary: `A row of ${collection.slug} as staff see it`,
    params: ById,
    query: z.strictObject(reasonIn(collection)),
    output: staffRow(collection),
    audit: collection.isOpen !== true,
    handler: (context, { params }) => readStaffRow(context.db, collection, params.id),
  });

const changeFor = (collection: StaffCollection, edit: StaffEdit): Endpoint => {
  const { shape } = rowPatch(edit.fields).schema as unknown as z.ZodObject;
  return endpoint({
    method: "PATCH",
    path: `/api/admin/${collection.slug}/:id`,
    need: needOf(edit.moderator.length > 0 ? collection.sight : "admin"),
    summary: `Change a row of ${collection.slug} as staff, saying why`,
    params: ById,
    body: z.strictObject({ ...shape, reason: AuditReason }),
    bodyLimit: 4 * 1_024 * 1_024,
    output: staffRow(collection),
    audit: true,
    handler: (context, { params, body }) => {
      const { reason: _reason, ...change } = body as StoredRow;
      return changeStaffRow(context.env, collection, edit, params.id, change, staffOf(context));
    },
  });
};

const removeFor = (collection: StaffCollection, { role, run }: NonNullable<StaffCollection["remove"]>): Endpoint =>
  endpoint({
    method: "DELETE",
    path: `/api/admin/${collection.slug}/:id`,
    need: needOf(role),
    summary: `Delete a row of ${collection.slug} as staff, saying why`,
    params: ById,
    body: z.strictObject({ reason: AuditReason }),
    output: z.null(),
    status: 204,
    also: DELETION_JOB,
    audit: true,
    handler: async (context, { params }) => {
      await readStaffRow(context.db, collection, params.id);
      return deletionAnswer(context, await run(context.env, params.id, staffOf(context)));
    },
  });

/** The admin backend: every collection, by the same few calls. What each role may do with it stands in its record. */
export const adminEndpoints: readonly Endpoint[] = STAFF_COLLECTIONS.flatMap((collection) => [
  listFor(collection),
  readFor(collection),
  ...(collection.edit ? [changeFor(collection, collection.edit)] : []),
  ...(collection.remove ? [removeFor(collection, collection.remove)] : []),
]);
