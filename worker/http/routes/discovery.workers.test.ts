import { env } from "cloudflare:test";
import { and } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { bots } from "../../../schema/tables/bots.ts";
import { openDb } from "../../db.ts";
import { type BotFilter, botsWhere } from "../../services/bots/bot-filters.ts";
import { botPage } from "../../services/bots/read-bots.ts";
import { grant } from "../../testing/d1-rows.ts";
import { call, json, signIn } from "../testing/call.ts";

const db = (env as unknown as { DB: D1Database }).DB;
type Person = Awaited<ReturnType<typeof signIn>>;
type Named = { id: string; name: string };

const make = async (token: string, name: string, more: object = {}) =>
  json(
    await call("/api/bots", {
      token,
      json: { name, system_prompt: "Keep the light.", sharing_visibility: "public", ...more },
    }),
  );
const list = async (query: string, token?: string) =>
  json(await call(`/api/bots?limit=100&${query}`, token === undefined ? {} : { token }));
/** Without the house's three. */
const names = async (query: string, token?: string): Promise<string[]> =>
  (await list(query, token)).docs
    .filter(({ creator_username }: { creator_username: string }) => creator_username !== "corner-table")
    .map(({ name }: Named) => name);

let mara: Person;
let ivy: Person;
beforeEach(async () => {
  [mara, ivy] = [await signIn("mara@x.test", "Mara Quill"), await signIn("ivy@x.test", "Ivy Reed")];
});

describe("what a list holds", () => {
  test("[DISC1] public, own, shared and liked ones, each as far as the caller may see them now", async () => {
    const open = await make(mara.token, "Open");
    const shared = await make(mara.token, "Shared", { sharing_visibility: "shared" });
    await make(mara.token, "Private", { sharing_visibility: "private" });
    await make(ivy.token, "Ivy's", { sharing_visibility: "private" });
    await grant(db, { user: ivy.user.id, by: mara.user.id, type: "bot", id: shared.id, permission: "read" });
    for (const id of [open.id, shared.id]) await call(`/api/bots/${id}/like`, { method: "PUT", token: ivy.token });

    expect(await names("public=true")).toEqual(["Open"]);
    expect(await names("", ivy.token)).toEqual(["Ivy's", "Shared"]);
    expect(await names("shared_with_me=true", ivy.token)).toEqual(["Shared"]);
    expect(await names("liked=true", ivy.token)).toEqual(["Shared", "Open"]);
    expect(await names("liked=true&public=true", ivy.token)).toEqual(["Open"]);
    expect(await names("favorited=true", ivy.token)).toEqual([]);
    await call(`/api/bots/${shared.id}`, {
      method: "PATCH",
      token: mara.token,
      json: { sharing_visibility: "private" },
    });
    expect(await names("liked=true", ivy.token)).toEqual(["Open"]);
    expect((await list("liked=true&count=true", ivy.token)).total).toBe(1);
  });

  test("[DISC2] filters hold together, and some need somebody", async () => {
    const sea = await make(mara.token, "Sea", { tags: [{ tag: "Sea" }, { tag: "night" }], gender: "female" });
    await make(mara.token, "Day", { tags: [{ tag: "sea" }] });
    await make(ivy.token, "Ivy's", { tags: [{ tag: "night" }], gender: "other" });
    expect(await names("public=true&tags=sea")).toEqual(["Day", "Sea"]);
    expect(await names("public=true&tags=NIGHT,%20sea")).toEqual(["Sea"]);
    expect(await names("public=true&tags=sea,none")).toEqual([]);
    expect(await names("public=true&gender=other")).toEqual(["Ivy's"]);
    expect(await names("public=true&exclude_own=true", ivy.token)).toEqual(["Day", "Sea"]);
    expect(await names("public=true&search=day")).toEqual(["Day"]);
    await call(`/api/creator-profiles/${sea.creator_profile}/follow`, { method: "PUT", token: ivy.token });
    expect(await names("public=true&followed=true", ivy.token)).toEqual(["Day", "Sea"]);
    expect(await names("public=true&followed=true&gender=female&tags=night", ivy.token)).toEqual(["Sea"]);
    for (const query of ["liked=true&public=true", "exclude_own=true&public=true", "shared_with_me=true", ""])
      expect([query, (await call(`/api/bots?${query}`)).status]).toEqual([query, 401]);
    const many = Array.from({ length: 11 }, (_, at) => `t${at}`).join(",");
    for (const query of [`tags=${many}`, "gender=robot", "sort=likes", "liked=1"])
      expect([query, (await call(`/api/bots?public=true&${query}`)).status]).toEqual([query, 400]);
  });
});

