import { inArray } from "drizzle-orm";
import { expect, test } from "vitest";
import { users } from "../../schema/tables/users.ts";
import { openDb } from "../db.ts";
import { envWith } from "../http/testing/call.ts";
import { newId } from "../ids.ts";
import { addUser } from "../testing/d1-rows.ts";
import type { Cursor } from "./keyset.ts";
import { randomOrder } from "./random-order.ts";

async function page(after: Cursor | undefined, seed: number): Promise<string[]> {
  const order = randomOrder(users.id, after, seed);
  const rows = await openDb(envWith().DB)
    .select({ id: users.id })
    .from(users)
    .where(order.where)
    .orderBy(...order.orderBy)
    .limit(7);
  return rows.map(({ id }) => id);
}

/** All pages from `after` on, each asked for with another fresh seed, which must not matter. */
async function pages(seed: number, among: readonly string[], between = async () => {}): Promise<string[]> {
  const shown: string[] = [];
  let after: Cursor | undefined;
  for (;;) {
    const ids = await page(after, after === undefined ? seed : seed + 1_000);
    if (ids.length === 0) return shown.filter((id) => among.includes(id));
    shown.push(...ids);
    after = randomOrder(users.id, after, seed).cursorOf({ id: ids.at(-1)! });
    await between();
  }
}

test("[REG2] a random order shows every row once, whatever comes and goes, and differs by seed", async () => {
  const { DB } = envWith();
  const ids = [...Array.from({ length: 38 }, () => newId()), "short", "ünïcode-ïd"];
  for (const id of ids) await addUser(DB, id);
  const one = await pages(7, ids);
  expect([...one].sort()).toEqual([...ids].sort());
  expect(await pages(7, ids)).toEqual(one);
  const two = await pages(8, ids);
  expect(two).not.toEqual(one);
  expect([...two].sort()).toEqual([...ids].sort());

  let added = 0;
  const kept = ids.slice(0, 30);
  const while_ = await pages(9, kept, async () => {
    await addUser(DB, newId());
    added += 1;
    await openDb(DB)
      .delete(users)
      .where(inArray(users.id, ids.slice(30 + added, 31 + added)));
  });
  expect(added).toBeGreaterThan(3);
  expect(while_.length).toBe(new Set(while_).size);
  expect([...while_].sort()).toEqual([...kept].sort());
});
