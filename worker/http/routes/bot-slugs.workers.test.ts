import { env } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import type { Env } from "../../env.ts";
import { deleteRow } from "../../services/deletion/begin.ts";
import { call, json, signIn } from "../testing/call.ts";

const bindings = env as unknown as Env;
const db = bindings.DB;
type Person = Awaited<ReturnType<typeof signIn>>;

const send = (method: string, path: string, { token }: Person, body?: object) =>
  call(path, { method, token, ...(body === undefined ? {} : { json: body }) });
const create = (who: Person, slug: string | undefined, more: object = {}) =>
  send("POST", "/api/bots", who, { name: "Mara", slug, system_prompt: "x", sharing_visibility: "public", ...more });
const make = async (who: Person, slug: string, more: object = {}) => {
  const response = await create(who, slug, more);
  if (response.status !== 201) throw new Error(`made no bot: ${response.status}`);
  return json(response);
};
const rename = (id: string, slug: string, who: Person) => send("PATCH", `/api/bots/${id}`, who, { slug });
const problem = async (response: Response) => [response.status, (await json(response)).errors?.[0]?.path];
const TAKEN = [409, "slug"];
const keptSlugs = async () =>
  (await db.prepare("select slug from bot_slug_redirects order by slug").all<{ slug: string }>()).results.map(
    ({ slug }) => slug,
  );

let mara: Person;
let ivy: Person;
beforeEach(async () => {
  [mara, ivy] = [await signIn("mara@x.test", "Mara"), await signIn("ivy@x.test", "Ivy")];
});

const named = async (query: string, who = ivy) =>
  (await json(await call(`/api/bots?${query}`, { token: who.token }))).docs.map(({ id }: { id: string }) => id);

describe("slugs given up", () => {
  test("[SLUG1] lead to the bot for its time, and are kept from the creator's other bots", async () => {
    const bot = await make(mara, "keeper");
    expect((await rename(bot.id, "lamp-keeper", mara)).status).toBe(200);
    const profile = `creator_profile=${bot.creator_profile}`;
    for (const query of ["username=mara&slug=KEEPER", `${profile}&slug=keeper`, "username=mara&slug=lamp-keeper"])
      expect([query, await named(query)]).toEqual([query, [bot.id]]);
    const other = await make(mara, "other");
    expect(await problem(await create(mara, "keeper"))).toEqual(TAKEN);
    expect(await problem(await rename(other.id, "keeper", mara))).toEqual(TAKEN);
    expect((await make(mara, undefined as never, { name: "Keeper" })).slug).toBe("keeper-2");
    expect((await make(ivy, "keeper")).slug).toBe("keeper");

    expect((await rename(bot.id, "keeper", mara)).status).toBe(200);
    expect(await keptSlugs()).toEqual(["lamp-keeper"]);
    await rename(bot.id, "lamp-keeper", mara);
    await db.prepare("UPDATE bot_slug_redirects SET expires_at = '2020-01-01T00:00:00.000Z'").run();
    expect(await named("username=mara&slug=keeper")).toEqual([]);
    expect((await rename(other.id, "keeper", mara)).status).toBe(200);
    expect(await named("username=mara&slug=keeper")).toEqual([other.id]);
  });

  test("[SLUG1] move the bot's page, with its creator's old name too, for those who may see it", async () => {
    const [open, closed] = [await make(mara, "open"), await make(mara, "closed", { sharing_visibility: "private" })];
    await rename(open.id, "opened", mara);
    await rename(closed.id, "shut", mara);
    await send("PATCH", `/api/creator-profiles/${open.creator_profile}`, mara, { username: "mara-reed" });
    const isShell = (request: Request) => new URL(request.url).pathname === "/";
    const ASSETS = {
      fetch: async (request: Request) => new Response("page", { status: isShell(request) ? 200 : 404 }),
    } as unknown as Fetcher;
    const at = async (path: string, who?: Person) => {
      const response = await call(path, { vars: { ASSETS }, ...(who === undefined ? {} : { token: who.token }) });
      return [response.status, response.headers.get("location")];
    };
    expect(await at("/mara-reed/Open")).toEqual([302, "/mara-reed/opened"]);
    expect(await at("/mara/open")).toEqual([302, "/mara-reed/opened"]);
    expect(await at("/mara-reed/opened")).toEqual([200, null]);
    expect(await at("/mara-reed/closed", ivy)).toEqual([404, null]);
    expect(await at("/mara-reed/closed", mara)).toEqual([302, "/mara-reed/shut"]);
    expect(await named("username=mara&slug=closed")).toEqual([]);
  });

  test("[SLUG1] are free once the bot is deleted", async () => {
    const bot = await make(mara, "keeper");
    await rename(bot.id, "lamp-keeper", mara);
    expect((await send("DELETE", `/api/bots/${bot.id}`, mara)).status).toBeLessThan(300);
    expect(await keptSlugs()).toEqual([]);
    for (const slug of ["keeper", "lamp-keeper"]) await make(mara, slug);
  });

  test("[SLUG1] are free at once where deleting the bot takes a job", async () => {
    const bot = await make(mara, "keeper");
    await db
      .prepare(
        `with recursive n(at) as (select 1 union all select at + 1 from n where at < 500)
         insert into bot_slug_redirects (creator_profile, slug, bot, expires_at, createdAt)
         select ?1, 'old-' || at, ?2, '2099-01-01', '2026-01-01' from n`,
      )
      .bind(bot.creator_profile, bot.id)
      .run();
    // Not by a call, after which the job begins by itself.
    const job = await deleteRow(bindings, { kind: "bots", id: bot.id, userId: mara.user.id, nowMs: Date.now() });
    expect(job?.status).toBe("queued");
    expect(await keptSlugs()).toEqual([]);
    await make(mara, "old-499");
  });

  test("[SLUG1] a deleted bot takes no slug with it that another may have", async () => {
    const bot = await make(mara, "short-lived");
    await make(mara, bot.id);
    await deleteRow(bindings, { kind: "bots", id: bot.id, userId: mara.user.id, nowMs: Date.now() });
    expect((await make(mara, "short-lived")).slug).toBe("short-lived");
  });

  test("[SLUG2] of twenty bots that want one at once, one has it", async () => {
    const made = await Promise.all(Array.from({ length: 10 }, (_, at) => make(mara, `mara-x${at}x`)));
    const wish = (slug: string) =>
      Promise.all([...made.map(({ id }) => rename(id, slug, mara)), ...made.map(() => create(mara, slug))]);
    const answers = (await wish("wanted")).map(({ status }) => status);
    expect(answers.filter((status) => status < 300)).toHaveLength(1);
    expect(answers.filter((status) => status === 409)).toHaveLength(19);

    const bot = await make(mara, "kept");
    await rename(bot.id, "renamed", mara);
    expect(new Set((await wish("kept")).map(({ status }) => status))).toEqual(new Set([409]));
  });

  test("[SLUG3] are ten for one bot, the eleventh is refused", async () => {
    const { id } = await make(mara, "slug-zero");
    const statuses: number[] = [];
    for (let at = 0; at < 11; at += 1) statuses.push((await rename(id, `slug-x${at}x`, mara)).status);
    expect(statuses).toEqual([...Array(10).fill(200), 403]);
    expect((await rename(id, "slug-x9x", mara)).status).toBe(200);
  });
});
