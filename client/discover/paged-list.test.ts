import { expect, test } from "vitest";
import type { ApiResult } from "../state/ports.ts";
import { type Page, PagedList } from "./paged-list.ts";

interface Row {
  readonly id: string;
}
const page = (ids: string, next_cursor: string | null, total?: number): ApiResult<Page<Row>> => ({
  ok: true,
  value: { docs: [...ids].map((id) => ({ id })), next_cursor, total },
});
const FAILED: ApiResult<Page<Row>> = { ok: false, problem: { status: 0, code: "offline", detail: "", errors: [] } };

/** A list over answers given in order, and the cursors it asked with. */
function listOver(...answers: ApiResult<Page<Row>>[]) {
  const asked: (string | null)[] = [];
  const list = new PagedList<Row>(async (cursor) => {
    asked.push(cursor);
    return answers.shift() ?? FAILED;
  });
  return { list, asked, ids: () => list.rows.value?.map(({ id }) => id).join("") };
}

test("[CAT1] pages follow each other to the end, and no row is there twice", async () => {
  const { list, asked, ids } = listOver(page("abc", "1", 5), page("cde", null));
  expect(list.rows.value).toBeNull();
  await list.more();
  expect([ids(), list.hasMore.value, list.total.value]).toEqual(["abc", true, 5]);
  await list.more();
  expect([ids(), list.hasMore.value]).toEqual(["abcde", false]);
  await list.more();
  expect(asked).toEqual([null, "1"]);
});

test("[CAT1] a page that failed is asked for again; what was shown stays", async () => {
  const { list, asked, ids } = listOver(page("ab", "1"), FAILED, page("cd", null));
  await list.more();
  await list.more();
  expect([ids(), list.problem.value?.code]).toEqual(["ab", "offline"]);
  await list.more();
  expect([ids(), list.problem.value]).toEqual(["abcd", null]);
  expect(asked).toEqual([null, "1", "1"]);
});

test("[CAT1] one page is asked for at a time", async () => {
  const { list, asked } = listOver(page("a", "1"), page("b", null));
  await Promise.all([list.more(), list.more(), list.more()]);
  expect(asked).toEqual([null]);
});
