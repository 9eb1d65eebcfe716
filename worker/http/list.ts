import { z } from "zod";
import { AppError } from "../../shared/app-error.ts";

/** Query of every list: `?limit`, `?cursor`, `?search`, `?count=true`. Extend it with the collection's filters and `sort`. */
export const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(4_000).optional(),
  search: z.string().trim().max(200).optional(),
  count: z.enum(["true", "false"]).optional(),
});

/** Answer of every list. `next_cursor` is null on the last page; `total` stands only where `?count=true` asked. */
export const listOf = <T extends z.ZodType>(row: T) =>
  z.object({ docs: z.array(row), next_cursor: z.string().nullable(), total: z.number().optional() });

/** Where a page ends: the sort value and the id of its last row. */
export interface Cursor {
  readonly value: string | number | null;
  readonly id: string;
}
const CursorShape = z.tuple([z.union([z.string().max(400), z.number(), z.null()]), z.string().max(64)]);

/**
 * Text of a cursor, unsigned: the router signs it on its way out and opens it on its way in (signed-cursors.ts). In the
 * alphabet of addresses, so that it is the same text before and after a query is decoded.
 */
export const encodeCursor = ({ value, id }: Cursor): string =>
  btoa(utf8(JSON.stringify([value, id])))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

/** @throws AppError `invalid` for anything `encodeCursor` did not make. */
export function decodeCursor(cursor: string): Cursor {
  try {
    const [value, id] = CursorShape.parse(JSON.parse(fromUtf8(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")))));
    return { value, id };
  } catch (cause) {
    throw badCursor(cause);
  }
}

/** What a cursor is answered with that was not made by us, for this list and this caller. */
export const badCursor = (cause?: unknown): AppError =>
  new AppError("invalid", "cursor", {
    cause,
    publicMessage: "This page does not exist any more. Start from the first one.",
    fields: [{ path: "cursor", message: "is not one of this list's" }],
  });

/**
 * A page out of `limit + 1` rows: drops the row too many and says where the next page begins.
 * @param cursorOf Sort value and id of a row.
 */
export function toPage<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => Cursor,
): { docs: Row[]; next_cursor: string | null } {
  const docs = rows.slice(0, limit);
  const last = docs.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { docs, next_cursor: hasMore ? encodeCursor(cursorOf(last)) : null };
}

const utf8 = (text: string): string => String.fromCharCode(...new TextEncoder().encode(text));
const fromUtf8 = (bytes: string): string =>
  new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
