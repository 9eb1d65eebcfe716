import { describe, expect, test } from "vitest";
import { nameKey } from "../../shared/names/usernames.ts";
import { SAMPLE_ROOM, SAMPLE_SEATS } from "../../shared/sample/table.ts";
import { openDb } from "../db.ts";
import { ensureCreatorProfile } from "../services/creator-profiles/ensure-creator-profile.ts";
import { seed } from "../services/seed/seed.ts";
import { call, envWith, json, signIn } from "./testing/call.ts";

const { DB } = envWith();
const db = openDb(DB);
const patch = (path: string, body: unknown, token: string) => call(path, { method: "PATCH", json: body, token });
const BIRD = { name: "Wren", description: "A small bird with opinions." };

describe("one's own account", () => {
  test("[ME1] chat preferences are read and changed, and emptied", async () => {
    const { token } = await signIn("mara@example.org", "Mara");
    const wishes = {
      nickname: "Captain",
      pronouns: "other",
      custom_pronouns: "ze/zir",
      description: "Sails.",
      preferences: { theme: "dark" },
    };
    expect(await json(await patch("/api/me", wishes, token))).toMatchObject(wishes);
    await patch("/api/me", { nickname: null }, token);
    expect(await json(await call("/api/me", { token }))).toMatchObject({
      ...wishes,
      nickname: null,
      displayName: "Mara",
    });
  });

  test.each([
    "role",
    "tokenBalance",
    "email",
    "id",
    "guest",
    "house",
    "suspended_at",
    "clerk_user_id",
    "subscriptionTier",
    "createdAt",
    "expires_at",
    "Role",
  ])("[ME1] %s is refused by name", async (field) => {
    const { token, user } = await signIn("mara@example.org");
    const response = await patch("/api/me", { nickname: "x", [field]: "admin" }, token);
    expect([response.status, (await json(response)).errors[0].path]).toEqual([400, field]);
    const row = await DB.prepare("select nickname, role from users where id = ?").bind(user.id).first();
    expect(row).toEqual({ nickname: null, role: user.role });
  });

  test("[ME1] a picture has to be one's own upload", async () => {
    const { token } = await signIn("mara@example.org");
    expect((await patch("/api/me", { avatar: "0199-not-mine" }, token)).status).toBe(400);
  });

  test("[ME2] others' accounts are not there, but for staff", async () => {
    const [admin, other] = [await signIn("admin@example.org"), await signIn("other@example.org")];
    expect(admin.user.role).toBe("admin");
    const ask = async (path: string, token: string) => (await call(path, { token })).status;
    expect(await ask(`/api/users/${other.user.id}`, other.token)).toBe(200);
    expect(await ask(`/api/users/${admin.user.id}`, other.token)).toBe(404);
    expect(await ask("/api/users", other.token)).toBe(403);
    expect(await ask(`/api/users/${other.user.id}`, admin.token)).toBe(200);
    expect((await patch(`/api/users/${other.user.id}`, { nickname: "x" }, admin.token)).status).toBe(403);
  });

  test("[ME7] staff see of others' accounts what is public; the rest takes a reason, in the admin backend", async () => {
    const [admin, other] = [await signIn("admin@example.org"), await signIn("other@example.org", "Somebody Else")];
    const seen = { id: other.user.id, displayName: "Somebody Else", role: "user", guest: false };
    const ask = async (path: string, token = admin.token) => json(await call(path, { token }));
    const rows = [await ask(`/api/users/${other.user.id}`), ...(await ask("/api/users?search=body%20E")).docs];
    const fields = ["avatar", "avatar_url", "createdAt", "displayName", "guest", "id", "role"];
    for (const row of rows) expect([row, Object.keys(row).sort()]).toEqual([expect.objectContaining(seen), fields]);
    expect(rows).toHaveLength(2);
    // Nor is an address to be guessed by searching for it.
    expect((await ask("/api/users?search=other@")).docs).toEqual([]);
    expect(await ask(`/api/users/${other.user.id}`, other.token)).toMatchObject({ email: "other@example.org" });
    expect(await ask(`/api/users/${admin.user.id}`)).toMatchObject({ email: "admin@example.org", preferences: {} });
  });
});

