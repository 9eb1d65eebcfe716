import { expect, test } from "vitest";
import { nodeSql } from "../testing/node-sql.ts";
import type { SqlPort } from "./sql-port.ts";
import { sqliteRoomStore } from "./sqlite-room-store.ts";

/** A store that notes how SQLite goes about each question it is asked. */
function explained() {
  const sql = nodeSql();
  const plans: string[] = [];
  const noting: SqlPort = {
    all(query, ...bindings) {
      if (/^\s*(SELECT|DELETE)/.test(query))
        plans.push(...sql.all(`EXPLAIN QUERY PLAN ${query}`, ...bindings).map((row) => String(row["detail"])));
      return sql.all(query, ...bindings);
    },
    transaction: (work) => sql.transaction(work),
  };
  return { store: sqliteRoomStore(noting), plans };
}

test("[BENCH5] a room is opened and paged by reading an index in its order: nothing is sorted, nothing scanned", () => {
  const { store, plans } = explained();
  plans.length = 0;
  store.messages.newest(50);
  store.messages.page({ before: 900 }, 50);
  store.messages.page({ after: 100 }, 50);
  store.messages.counted(1_000, 100);
  expect(plans.length).toBeGreaterThan(5);
  expect(plans.filter((plan) => /TEMP B-TREE|^SCAN messages/.test(plan))).toEqual([]);
});

test("[BENCH5] what a reply leaves behind is found without looking through what all others left", () => {
  const { store, plans } = explained();
  plans.length = 0;
  store.turns.close("generation", true);
  store.turns.forget("message", "take");
  store.turns.forget("message", "take", "generation");
  store.messages.delete("message");
  expect(plans.length).toBeGreaterThan(8);
  expect(plans.filter((plan) => plan.startsWith("SCAN"))).toEqual([]);
});

test("[BENCH5] places are counted in the index alone, without reading the messages", () => {
  const { store, plans } = explained();
  plans.length = 0;
  store.messages.measure(1_000);
  store.messages.repliesBetween(1, 1_000);
  const ofMessages = plans.filter((plan) => plan.startsWith("SEARCH messages"));
  expect(ofMessages).toHaveLength(3);
  for (const plan of ofMessages) expect(plan).toContain("COVERING INDEX");
});
