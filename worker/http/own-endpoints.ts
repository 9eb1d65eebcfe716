import { z } from "zod";
import { Id } from "../../shared/fields/common.ts";
import { cursorBy } from "../services/keyset.ts";
import type { Page, RowReader } from "../services/row-reader.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { type ListQuery, listOf } from "./list.ts";
import { listAnswer, listQuery } from "./sorted-list.ts";

type Asked = z.output<typeof ListQuery> & { readonly sort: string };

/** What the two reading calls of a person's own rows differ in. */
interface OwnReads<Query extends Asked, Row> {
  readonly path: `/api/${string}`;
  /** "one of my moods" and "my moods", for the summaries. */
  readonly one: string;
  readonly many: string;
  readonly query: z.ZodType<Query>;
  readonly row: z.ZodType<Row, Row>;
  /** Reads with the rights of a user id. */
  readonly reader: RowReader<string, Omit<Query, "cursor" | "count">, Row>;
}

/** List and read of rows that are their person's alone. */
export function ownReads<Query extends Asked, Row extends { readonly id: string }>(
  spec: OwnReads<Query, Row>,
): readonly Endpoint[] {
  const { path, one, many, row, reader } = spec;
  const list = endpoint({
    method: "GET",
    path,
    need: "session",
    summary: `List ${many}`,
    query: spec.query,
    output: listOf(row),
    handler: ({ db, principal }, { query }) => {
      const asked = listQuery(query);
      const rows = reader.list(db, principal.userId, asked as typeof asked & Page);
      return listAnswer(query, rows, cursorBy(query.sort), () => reader.count(db, principal.userId, asked));
    },
  });
  const read = endpoint({
    method: "GET",
    path: `${path}/:id`,
    need: "owner",
    summary: `Read ${one}`,
    params: z.object({ id: Id }),
    output: row,
    handler: ({ db, principal }, { params }) => reader.read(db, principal.userId, params.id),
  });
  return [list, read];
}