describe("personas", () => {
  const create = async (token: string, more = {}) =>
    json(await call("/api/personas", { json: { ...BIRD, ...more }, token }));

  test("[PERS1] a persona is there for its user alone", async () => {
    const [one, other] = [await signIn("one@example.org"), await signIn("other@example.org")];
    const { id } = await create(one.token);
    expect((await call(`/api/personas/${id}`, { token: one.token })).status).toBe(200);
    expect((await call(`/api/personas/${id}`, { token: other.token })).status).toBe(404);
    expect((await patch(`/api/personas/${id}`, { name: "x" }, other.token)).status).toBe(404);
    expect((await call(`/api/personas/${id}`, { method: "DELETE", token: other.token })).status).toBe(404);
    expect((await json(await call("/api/personas", { token: other.token }))).docs).toEqual([]);
    expect((await call(`/api/personas/${id}`)).status).toBe(401);
    expect((await call(`/api/personas/${id}`, { method: "DELETE", token: one.token })).status).toBe(204);
    expect((await call(`/api/personas/${id}`, { token: one.token })).status).toBe(404);
  });

  test("[PERS2] the default moves with the mark, and two choices at once leave one", async () => {
    const { token } = await signIn("many@example.org");
    const defaults = async () => (await json(await call("/api/personas?is_default=true", { token }))).docs;
    const first = await create(token, { is_default: true });
    const second = await create(token, { is_default: true });
    expect((await defaults()).map((row: { id: string }) => row.id)).toEqual([second.id]);
    const choices = await Promise.all(
      [first, second, first, second].map(({ id }) => patch(`/api/personas/${id}`, { is_default: true }, token)),
    );
    expect(choices.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await defaults()).toHaveLength(1);
    await patch(`/api/personas/${first.id}`, { is_default: false }, token);
    await patch(`/api/personas/${second.id}`, { is_default: false }, token);
    expect(await defaults()).toEqual([]);
  });

  test("[PERS3] a change touches what it names, may empty a list, and refuses the server's fields by name", async () => {
    const { token } = await signIn("one@example.org");
    const topics = { preferred_topics: [{ topic: "tides" }], avoid_topics: [] };
    const made = await create(token, {
      age: 30,
      gender: "unspecified",
      pronouns: "he-they",
      interaction_preferences: topics,
    });
    expect(made).toMatchObject({ usage_count: 0, is_default: false, interaction_preferences: topics });
    const changed = await json(await patch(`/api/personas/${made.id}`, { name: "Robin" }, token));
    expect(changed).toEqual({ ...made, name: "Robin", updatedAt: changed.updatedAt });
    const emptied = await json(
      await patch(`/api/personas/${made.id}`, { interaction_preferences: { preferred_topics: [] }, age: null }, token),
    );
    expect(emptied).toMatchObject({ age: null, interaction_preferences: { preferred_topics: [], avoid_topics: [] } });
    for (const field of ["user", "usage_count", "id", "is_public"]) {
      const response = await patch(`/api/personas/${made.id}`, { [field]: 1 }, token);
      expect([response.status, (await json(response)).errors[0].path]).toEqual([400, field]);
    }
    expect((await patch(`/api/personas/${made.id}`, { pronouns: "it-its" }, token)).status).toBe(400);
  });

  test("[HTTP15] pages show every row once, also when rows come in between, and bad cursors are 400", async () => {
    const { token } = await signIn("pages@example.org");
    for (let n = 0; n < 7; n += 1) await create(token, { name: `P${n}` });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { docs: { name: string }[]; next_cursor: string | null } = await json(
        await call(`/api/personas?limit=3${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`, { token }),
      );
      seen.push(...page.docs.map(({ name }) => name));
      cursor = page.next_cursor;
      await create(token, { name: "late" });
    } while (cursor !== null);
    expect(seen).toEqual(["P6", "P5", "P4", "P3", "P2", "P1", "P0"]);
    for (const bad of ["x", "%25", btoa("[1]"), btoa('{"id":"x"}'), "A".repeat(501)])
      expect((await call(`/api/personas?cursor=${bad}`, { token })).status).toBe(400);
  });
});

