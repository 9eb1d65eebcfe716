import { describe, expect, test, vi } from "vitest";
import { openDb } from "../../db.ts";
import { deletePersona, updatePersona } from "../../services/personas/personas.ts";
import { call, envWith, json, signIn } from "../testing/call.ts";

const { DB } = envWith();
const BIRD = { name: "Wren", description: "A small bird with opinions." };
const create = (token: string, more: Record<string, unknown> = {}) =>
  call("/api/personas", { json: { ...BIRD, ...more }, token });
const made = async (token: string, more: Record<string, unknown> = {}) => json(await create(token, more));
const patch = (path: string, body: unknown, token: string) => call(path, { method: "PATCH", json: body, token });
const firstPath = async (response: Response) => [response.status, (await json(response)).errors?.[0]?.path];

describe("personas", () => {
  test.each([
    ["name", { name: "\u200b\u202e " }],
    ["name", { name: "x".repeat(101) }],
    ["description", { description: "x".repeat(501) }],
    ["description", { description: "   " }],
    ["age", { age: 0 }],
    ["age", { age: 151 }],
    ["age", { age: 1.5 }],
    ["gender", { gender: "robot" }],
    ["pronouns", { pronouns: "he/him" }],
    ["custom_pronouns", { pronouns: "other", custom_pronouns: "x".repeat(51) }],
    ["appearance.avatar", { appearance: { avatar: "0199aaaa-not-mine" } }],
    ["appearance.avatar_url", { appearance: { avatar_url: "/media/x" } }],
    ["interaction_preferences.avoid_topics.0.topic", { interaction_preferences: { avoid_topics: [{ topic: "" }] } }],
    ["usage_count", { usage_count: 5 }],
    ["user", { user: "somebody" }],
  ])("[PERS4] %s is refused: %j", async (path, fields) => {
    const { token } = await signIn("one@example.org");
    expect(await firstPath(await create(token, fields))).toEqual([400, path]);
    const { id } = await made(token);
    expect(await firstPath(await patch(`/api/personas/${id}`, fields, token))).toEqual([400, path]);
  });

  test("[PERS4] the limits themselves are taken", async () => {
    const { token } = await signIn("one@example.org");
    const most = { name: "x".repeat(100), description: "x".repeat(500), age: 150 };
    expect(await made(token, most)).toMatchObject(most);
    expect(await made(token, { age: 1, name: " Wr\u202een " })).toMatchObject({ age: 1, name: "Wren" });
    const { id } = await made(token);
    await DB.prepare("update personas set age = 0, description = ? where id = ?").bind("x".repeat(5_000), id).run();
    expect((await call(`/api/personas/${id}`, { token })).status).toBe(200);
  });

  test("[PERS5] twenty choices of a default at once leave one; a deleted default leaves none", async () => {
    const { token, user } = await signIn("many@example.org");
    const rows = await Promise.all(Array.from({ length: 10 }, (_, n) => made(token, { name: `P${n}` })));
    const choices = await Promise.all([
      ...rows.map(({ id }) => patch(`/api/personas/${id}`, { is_default: true }, token)),
      ...rows.map((_, n) => create(token, { name: `Q${n}`, is_default: true })),
    ]);
    expect(choices.every(({ ok }) => ok)).toBe(true);
    const { docs, total } = await json(await call("/api/personas?is_default=true&count=true", { token }));
    expect([docs.length, total]).toEqual([1, 1]);
    await DB.prepare("insert into persona_analytics (id, persona, createdAt, updatedAt) values ('a', ?1, ?2, ?2)")
      .bind(docs[0].id, docs[0].createdAt)
      .run();
    expect((await call(`/api/personas/${docs[0].id}`, { method: "DELETE", token })).status).toBe(204);
    expect((await json(await call("/api/personas?is_default=true", { token }))).docs).toEqual([]);
    expect(await DB.prepare("select count(*) as n from personas where user = ?").bind(user.id).first("n")).toBe(19);
    expect(await DB.prepare("select count(*) as n from persona_analytics").first("n")).toBe(0);
  });

  test("[PERS6] words of one's own stand with other and nowhere else", async () => {
    const { token } = await signIn("one@example.org");
    expect(await firstPath(await create(token, { pronouns: "other" }))).toEqual([400, "custom_pronouns"]);
    expect(await made(token, { pronouns: "any", custom_pronouns: "ze/zir" })).toMatchObject({ custom_pronouns: null });
    const { id } = await made(token, { pronouns: "other", custom_pronouns: "ze/zir" });
    const change = async (fields: unknown) => json(await patch(`/api/personas/${id}`, fields, token));
    expect(await change({ custom_pronouns: "fae/faer" })).toMatchObject({
      pronouns: "other",
      custom_pronouns: "fae/faer",
    });
    expect((await change({ custom_pronouns: null })).errors[0].path).toBe("custom_pronouns");
    expect(await change({ pronouns: "she-her" })).toMatchObject({ pronouns: "she-her", custom_pronouns: null });
    expect((await change({ custom_pronouns: "ze/zir" })).errors[0].path).toBe("custom_pronouns");
    expect((await change({ pronouns: "other" })).errors[0].path).toBe("custom_pronouns");
    expect((await change({ name: "Robin" })).pronouns).toBe("she-her");
  });

  test("[PERS3] a group changes field by field", async () => {
    const { token } = await signIn("one@example.org");
    const topics = { preferred_topics: [{ topic: "tides" }], avoid_topics: [{ topic: "cats" }] };
    const { id } = await made(token, { interaction_preferences: topics });
    const fields = { interaction_preferences: { avoid_topics: [] } };
    const changed = await json(await patch(`/api/personas/${id}`, fields, token));
    expect(changed.interaction_preferences).toEqual({ ...topics, avoid_topics: [] });
  });

  test("[PERS7] the list filters, searches, sorts, pages and counts", async () => {
    const { token } = await signIn("one@example.org");
    for (const [n, name] of ["Cleo", "Abe", "Dora", "Bo"].entries())
      await made(token, { name, gender: n % 2 === 0 ? "female" : "male", pronouns: n === 1 ? "he-him" : null });
    await DB.prepare("update personas set usage_count = 7 where name = 'Bo'").run();
    const names = async (query: string) =>
      (await json(await call(`/api/personas?${query}`, { token }))).docs.map(({ name }: { name: string }) => name);
    expect(await names("sort=name")).toEqual(["Abe", "Bo", "Cleo", "Dora"]);
    expect(await names("sort=-usage_count&limit=1")).toEqual(["Bo"]);
    expect(await names("gender=female&sort=createdAt")).toEqual(["Cleo", "Dora"]);
    expect(await names("pronouns=he-him")).toEqual(["Abe"]);
    expect(await names("search=OR")).toEqual(["Dora"]);
    expect(await names("search=%25")).toEqual([]);
    const first = await json(await call("/api/personas?sort=name&limit=3&count=true", { token }));
    expect(first.total).toBe(4);
    expect(await names(`sort=name&limit=3&cursor=${encodeURIComponent(first.next_cursor)}`)).toEqual(["Dora"]);
    expect((await call("/api/personas?sort=user", { token })).status).toBe(400);
  });

  test("[PERS8] what expects an older version does nothing", async () => {
    const { token, user } = await signIn("one@example.org");
    const { id, updatedAt } = await made(token);
    const editor = { userId: user.id, nowMs: Date.parse(updatedAt) + 5 };
    const late = { ...editor, expects: "2020-01-01T00:00:00.000Z" };
    await expect(updatePersona(openDb(DB), id, late, { name: "Late", is_default: true })).rejects.toThrow();
    await expect(deletePersona(openDb(DB), id, late)).rejects.toThrow();
    expect(await json(await call(`/api/personas/${id}`, { token }))).toMatchObject({ name: "Wren", is_default: false });
    const right = await updatePersona(openDb(DB), id, { ...editor, expects: updatedAt }, { name: "Right" });
    expect(right.name).toBe("Right");
  });
});

