import { expect, test } from "vitest";
import { namesTag, namesVersion, versionOf } from "./etag.ts";

const tagOf = async (body: unknown) => (await versionOf(body)).etag;

test("[REG4] what is counted while somebody edits makes no other version, but is sent again", async () => {
  const before = await tagOf({ name: "Mara", likes_count: 1, nested: { view_count: 3, text: "a" } });
  const liked = await tagOf({ name: "Mara", likes_count: 2, nested: { view_count: 9, text: "a" } });
  expect([namesVersion(before, liked), namesTag(before, liked)]).toEqual([true, false]);
  for (const body of [
    { name: "Maria", likes_count: 1, nested: { view_count: 3, text: "a" } },
    { name: "Mara", likes_count: 1, nested: { view_count: 3, text: "b" } },
    { name: "Mara", likes_count: 1, nested: { view_count: 3, text: "a" }, more: 1 },
  ]) {
    const edited = await tagOf(body);
    expect([namesVersion(before, edited), namesTag(before, edited)]).toEqual([false, false]);
  }
});

test("[REG4] half a tag, an empty one or another's names no version", async () => {
  const etag = await tagOf({ name: "Mara" });
  for (const field of ["", '""', '".', etag.slice(1), etag.slice(0, 10), '"other.tag"'])
    expect([field, namesVersion(field, etag)]).toEqual([field, false]);
  for (const field of [etag, `W/${etag}`, `"x", ${etag}`, "*"])
    expect([field, namesVersion(field, etag)]).toEqual([field, true]);
});
