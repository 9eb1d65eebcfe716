import { env as workerEnv } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { call, cookiesOf, json, signIn } from "../../http/testing/call.ts";
import { doChores } from "../../scheduled.ts";
import { readJob } from "../jobs/read-jobs.ts";
import { runJob } from "../jobs/run-jobs.ts";
import { addRowsOfEveryTable } from "../testing/every-table.ts";
import { addEntries, addGrants, addLikes, addMessages, addPeople, rowCounts } from "../testing/many-rows.ts";
import { runThroughDeaths } from "../testing/mortal-env.ts";
import { deleteAccount } from "./delete-account.ts";
import { walkOrphans } from "./walk-orphans.ts";

const env = workerEnv as unknown as Env;
const db = openDb(env.DB);
const MANY = 10_000;
const SOME = 1_000;

interface Person {
  readonly token: string;
  readonly id: string;
}
const person = async (email: string): Promise<Person> => {
  const { token, user } = await signIn(email);
  return { token, id: user.id };
};
let mara: Person;
let tess: Person;

beforeEach(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  await person("admin@example.org");
  mara = await person("mara@example.org");
  tess = await person("tess@example.org");
});
afterEach(() => vi.restoreAllMocks());

const make = async (path: string, who: Person, body: object): Promise<string> => {
  const response = await call(path, { token: who.token, json: body });
  if (response.status !== 201) throw new Error(`${path} answered ${response.status}`);
  return (await json(response)).id;
};
const status = async (path: string, who: Person) => (await call(path, { token: who.token })).status;
const one = <T>(sql: string, ...values: string[]) =>
  env.DB.prepare(sql)
    .bind(...values)
    .first<T>();
const count = async (sql: string, ...values: string[]) => (await one<{ n: number }>(sql, ...values))?.n;

