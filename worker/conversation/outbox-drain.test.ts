import { expect, test } from "vitest";
import { D1_TIMEOUT_MS } from "./adapters/d1-timeout.ts";
import { migrateRoom } from "./adapters/room-migrations.ts";
import { SqliteOutboxStore } from "./adapters/sqlite-outbox-store.ts";
import { backoffMs, MAX_ROW_FAILURES } from "./core/outbox/backoff.ts";
import { OutboxDrain } from "./outbox-drain.ts";
import { type OutboxRow, PoisonRow } from "./ports.ts";
import { nodeSql } from "./testing/node-sql.ts";
import { settle, VirtualClock } from "./testing/virtual-clock.ts";

function line(write: (rows: readonly OutboxRow[]) => Promise<void>) {
  const sql = nodeSql();
  migrateRoom(sql);
  const store = new SqliteOutboxStore(sql);
  const clock = new VirtualClock();
  const log = { warn: () => {}, error: () => {} };
  return { store, clock, drain: new OutboxDrain({ store, sink: { write }, clock, rng: () => 0.5, log }) };
}
const row = (key: string, rev = 1, seq = 1) => ({ kind: "message" as const, key, rev, seq, payload: `${key}${rev}` });

test("[OUT4] a row D1 refuses for itself is parked after twenty tries, and the rest goes on", async () => {
  const taken: string[] = [];
  const { store, drain } = line(async (rows) => {
    const bad = rows.find((r) => r.key === "bad");
    if (bad) throw new PoisonRow(bad.id);
    taken.push(...rows.map((r) => r.key));
  });
  for (const key of ["bad", "a", "b"]) store.put(row(key));
  for (let i = 0; i < MAX_ROW_FAILURES; i++) expect(await drain.drain(true)).toBe(0);
  expect(await drain.drain(true)).toBe(2);
  expect(taken).toEqual(["a", "b"]);
  expect(store.size()).toBe(0);
});

test("[OUT2] a row that changed while it was written is written again", async () => {
  const seen: string[] = [];
  const { store, drain } = line(async (rows) => {
    seen.push(...rows.map((r) => r.payload));
    if (seen.length === 1) store.put(row("a", 2, 9));
  });
  store.put(row("a", 1, 5));
  await drain.drain(true);
  expect(seen).toEqual(["a1", "a2"]);
  expect(store.size()).toBe(0);
});

test("[OUT2] of a row that waits, the newest state is written in its old place", async () => {
  const seen: string[] = [];
  const { store, drain } = line(async (rows) => void seen.push(...rows.map((r) => r.payload)));
  store.put(row("a", 1, 5));
  store.put(row("b", 1, 6));
  store.put(row("a", 2, 7));
  expect(store.persistedSeq(7)).toBe(4);
  await drain.drain(true);
  expect(seen).toEqual(["a2", "b1"]);
  expect(store.persistedSeq(7)).toBe(7);
});

test("[OUT8] what is deleted while it waits does not travel, and D1 is not said to be further than it was", async () => {
  const seen: string[] = [];
  const { store, drain } = line(async (rows) => void seen.push(...rows.map((r) => `${r.kind} ${r.key}`)));
  store.put(row("a", 1, 5));
  store.put(row("b", 1, 6));
  store.put({ ...row("a", 2, 9), kind: "message_deleted" });
  expect(store.persistedSeq(9)).toBe(4);
  await drain.drain(true);
  expect(seen).toEqual(["message b", "message_deleted a"]);
});

test("[OUT4] a parked row that changes is tried again", async () => {
  let isBad = true;
  const { store, drain } = line(async (rows) => {
    if (isBad) throw new PoisonRow(rows[0]?.id ?? 0);
  });
  store.put(row("bad"));
  for (let i = 0; i < MAX_ROW_FAILURES; i++) await drain.drain(true);
  expect(store.isEmpty()).toBe(true);
  isBad = false;
  store.put(row("bad", 2));
  expect(await drain.drain(true)).toBe(1);
});

test("[OUT2] one write at a time: whoever asks meanwhile writes nothing twice", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const seen: string[] = [];
  const { store, clock, drain } = line(async (rows) => {
    seen.push(...rows.map((r) => r.payload));
    await promise;
  });
  store.put(row("a"));
  const first = drain.drain(true);
  await clock.advance(60_000, async () => {});
  expect(await drain.drain()).toBe(0);
  resolve();
  expect([await first, seen]).toEqual([1, ["a1"]]);
});

test("[OUT5] while a write is under way no alarm rings for it, and should it never end, one does", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { store, clock, drain } = line(() => promise);
  store.put(row("a"));
  const writing = drain.drain(true);
  const wake = drain.dueMs() ?? 0;
  expect(wake).toBeGreaterThan(clock.nowMs() + D1_TIMEOUT_MS);
  expect(wake).toBeLessThanOrEqual(clock.nowMs() + 30_000);
  resolve();
  expect(await writing).toBe(1);
  expect(drain.dueMs()).toBeNull();
});

test("[LIFE9] an outbox that was stopped ends the write under way and begins no other", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const seen: string[] = [];
  const { store, drain } = line(async (rows) => {
    seen.push(...rows.map((r) => r.key));
    await promise;
    store.put(row("b"));
  });
  store.put(row("a"));
  const writing = drain.drain(true);
  let isOver = false;
  const stopping = drain.stop().then(() => {
    isOver = true;
  });
  await settle();
  expect(isOver).toBe(false);
  resolve();
  await Promise.all([writing, stopping]);
  expect(await drain.drain(true)).toBe(0);
  expect(seen).toEqual(["a"]);
  expect(drain.dueMs()).toBeNull();
});

test("[OUT5] failures wait from one second to thirty, never longer", () => {
  const waits = Array.from({ length: 12 }, (_, i) => backoffMs(i + 1, () => 0.5));
  expect(waits.slice(0, 6)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000]);
  expect(Math.max(...waits)).toBe(30_000);
});
