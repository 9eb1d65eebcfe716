import { expect, test } from "vitest";
import type { StoredCommand } from "../state/outbox.ts";
import { createIndexedDbOutbox } from "./indexeddb-outbox.ts";
import { openTabName } from "./tab-name.ts";
import { createTinyIndexedDb } from "./testing/tiny-indexeddb.ts";
import { createTinyLocks } from "./testing/tiny-locks.ts";

const item = (ref: string): StoredCommand => ({
  ref,
  state: "queued",
  queued_at_ms: 1,
  after_seq: 0,
  command: { type: "send", ref, text: ref },
});

/** A browser with tabs on one room. */
function browser() {
  const [factory, locks] = [createTinyIndexedDb(), createTinyLocks()];
  let tabs = 0;
  return () => {
    const tab = openTabName(locks, () => `${++tabs}`);
    return { ...createIndexedDbOutbox(factory, "u1 c1", tab), close: () => tab?.end() };
  };
}
const refs = (items: readonly StoredCommand[]) => items.map(({ ref }) => ref);

test("[NET1] what a living tab has in hand is not given to another", async () => {
  const openTab = browser();
  const [one, other] = [openTab(), openTab()];
  expect(await one.load()).toEqual([]);
  await one.put(item("a"));
  await one.put(item("b"));
  expect(await other.load()).toEqual([]);
  await other.put(item("c"));
  expect(await one.load()).toEqual([]);
});

test("[NET1] what a closed tab leaves behind is taken over once, in its order", async () => {
  const openTab = browser();
  const gone = openTab();
  await gone.load();
  for (const ref of ["b", "a"]) await gone.put(item(ref));
  gone.close();
  const heirs = [openTab(), openTab()];
  const taken = await Promise.all(heirs.map((heir) => heir.load()));
  expect(taken.map(refs).toSorted((a, b) => b.length - a.length)).toEqual([["b", "a"], []]);
  expect(await heirs[0]?.load()).toEqual([]);
  for (const heir of heirs) heir.close();
  expect(refs(await openTab().load())).toEqual(["b", "a"]);
});

test("[NET1] a tab that closes while another lives leaves its messages to it", async () => {
  const openTab = browser();
  const [one, other] = [openTab(), openTab()];
  await Promise.all([one.load(), other.load()]);
  await one.put(item("a"));
  one.close();
  expect(refs(await other.load())).toEqual(["a"]);
  await other.remove("a");
  expect(await openTab().load()).toEqual([]);
});

test("[NET1] a browser that cannot tell its tabs apart gives everything to each, once", async () => {
  expect(openTabName(undefined, () => "1")).toBeNull();
  const factory = createTinyIndexedDb();
  await createIndexedDbOutbox(factory, "u1 c1").put(item("a"));
  const outbox = createIndexedDbOutbox(factory, "u1 c1");
  expect(refs(await outbox.load())).toEqual(["a"]);
  expect(await outbox.load()).toEqual([]);
});
