import type { BranchSeed } from "./core/branch-seed.ts";
import { EMPTY_QUEUE } from "./core/turns/turn-queue.ts";
import { RoomCore } from "./room-core.ts";
import type { RoomStore } from "./room-store.ts";

/** Makes a branch room whole or not at all: its path, what woke on it, and all of it on its way to D1. */
export function createBranch(store: RoomStore, seed: BranchSeed, now: string): void {
  const { room, bots, owner, messages, firings } = seed;
  const seq = Math.max(1, ...messages.map((m) => m.seq), ...(room.lore_pins ?? []).map((pin) => pin.since));
  store.transaction(() => {
    store.log.startAfter(seq, now);
    for (const row of messages) store.messages.put(row);
    store.turns.addFirings(firings);
    // What comes along was said before: nothing of it is new.
    store.people.comeIn(owner.user_id, seq);
    const counters = { ...store.messages.totals(), last_activity: now, rev: 0 };
    const stored = { seq, room, bots, members: [owner], queue: EMPTY_QUEUE, counters };
    store.log.saveRoom(stored);
    // The conversation's row goes ahead of its messages: they refer to it.
    new RoomCore(store, stored).commit({ events: [{ type: "hidden" }] }, now);
    for (const row of messages)
      store.outbox.put({ kind: "message", key: row.id, rev: row.rev, seq: row.seq, payload: JSON.stringify(row) });
  });
}