describe("an account", () => {
  test("[ERASE13] of the only admin stays until another is made", async () => {
    const admin = await person("admin@example.org");
    const confirm = { method: "DELETE", token: admin.token, json: { confirm: "admin@example.org" } };
    expect((await call("/api/me", confirm)).status).toBe(409);
    expect(await status("/api/me", admin)).toBe(200);
    await env.DB.prepare("UPDATE users SET role = 'admin' WHERE id = ?").bind(mara.id).run();
    expect((await call("/api/me", confirm)).status).toBe(202);
  });

  test("[ERASE8] goes only when it is named, and signs out everywhere at once", async () => {
    const elsewhere = await signIn("mara@example.org");
    const ask = (confirm: string) => call("/api/me", { method: "DELETE", token: mara.token, json: { confirm } });
    const wrong = await ask("tess@example.org");
    expect([wrong.status, (await json(wrong)).errors[0].path]).toEqual([400, "confirm"]);
    expect((await call("/api/me", { method: "DELETE", json: { confirm: "mara@example.org" } })).status).toBe(401);
    expect(await status("/api/me", mara)).toBe(200);

    const answer = await ask(" Mara@Example.org ");
    expect([answer.status, (await json(answer)).kind]).toEqual([202, "delete_account"]);
    expect(cookiesOf(answer)).toBe("");
    for (const token of [mara.token, elsewhere.token]) expect((await call("/api/me", { token })).status).toBe(401);
    expect(await count("select count(*) as n from users where id = ?", mara.id)).toBe(0);
    expect(await count("select count(*) as n from jobs where user = ?", mara.id)).toBe(0);
    // The same address begins anew, as somebody else.
    const again = await signIn("mara@example.org");
    expect(again.user.id).not.toBe(mara.id);
  });

  test("[ERASE1] [ERASE5] with a row in every table goes whole; nothing of it is found anywhere", async () => {
    const bot = await make("/api/bots", mara, { name: "Lampkeeper", system_prompt: "x", sharing_visibility: "public" });
    const tome = await make("/api/knowledge-collections", mara, { name: "Harbour" });
    const room = await make("/api/conversations", mara, { bot_ids: [bot] });
    await addRowsOfEveryTable(env.DB, { person: mara.id, other: tess.id, bot, tome, room });
    expect(await walkOrphans(env.DB)).not.toContainEqual(expect.objectContaining({ to: "users" }));
    const before = await rowCounts(env.DB);
    const job = await deleteAccount(env, { userId: mara.id }, Date.now());
    await runJob(env, job!.id);
    expect(await count("select count(*) as n from users where id = ?", mara.id)).toBe(0);
    expect((await walkOrphans(env.DB)).filter(({ to }) => to === "users" || to === "bots" || to === "media")).toEqual(
      [],
    );
    const after = await rowCounts(env.DB);
    // Books, reports and the log of staff stay; the other side's rows too.
    for (const table of ["token_gifts", "subscription_payments", "reports", "audit_log", "legal_documents"])
      expect([table, after[table]]).toEqual([table, before[table]]);
    for (const table of ["bots", "knowledge", "api_keys", "moods", "memories", "media", "personas", "ledger", "jobs"])
      expect([table, before[table]! > 0, after[table]]).toEqual([table, true, before[table]! - 1]);
  });

  test("[ERASE3] [ERASE5] [ERASE9] with 10,000 entries and thousands of other rows, through deaths, leaves others theirs", async () => {
    await addPeople(env.DB, SOME, "p");
    const bot = await make("/api/bots", mara, { name: "Lamp", system_prompt: "x", sharing_visibility: "public" });
    const tome = await make("/api/knowledge-collections", mara, { name: "Harbour" });
    const room = await make("/api/conversations", mara, { bot_ids: [bot] });
    const theirs = await make("/api/bots", tess, { name: "Hers", system_prompt: "x" });
    const table = await make("/api/conversations", tess, { bot_ids: [theirs] });
    await addEntries(env.DB, 50, await make("/api/knowledge-collections", tess, { name: "Hers" }), tess.id);
    const before = await rowCounts(env.DB);
    const { username } = (await one<{ username: string }>(
      "select username from creator_profiles where user = ?",
      mara.id,
    ))!;
    await addEntries(env.DB, MANY, tome, mara.id);
    await addLikes(env.DB, SOME, bot, "p");
    await addGrants(env.DB, SOME, { type: "bot", id: bot, by: mara.id, prefix: "p" });
    await addMessages(env.DB, SOME, room, mara.id);
    await addMessages(env.DB, 700, table, mara.id);
    await env.DB.prepare(
      `insert into conversation_members (conversation, user, role, joined_at, createdAt, updatedAt) values (?, ?, 'member', 'x', 'x', 'x')`,
    )
      .bind(table, mara.id)
      .run();

    const job = await deleteAccount(env, { userId: mara.id }, Date.now());
    await runThroughDeaths(env, job!, 30, async () => {
      expect(await status(`/api/bots/${bot}`, tess)).toBe(404);
      const found = await json(await call("/api/bots?public=true&search=Lamp", { token: tess.token }));
      expect(found.docs).toEqual([]);
      expect(await status("/api/me", mara)).toBe(401);
    });
    expect(await count("select count(*) as n from users where id = ?", mara.id)).toBe(0);
    expect(await walkOrphans(env.DB)).toEqual([]);
    const after = await rowCounts(env.DB);
    const changed = Object.entries(after).filter(([name, n]) => n !== before[name]);
    expect(Object.fromEntries(changed.map(([name, n]) => [name, n - before[name]!]))).toEqual({
      bots: -1,
      conversation_bots: -1,
      conversation_members: -1,
      conversations: -1,
      creator_profiles: -1,
      knowledge_collections: -1,
      messages: 700,
      tombstones: 2,
      username_redirects: 1,
      users: -1,
    });
    // What they said at the other table stands there under nobody's name.
    const said = "select count(*) as n from messages where conversation = ? and author_name = 'Deleted account'";
    expect(await count(said, table)).toBe(700);
    const taken = await call("/api/creator-profiles", {
      token: (await person("new@example.org")).token,
      json: { username, display_name: "x", bio: "x" },
    });
    expect(taken.status).toBe(409);
  });

  test("[ERASE12] guests whose time is over go by the clock, those of today stay", async () => {
    const guest = async () => json(await call("/api/guest", { json: {} }));
    const [old, young] = [await guest(), await guest()];
    await env.DB.prepare("update users set expires_at = '2020-01-01T00:00:00.000Z' where id = ?")
      .bind(old.user.id)
      .run();
    const objects = await env.CONVERSATION.getByName(old.room).snapshot();
    expect(objects.ok).toBe(true);
    await doChores(env);
    expect(await count("select count(*) as n from users where guest = 1")).toBe(1);
    expect(await count("select count(*) as n from conversations where user = ?", old.user.id)).toBe(0);
    expect((await env.CONVERSATION.getByName(old.room).snapshot()).ok).toBe(false);
    expect((await call("/api/me", { token: young.token })).status).toBe(200);
    expect(await walkOrphans(env.DB)).toEqual([]);
    expect(await readJob(db, "none", young.user.id).catch(({ code }: { code: string }) => code)).toBe("not_found");
  });
});
