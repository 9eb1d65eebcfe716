import { z } from "zod";
import { AuditReason } from "../../shared/fields/audit-log.ts";
import { Id, patchOf } from "../../shared/fields/common.ts";
import type { ContentReader, ContentStore } from "../services/content/content-store.ts";
import { cursorBy } from "../services/keyset.ts";
import type { Page } from "../services/row-reader.ts";
import type { RequestContext } from "./context.ts";
import { type Endpoint, endpoint, type Need } from "./endpoint.ts";
import { type ListQuery, listOf } from "./list.ts";
import { listAnswer, listQuery } from "./sorted-list.ts";

/** Four million bytes: the longest text of a legal document, three bytes a character, with room to spare. */
const BODY_LIMIT = 4 * 1_024 * 1_024;
const ById = z.object({ id: Id });
const Because = z.strictObject({ reason: AuditReason });
type Because = z.infer<typeof Because>;
type Asked = z.output<typeof ListQuery> & { readonly sort: string };

/** What the five calls of a collection differ in. */
interface ContentCalls<Query extends Asked, Row, Input extends z.ZodObject> {
  readonly path: `/api/${string}`;
  /** "a plan" and "plans", for the summaries. */
  readonly one: string;
  readonly many: string;
  /** `none` where everyone reads what is published. */
  readonly readers: Extract<Need, "none" | "platform-admin">;
  readonly query: z.ZodType<Query>;
  readonly row: z.ZodType<Row, Row>;
  readonly input: Input;
  readonly store: ContentStore<Row, z.output<Input>, Omit<Query, "cursor" | "count">>;
  /** Runs after one row was read. */
  readonly onRead?: (context: RequestContext, row: Row) => void;
}

const readerOf = ({ principal }: RequestContext): ContentReader => ({ isAdmin: principal?.role === "admin" });

/** The calls of a collection that admins write: list, read, create, change, delete; each write with a reason, audited. */
export function contentEndpoints<Query extends Asked, Row extends { readonly id: string }, Input extends z.ZodObject>(
  spec: ContentCalls<Query, Row, Input>,
): readonly Endpoint[] {
  return [...readsOf(spec), ...writesOf(spec)];
}

function readsOf<Query extends Asked, Row extends { readonly id: string }, Input extends z.ZodObject>(
  spec: ContentCalls<Query, Row, Input>,
): readonly Endpoint[] {
  const { path, one, many, readers, query, row, store } = spec;
  const list = endpoint({
    method: "GET",
    path,
    need: readers,
    summary: `List ${many}; drafts and what is out of use for admins alone`,
    query,
    output: listOf(row),
    handler: ({ db, principal }, input) => {
      const reader = { isAdmin: principal?.role === "admin" };
      const asked = listQuery(input.query);
      const rows = store.list(db, reader, asked as typeof asked & Page);
      return listAnswer(input.query, rows, cursorBy(input.query.sort), () => store.count(db, reader, asked));
    },
  });
  const read = endpoint({
    method: "GET",
    path: `${path}/:id`,
    need: readers,
    summary: `Read ${one}`,
    params: ById,
    output: row,
    handler: async (context, { params }) => {
      const found = await store.read(context.db, readerOf(context), params.id);
      spec.onRead?.(context, found);
      return found;
    },
  });
  return [list, read];
}

function writesOf<Query extends Asked, Row extends { readonly id: string }, Input extends z.ZodObject>(
  spec: ContentCalls<Query, Row, Input>,
): readonly Endpoint[] {
  const { path, one, row, input, store } = spec;
  type Fields = z.output<Input>;
  const common = { need: "platform-admin", audit: true } as const;
  const create = endpoint({
    ...common,
    method: "POST",
    path,
    summary: `Make ${one}`,
    // zod forgets the shape of what it extends where the input is a parameter.
    body: input.extend(Because.shape) as unknown as z.ZodType<Fields & Because>,
    bodyLimit: BODY_LIMIT,
    output: row,
    status: 201,
    handler: ({ db, nowMs }, { body: { reason: _audited, ...fields } }) =>
      store.create(db, fields as unknown as Fields, { nowMs }),
  });
  const update = endpoint({
    ...common,
    method: "PATCH",
    path: `${path}/:id`,
    summary: `Change ${one}`,
    params: ById,
    body: patchOf(input).extend(Because.shape) as unknown as z.ZodType<Partial<Fields> & Because>,
    bodyLimit: BODY_LIMIT,
    output: row,
    handler: ({ db, nowMs, expects }, { params, body: { reason: _audited, ...fields } }) =>
      store.update(db, params.id, fields as unknown as Partial<Fields>, { nowMs, expects }),
  });
  const remove = endpoint({
    ...common,
    method: "DELETE",
    path: `${path}/:id`,
    summary: `Delete ${one}`,
    params: ById,
    query: Because,
    output: z.null(),
    status: 204,
    handler: async ({ db, nowMs, expects }, { params }) => {
      await store.remove(db, params.id, { nowMs, expects });
      return null;
    },
  });
  return [create, update, remove];
}