describe("one's own account", () => {
  test("[ME3] names hold nothing unseen, wherever they come from", async () => {
    const { token } = await signIn("mara@example.org", "Ma\u202era\u200b  Quill");
    const read = async () => json(await call("/api/me", { token }));
    expect((await read()).displayName).toBe("Mara Quill");
    const names = { displayName: "Z\u00ado\u0308e", name: " Zo\u2066e ", nickname: "\u200bCap" };
    expect(await json(await patch("/api/me", names, token))).toMatchObject({
      displayName: "Z\u00f6e",
      name: "Zoe",
      nickname: "Cap",
    });
    expect(await json(await patch("/api/me", { nickname: "\u200b", name: "" }, token))).toMatchObject({
      nickname: null,
      name: null,
    });
    expect(await firstPath(await patch("/api/me", { displayName: "\u3164" }, token))).toEqual([400, "displayName"]);
    expect(await firstPath(await patch("/api/me", { displayName: "x".repeat(51) }, token))).toEqual([
      400,
      "displayName",
    ]);
    const guest = await json(await call("/api/guest", { json: { name: "\u202eG\u200b" } }));
    expect(guest.user.displayName).toBe("G");
  });

  test("[ME4] words of one's own stand with other and nowhere else", async () => {
    const { token } = await signIn("mara@example.org");
    const change = async (fields: unknown) => json(await patch("/api/me", fields, token));
    expect((await change({ pronouns: "other" })).errors[0].path).toBe("custom_pronouns");
    expect((await change({ custom_pronouns: "ze/zir" })).errors[0].path).toBe("custom_pronouns");
    expect(await change({ pronouns: "other", custom_pronouns: "ze/zir" })).toMatchObject({ custom_pronouns: "ze/zir" });
    expect(await change({ bio: "Sails." })).toMatchObject({ pronouns: "other", custom_pronouns: "ze/zir" });
    expect(await change({ pronouns: "they/them", custom_pronouns: "ze/zir" })).toMatchObject({ custom_pronouns: null });
  });

  test("[ME5] an avatar shows its address; preferences are kept up to their limit", async () => {
    const { token, user } = await signIn("mara@example.org");
    await DB.prepare(
      `insert into media (id, user, url, filename, mimeType, filesize, width, height, sha256, r2_key, createdAt, updatedAt)
       values ('face', ?1, '/media/face', 'a.png', 'image/png', 1, 1, 1, ?2, 'x', ?3, ?3)`,
    )
      .bind(user.id, "a".repeat(64), "2026-11-23T05:00:00.000Z")
      .run();
    expect(await json(await patch(`/api/users/${user.id}`, { avatar: "face" }, token))).toMatchObject({
      avatar: "face",
      avatar_url: "/media/face",
    });
    expect(await json(await patch("/api/me", { avatar: null }, token))).toMatchObject({
      avatar: null,
      avatar_url: null,
    });
    const preferences = { theme: "dark", nested: { list: [1, null, "é"] }, ["__proto__x"]: true };
    expect((await json(await patch("/api/me", { preferences }, token))).preferences).toEqual(preferences);
    const large = { preferences: { text: "x".repeat(20_001) } };
    expect(await firstPath(await patch("/api/me", large, token))).toEqual([400, "preferences"]);
  });

  test("[ME6] no log line holds an address, a name or what a person wrote", async () => {
    const lines: string[] = [];
    const spies = (["info", "warn", "error", "log"] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation((...words) => void lines.push(words.join(" "))),
    );
    const canaries = ["canary-mail", "Canary Person", "canary-words"];
    const { token, user } = await signIn("canary-mail@example.org", "Canary Person");
    await patch("/api/me", { description: "canary-words", nickname: "Canary Person" }, token);
    await create(token, { name: "Canary Person", description: "canary-words", custom_instructions: "canary-words" });
    await create(token, { pronouns: "canary-words" });
    await call(`/api/personas/${user.id}?search=canary-words`, { token });
    await DB.exec("drop index personas_user_idx; alter table personas rename column description to gone");
    expect((await create(token, { name: "Canary Person", description: "canary-words" })).status).toBe(500);
    for (const spy of spies) spy.mockRestore();
    expect(lines.length).toBeGreaterThan(0);
    for (const canary of canaries) expect(lines.filter((line) => line.includes(canary)).length).toBe(0);
  });
});