describe("orders", () => {
  beforeEach(async () => {
    for (const name of ["Bo", "Al", "Cy"]) await make(mara.token, name);
    const set = (name: string, likes: number, favorites: number) =>
      db
        .prepare("UPDATE bots SET likes_count = ?, favorites_count = ?, updatedAt = ? WHERE name = ?")
        .bind(likes, favorites, `2026-11-23T0${likes}:00:00.000Z`, name);
    await db.batch([set("Bo", 2, 1), set("Al", 3, 0), set("Cy", 1, 2)]);
  });

  test.each([
    ["createdAt", "Bo Al Cy"],
    ["updatedAt", "Cy Bo Al"],
    ["name", "Al Bo Cy"],
    ["likes_count", "Cy Bo Al"],
    ["favorites_count", "Al Bo Cy"],
  ])("[DISC3] %s, both ways, page by page", async (sort, order) => {
    const wanted = order.split(" ");
    expect(await names(`public=true&sort=${sort}`)).toEqual(wanted);
    const query = `public=true&search=&creator_profile=${(await list("username=mara-quill")).docs[0].creator_profile}`;
    const pages: string[] = [];
    let cursor = "";
    for (let page = 0; page < 3; page += 1) {
      const { docs, next_cursor } = await json(await call(`/api/bots?${query}&sort=-${sort}&limit=1${cursor}`));
      pages.push(docs[0].name);
      cursor = `&cursor=${next_cursor}`;
    }
    expect(pages).toEqual(wanted.toReversed());
  });

  test("[DISC3] bots that are equal in what is sorted by are each shown once", async () => {
    await db.prepare("UPDATE bots SET likes_count = 7").run();
    const first = await json(await call("/api/bots?public=true&sort=-likes_count&limit=2"));
    const second = await json(
      await call(`/api/bots?public=true&sort=-likes_count&limit=2&cursor=${first.next_cursor}`),
    );
    expect([...first.docs, ...second.docs].map(({ name }: Named) => name)).toEqual(["Cy", "Al", "Bo"]);
  });

  test("[DISC3] random shows each bot once while bots come and go, and another order each time", async () => {
    const profile = (await list("username=mara-quill")).docs[0].creator_profile;
    await db
      .prepare(
        `INSERT INTO bots (id, name, slug, system_prompt, sharing_visibility, user, creator_profile, creator_display_name,
           createdAt, updatedAt)
         SELECT '01a2078d-93c8-7000-8956-' || printf('%012x', value * 7919), 'Bot ' || value, 'bot-' || value, 'x', 'public',
           ?1, ?2, 'Mara', '2026', '2026' FROM json_each(?3)`,
      )
      .bind(mara.user.id, profile, JSON.stringify(Array.from({ length: 40 }, (_, at) => at)))
      .run();
    const page = async (cursor: string | null) =>
      json(
        await call(`/api/bots?public=true&sort=random&limit=15${cursor === null ? "" : `&cursor=${cursor}`}`),
      ) as Promise<{ docs: Named[]; next_cursor: string | null }>;
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { docs, next_cursor }: { docs: Named[]; next_cursor: string | null } = await page(cursor);
      seen.push(...docs.map(({ id }) => id));
      if (cursor === null) {
        await make(mara.token, "Newcomer");
        await db.prepare("DELETE FROM bots WHERE id = ?").bind(docs.at(-1)?.id).run();
      }
      cursor = next_cursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(43);
    const orders = await Promise.all([page(null), page(null)]);
    expect(orders[0]?.docs.map(({ id }) => id)).not.toEqual(orders[1]?.docs.map(({ id }) => id));
  });
});

test("[DISC4] no list of bots reads all bots, nor sorts the catalogue", async () => {
  const viewer = { userId: mara.user.id, nowMs: Date.now() };
  const planOf = async (filter: BotFilter, sort: Parameters<typeof botPage>[0]["sort"]) => {
    const after = { value: "m", id: "m" };
    const page = botPage({ sort, after });
    const where = and(botsWhere(filter, viewer), page.where);
    const query = openDb(db)
      .select({ id: bots.id })
      .from(bots)
      .where(where)
      .orderBy(...page.orderBy);
    const { sql, params } = query.toSQL();
    const { results } = await db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...params)
      .all<{ detail: string }>();
    return results.map(({ detail }) => detail).join("\n");
  };
  const sorts = ["createdAt", "updatedAt", "name", "likes_count", "favorites_count"] as const;
  for (const sort of sorts.flatMap((name) => [name, `-${name}`] as const)) {
    const plan = await planOf({ public: true }, sort);
    expect([sort, plan]).toEqual([sort, expect.stringMatching(/SEARCH bots USING (COVERING )?INDEX bots_visibility/)]);
    if (!sort.endsWith("createdAt")) expect([sort, plan]).toEqual([sort, expect.not.stringContaining("TEMP B-TREE")]);
  }
  const filters: BotFilter[] = [
    {},
    { public: true },
    { shared_with_me: true },
    { liked: true },
    { favorited: true },
    { username: "mara" },
    { creator_profile: "c" },
  ];
  for (const filter of filters)
    for (const sort of ["-createdAt", "random"] as const)
      expect([filter, sort, await planOf(filter, sort)]).toEqual([
        filter,
        sort,
        expect.not.stringMatching(/SCAN bots\b/),
      ]);
});
