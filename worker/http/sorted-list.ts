import { z } from "zod";
import type { Viewer } from "../services/access/rights.ts";
import type { Cursor } from "../services/keyset.ts";
import type { Principal } from "../services/session/principal.ts";
import type { RequestContext } from "./context.ts";
import { decodeCursor, type ListQuery, toPage } from "./list.ts";

/** `true` or `false` in a query. */
export const Flag = z.stringbool({ truthy: ["true"], falsy: ["false"] }).optional();

/** Who looks, reads or writes, and when. */
export const viewerOf = ({ principal, nowMs, unlocked }: RequestContext): Viewer => ({
  userId: principal?.userId ?? null,
  nowMs,
  unlocked,
});

type Signed = RequestContext<Principal>;
/** What a token opened is read by whoever writes as well, so that what they may see but not change is 403. */
export const readerOf = (context: Signed) => ({ ...viewerOf(context), userId: context.principal.userId });
/** Who changes a row, when, and of which version: what `sameVersion` asks for. */
export const editorOf = (context: Signed) => ({ ...readerOf(context), expects: context.expects });

type Asked = z.output<typeof ListQuery>;

/** A list query as services read it: the cursor decoded, and what only the answer needs left out. */
export function listQuery<Query extends Asked>(query: Query): Omit<Query, "cursor" | "count"> & { after?: Cursor } {
  const { cursor, count: _count, ...rest } = query;
  return cursor === undefined ? rest : { ...rest, after: decodeCursor(cursor) };
}

/**
 * The answer of a sorted list: a page out of `limit + 1` rows, with the total only where `?count=true` asked.
 * @param cursorOf See `keyset`.
 */
export async function listAnswer<Row extends { readonly id: string }>(
  { limit, count }: Pick<Asked, "limit" | "count">,
  rows: Promise<readonly Row[]>,
  cursorOf: (row: Row) => Cursor,
  total: () => Promise<number>,
): Promise<{ docs: Row[]; next_cursor: string | null; total?: number }> {
  const page = toPage(await rows, limit, cursorOf);
  return count === "true" ? { ...page, total: await total() } : page;
}
