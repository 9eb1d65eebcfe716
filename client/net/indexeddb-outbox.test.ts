import { describe, expect, test } from "vitest";
import type { Outbox, StoredCommand } from "../state/outbox.ts";
import { createMemoryOutbox } from "../state/testing/memory-outbox.ts";
import { createIndexedDbOutbox } from "./indexeddb-outbox.ts";
import { createTinyIndexedDb } from "./testing/tiny-indexeddb.ts";

const item = (ref: string, changes: Partial<StoredCommand> = {}): StoredCommand => ({
  ref,
  state: "queued",
  queued_at_ms: 1,
  after_seq: 0,
  command: { type: "send", ref, text: `text of ${ref}`, mentions: ["mara"] },
  ...changes,
});
const refs = async (outbox: Outbox) => (await outbox.load()).map((one) => one.ref);

describe.each([
  ["memory", () => createMemoryOutbox()],
  ["IndexedDB", () => createIndexedDbOutbox(createTinyIndexedDb(), "u1 c1")],
])("an outbox in %s", (_name, make) => {
  test("[CLI30] gives back what was put, oldest first", async () => {
    const outbox = make();
    expect(await make().load()).toEqual([]);
    for (const ref of ["b", "a", "c"]) await outbox.put(item(ref));
    expect(await outbox.load()).toEqual([item("b"), item("a"), item("c")]);
  });

  test("[CLI30] replaces in place and removes", async () => {
    const outbox = make();
    for (const ref of ["a", "b", "c"]) await outbox.put(item(ref));
    const error = { code: "forbidden", message: "no", retryable: false };
    await outbox.put(item("b", { state: "failed", error }));
    await outbox.remove("a");
    await outbox.remove("never there");
    expect(await outbox.load()).toEqual([item("b", { state: "failed", error }), item("c")]);
  });
});

test("[CLI30] each person and room has an outbox of its own in the one database", async () => {
  const factory = createTinyIndexedDb();
  const mine = createIndexedDbOutbox(factory, "u1 c1");
  const other = createIndexedDbOutbox(factory, "u2 c1");
  await mine.put(item("a"));
  await other.put(item("b"));
  expect(await refs(mine)).toEqual(["a"]);
  expect(await refs(other)).toEqual(["b"]);
  expect(await refs(createIndexedDbOutbox(factory, "u1 c1"))).toEqual(["a"]);
});

test("[CLI33] a browser that refuses the database rejects each call", async () => {
  const open = () => {
    const request = { error: null, onerror: () => {} };
    queueMicrotask(() => request.onerror());
    return request;
  };
  const refuse = { open } as unknown as IDBFactory;
  const outbox = createIndexedDbOutbox(refuse, "u1 c1");
  await expect(outbox.load()).rejects.toThrow("storage failed");
  await expect(outbox.put(item("a"))).rejects.toThrow("storage failed");
});