describe("creator profiles", () => {
  const person = async (name: string) => {
    const { user, token } = await signIn(`${crypto.randomUUID()}@example.org`, name);
    return { userId: user.id, name, token };
  };

  test("[CREA1] a profile made by itself has a free, valid name; first bots at once make one", async () => {
    const people = await Promise.all([1, 2, 3].map(() => person("Mara Quill")));
    const profiles = await Promise.all(
      people.flatMap((who) => [who, who, who].map(() => ensureCreatorProfile(db, who, Date.now()))),
    );
    expect(new Set(profiles.map(({ id }) => id)).size).toBe(3);
    expect(new Set(profiles.map(({ username }) => username))).toEqual(
      new Set(["mara-quill", "mara-quill-2", "mara-quill-3"]),
    );
    for (const name of ["美咲", "Admin", "x", "🦊"]) {
      const { username } = await ensureCreatorProfile(db, await person(name), Date.now());
      expect(username).toMatch(/^[a-z0-9-]{3,50}$/);
      expect(username).not.toBe("admin");
    }
  });

  test("[CREA2] usernames are unique to the eye, never reserved, and the answer says what is wrong", async () => {
    const [one, other] = [await person("One"), await person("Other")];
    const make = (username: string, token: string) =>
      call("/api/creator-profiles", { json: { username, display_name: "Someone", bio: "Hi." }, token });
    const made = await json(await make("Lamp_Light", one.token));
    expect(made).toMatchObject({
      username: "lamp_light",
      verification_status: "unverified",
      portfolio: { bot_count: 0 },
    });
    for (const taken of ["lamp_light", "LAMP-LIGHT", "1amp_light"]) {
      const response = await make(taken, other.token);
      expect([response.status, (await json(response)).errors[0].path]).toEqual([409, "username"]);
    }
    for (const bad of ["ab", "admin", "ADMIN.", "a--b", "мара", "-x-", "x".repeat(51)]) {
      const response = await make(bad, other.token);
      expect([bad, response.status, (await json(response)).errors[0].path]).toEqual([bad, 400, "username"]);
    }
    expect((await make("second-one", one.token)).status).toBe(409);
    const racers = await Promise.all([1, 2, 3].map(async () => make("race-me", (await person("Racer")).token)));
    expect(racers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(nameKey("race-me")).toBe("race-me");
  });

  test("[CREA3] only its owner changes a profile, and not what is the server's; bots follow the name", async () => {
    const [one, other] = [await person("One"), await person("Other")];
    const { id } = await ensureCreatorProfile(db, one, Date.now());
    const path = `/api/creator-profiles/${id}`;
    expect((await patch(path, { bio: "x" }, other.token)).status).toBe(403);
    for (const field of ["verification_status", "featured_creator", "user", "community_stats", "username_key"])
      expect((await json(await patch(path, { [field]: "verified" }, one.token))).errors[0].path).toBe(field);
    const links = { website: "javascript:alert(1)" };
    expect((await patch(path, { social_links: links }, one.token)).status).toBe(400);
    const changed = await json(await patch(path, { display_name: "New", username: "brand-new" }, one.token));
    expect(changed).toMatchObject({ display_name: "New", username: "brand-new", bio: "One makes bots here." });
  });

  test("[CREA3] a private profile is there for its owner alone, an unlisted one for who knows its name", async () => {
    const [one, other] = [await person("Shy One"), await person("Other")];
    const { id, username } = await ensureCreatorProfile(db, one, Date.now());
    const path = `/api/creator-profiles/${id}`;
    const listed = async (query: string) =>
      (await json(await call(`/api/creator-profiles${query}`, { token: other.token }))).docs.length;
    expect([await listed(""), await listed(`?username=${username}`), await listed("?search=shy")]).toEqual([1, 1, 1]);
    await patch(path, { profile_settings: { visibility: "unlisted" } }, one.token);
    expect([await listed(""), await listed(`?username=${username}`)]).toEqual([0, 1]);
    await patch(path, { profile_settings: { visibility: "private" } }, one.token);
    expect([await listed(`?username=${username}`), (await call(path, { token: other.token })).status]).toEqual([
      0, 404,
    ]);
    expect((await call(path, { token: one.token })).status).toBe(200);
  });
});

describe("sample content", () => {
  test("[SEED1] it is there once, however often and however many sow it", async () => {
    const counts = async () =>
      DB.prepare(
        `select (select count(*) from users) as users, (select count(*) from bots where is_public = 1) as bots,
          (select count(*) from knowledge_collections) as tomes, (select count(*) from knowledge) as entries,
          (select count(*) from collection_links) as links`,
      ).first();
    await Promise.all([1, 2, 3].map(() => seed(db, Date.now())));
    const sown = await counts();
    expect(sown).toMatchObject({ users: 1, bots: 3, tomes: 1, links: 3 });
    expect(Number(sown?.["entries"])).toBeGreaterThan(5);
    await seed(db, Date.now());
    expect(await counts()).toEqual(sown);
  });

  test("[SEED1] where no guest has ever been, anyone who signs in may sit down with the sample bots", async () => {
    const { token } = await signIn("first@example.org");
    const bot_ids = SAMPLE_SEATS.map(({ id }) => id);
    const opened = await call("/api/conversations", { token, json: { bot_ids, title: SAMPLE_ROOM.title } });
    expect([opened.status, bot_ids.length]).toEqual([201, 3]);
    const { docs } = await json(await call(`/api/conversations`, { token }));
    expect(docs).toHaveLength(1);
  });
});
