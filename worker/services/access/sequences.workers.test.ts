import { env } from "cloudflare:test";
import { Buffer } from "node:buffer";
import { scryptSync } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import { users } from "../../../schema/tables/users.ts";
import { AppError } from "../../../shared/app-error.ts";
import { isoTime } from "../../clock.ts";
import { openDb } from "../../db.ts";
import { createGrant, revokeGrant, updateGrant } from "../access-control/write-grants.ts";
import { createBlock, deleteBlock } from "../blocks/blocks.ts";
import { botPage, countBots, listBots, readBot } from "../bots/read-bots.ts";
import { updateBot } from "../bots/update-bot.ts";
import { listEntries, readEntry } from "../knowledge/read-entries.ts";
import { countTomes, listTomes, readTome } from "../knowledge-collections/read-tomes.ts";
import { updateTome } from "../knowledge-collections/write-tomes.ts";
import { issuerOf } from "../session/issuer.ts";
import { setHash } from "../share-passwords/set-password.ts";
import { readShareToken } from "../share-passwords/share-token.ts";
import { unlock } from "../share-passwords/unlock.ts";
import type { Viewer } from "./rights.ts";
import {
  type Level,
  type Locked,
  OWNER,
  PEOPLE,
  type Permission,
  PolicyModel,
  type Shared,
  type Somebody,
} from "./testing/policy-model.ts";
import { rightsOf } from "./testing/rights-of.ts";
import { addCreator, addThings, type Things } from "./testing/shared-things.ts";
import type { Unlocked } from "./unlocked.ts";

const { DB, DOSE } = env as unknown as { DB: D1Database; DOSE?: string };
const db = openDb(DB);

/** How many times what `npm test` tries is tried. */
const dose = Number(DOSE ?? "1");
/** Sequences tried, and commands in the longest. */
const [RUNS, LENGTH] = [30 * dose, 16];
/** On a machine that is busy fewer are tried. */
const LIMIT_MS = 6_000 * dose;
const START = Date.parse("2026-11-23T06:00:00.000Z");
const WORDS = ["tide tables", "storm glass"] as const;
const hashOf = (word: string) =>
  `scrypt$2$1$1$c2FsdA==$${Buffer.from(scryptSync(word, "salt", 32, { N: 2, r: 1, p: 1 })).toString("base64")}`;
const HASHES: Readonly<Record<string, string>> = Object.fromEntries(WORDS.map((word) => [word, hashOf(word)]));

type Command =
  | { do: "share"; by: string; to: string; thing: Shared; permission: Permission; lastsS: number | null }
  | { do: "change"; by: string; to: string; thing: Shared; permission: Permission; lastsS: number | null | undefined }
  | { do: "revoke"; by: string; to: string; thing: Shared }
  | { do: "level"; by: string; thing: Shared; level: Level }
  | { do: "password"; of: Locked; word: string | null }
  | { do: "unlock"; who: Somebody; of: Locked; word: string }
  | { do: "block" | "unblock"; by: string; whom: string }
  | { do: "suspend"; on: boolean }
  | { do: "end"; of: Locked; inS: number | null }
  | { do: "link"; on: boolean }
  | { do: "wait"; seconds: number };

/** One sequence's things, what the model says of them and the ids the commands go by. */
class World {
  readonly model = new PolicyModel(START);
  readonly keys = new Map<Somebody, Unlocked>();
  readonly grants = new Map<string, { readonly id: string; revoked: boolean }>();
  readonly blocks = new Map<string, string>();
  readonly tag: string;
  readonly things: Things;

  constructor(tag: string, things: Things) {
    this.tag = tag;
    this.things = things;
  }

  viewer(who: Somebody): Viewer {
    return { userId: who, nowMs: this.model.nowMs, unlocked: this.keys.get(who) ?? null };
  }
}

/** Either what went well or the code of the refusal. */
async function outcome<T>(work: Promise<T>): Promise<{ readonly done?: T; readonly code: string }> {
  try {
    return { done: await work, code: "ok" };
  } catch (error) {
    if (error instanceof AppError) return { code: error.code };
    throw error;
  }
}

const stateOf = (model: PolicyModel, thing: Shared, who: Somebody): string =>
  thing === "tome" && model.isLocked("tome", who) ? "forbidden" : "not_found";

/** What stands against `who` managing a thing, by what they hold without any password. */
function managing({ model }: World, thing: Shared, who: string): string {
  const held = model[thing](who);
  if (held === null) return stateOf(model, thing, who);
  return model.mayManage(thing, who) ? "ok" : "forbidden";
}

const endOf = ({ model }: World, lastsS: number | null): number | null =>
  lastsS === null ? null : model.nowMs + lastsS * 1_000;
const isBeyondOwn = ({ model }: World, thing: Shared, by: string, endsMs: number | null): boolean => {
  const own = model.grants[thing].get(by)?.endsMs ?? null;
  return by !== OWNER && own !== null && (endsMs === null || endsMs > own);
};

async function share(world: World, { by, to, thing, permission, lastsS }: Command & { do: "share" }): Promise<void> {
  const { model, things } = world;
  const endsMs = endOf(world, lastsS);
  const isLive = model.granted(thing, to) !== null;
  const claims: readonly (readonly [holds: boolean, code: string])[] = [
    [managing(world, thing, by) !== "ok", managing(world, thing, by)],
    [model.areBlocked(by, to) || (to === OWNER && model.suspended), "not_found"],
    [to === by || to === OWNER, "invalid"],
    [isBeyondOwn(world, thing, by, endsMs), "forbidden"],
    [isLive, "conflict"],
  ];
  const expected = claims.find(([holds]) => holds)?.[1] ?? "ok";
  const input = {
    user: to,
    resource_type: thing === "bot" ? ("bot" as const) : ("knowledgeCollection" as const),
    resource_id: things[thing],
    permission_type: permission,
    expires_at: endsMs === null ? null : isoTime(endsMs),
  };
  const { code, done } = await outcome(createGrant(db, input, { userId: by, nowMs: model.nowMs }));
  expect(code).toBe(expected);
  if (done === undefined) return;
  world.grants.set(`${thing} ${to}`, { id: done.id, revoked: false });
  model.grants[thing].set(to, { permission, endsMs });
  if (model.level[thing] === "private") model.level[thing] = "shared";
}

async function change(world: World, command: Command & { do: "change" }): Promise<void> {
  const { by, to, thing, permission, lastsS } = command;
  const { model } = world;
  const grant = world.grants.get(`${thing} ${to}`);
  if (grant === undefined) return;
  const endsMs = lastsS === undefined ? undefined : endOf(world, lastsS);
  const claims: readonly (readonly [holds: boolean, code: string])[] = [
    [by !== to && !model.mayManage(thing, by), "not_found"],
    [by === to, "forbidden"],
    [grant.revoked, "conflict"],
    [endsMs !== undefined && isBeyondOwn(world, thing, by, endsMs), "forbidden"],
  ];
  const expected = claims.find(([holds]) => holds)?.[1] ?? "ok";
  const end = endsMs === undefined ? {} : { expires_at: endsMs === null ? null : isoTime(endsMs) };
  const fields = { permission_type: permission, ...end };
  const { code } = await outcome(updateGrant(db, grant.id, fields, { userId: by, nowMs: model.nowMs }));
  expect(code).toBe(expected);
  const known = model.grants[thing].get(to);
  if (code === "ok" && known !== undefined)
    model.grants[thing].set(to, { permission, endsMs: endsMs === undefined ? known.endsMs : endsMs });
}

async function revoke(world: World, { by, to, thing }: Command & { do: "revoke" }): Promise<void> {
  const { model } = world;
  const grant = world.grants.get(`${thing} ${to}`);
  if (grant === undefined) return;
  const expected = by === to || model.mayManage(thing, by) ? "ok" : "not_found";
  const { code } = await outcome(revokeGrant(db, grant.id, { userId: by, nowMs: model.nowMs }));
  expect(code).toBe(expected);
  if (code !== "ok") return;
  grant.revoked = true;
  model.grants[thing].delete(to);
}

/** What an admin does in the admin backend; nobody makes lore public elsewhere. */
async function publish({ model, things }: World): Promise<void> {
  const { sharing_settings, id } = knowledgeCollections;
  await db
    .update(knowledgeCollections)
    .set({ sharing_settings: sql`json_set(${sharing_settings}, '$.sharing_level', 'public')` })
    .where(eq(id, things.tome));
  model.level.tome = "public";
}

async function setLevel(world: World, { by, thing, level }: Command & { do: "level" }): Promise<void> {
  const { model, things } = world;
  const isTakenBack = level === "private" && model.level[thing] !== "private";
  const isPublished = thing === "tome" && level === "public" && model.level.tome !== "public";
  const allowed = managing(world, thing, by);
  const isRefused = isPublished || (isTakenBack && by !== OWNER);
  const expected = allowed === "ok" && isRefused ? "forbidden" : allowed;
  const editor = { userId: by, nowMs: model.nowMs };
  const change =
    thing === "bot"
      ? updateBot(db, things.bot, { sharing_visibility: level }, editor)
      : updateTome(db, things.tome, { sharing_settings: { sharing_level: level } }, editor);
  expect((await outcome<unknown>(change)).code).toBe(expected);
  if (isPublished && allowed === "ok") return publish(world);
  if (expected !== "ok") return;
  model.level[thing] = level;
  if (!isTakenBack) return;
  for (const to of model.grants[thing].keys()) world.grants.get(`${thing} ${to}`)!.revoked = true;
  model.grants[thing].clear();
  if (thing === "tome") model.password.tome = null;
}

async function setPassword({ model, things }: World, { of, word }: Command & { do: "password" }): Promise<void> {
  const type = of === "tome" ? "knowledgeCollection" : "knowledge";
  await db.batch([...setHash(db, type, things[of], word === null ? null : (HASHES[word] ?? ""), model.nowMs)]);
  model.password[of] = word === null ? null : { text: word };
}

async function show(world: World, { who, of, word }: Command & { do: "unlock" }): Promise<void> {
  const { model, things } = world;
  const password = model.password[of];
  const claims: readonly (readonly [holds: boolean, code: string])[] = [
    [model[of](who) === null && !model.isLocked(of, who), "not_found"],
    [password === null, "conflict"],
    [password?.text !== word, "forbidden"],
  ];
  const issuer = await issuerOf(DB, START);
  const type = of === "tome" ? "knowledgeCollection" : "knowledge";
  const { code, done } = await outcome(unlock(db, issuer, { type, id: things[of], password: word }, world.viewer(who)));
  expect(code).toBe(claims.find(([holds]) => holds)?.[1] ?? "ok");
  if (done === undefined || password === null) return;
  const key = await readShareToken(issuer, done.token, who, model.nowMs);
  expect(key).not.toBeNull();
  world.keys.set(who, key!);
  model.shown.set(who, { of, password });
}

async function block(world: World, { by, whom }: { by: string; whom: string }): Promise<void> {
  const pair = `${by}>${whom}`;
  const known = world.model.blocks.has(pair) ? "conflict" : "ok";
  const { code, done } = await outcome(createBlock(db, { user: whom }, { userId: by, nowMs: world.model.nowMs }));
  expect(code).toBe(by === whom ? "invalid" : known);
  if (done === undefined) return;
  world.blocks.set(pair, done.id);
  world.model.blocks.add(pair);
}

async function unblock(world: World, { by, whom }: { by: string; whom: string }): Promise<void> {
  const id = world.blocks.get(`${by}>${whom}`);
  if (id === undefined) return;
  expect((await outcome(deleteBlock(db, id, { userId: whom, nowMs: 0 }))).code).toBe("not_found");
  await deleteBlock(db, id, { userId: by, nowMs: world.model.nowMs });
  world.blocks.delete(`${by}>${whom}`);
  world.model.blocks.delete(`${by}>${whom}`);
}

async function setEnd({ model, things }: World, { of, inS }: Command & { do: "end" }): Promise<void> {
  const endsMs = inS === null ? null : model.nowMs + inS * 1_000;
  const at = endsMs === null ? null : isoTime(endsMs);
  await (of === "tome"
    ? db
        .update(knowledgeCollections)
        .set({
          sharing_settings: sql`json_set(${knowledgeCollections.sharing_settings}, '$.sharing_expiration', ${at})`,
        })
        .where(eq(knowledgeCollections.id, things.tome))
    : db
        .update(knowledge)
        .set({ privacy_settings: sql`json_set(${knowledge.privacy_settings}, '$.share_expiration', ${at})` })
        .where(eq(knowledge.id, things.entry)));
  model.endsMs[of] = endsMs;
}

async function setLink({ model, things }: World, on: boolean): Promise<void> {
  const privacy = sql`json_set(${knowledge.privacy_settings}, '$.privacy_level', ${on ? "shared" : "private"}, '$.allow_sharing', json('true'))`;
  await db.update(knowledge).set({ privacy_settings: privacy }).where(eq(knowledge.id, things.entry));
  model.entryByLink = on;
}

async function suspend({ model }: World, on: boolean): Promise<void> {
  await db
    .update(users)
    .set({ suspended_at: on ? isoTime(model.nowMs) : null })
    .where(eq(users.id, OWNER));
  model.suspended = on;
}

/** Does it and sees that it goes as the model says. A suspended person does nothing: they are refused at the door. */
async function run(world: World, command: Command): Promise<void> {
  if (world.model.suspended && "by" in command && command.by === OWNER) return;
  switch (command.do) {
    case "share":
      return share(world, command);
    case "change":
      return change(world, command);
    case "revoke":
      return revoke(world, command);
    case "level":
      return setLevel(world, command);
    case "password":
      return setPassword(world, command);
    case "unlock":
      return show(world, command);
    case "block":
      return block(world, command);
    case "unblock":
      return unblock(world, command);
    case "suspend":
      return suspend(world, command.on);
    case "end":
      return setEnd(world, command);
    case "link":
      return setLink(world, command.on);
    case "wait":
      world.model.nowMs += command.seconds * 1_000;
      return;
    default:
      return command satisfies never;
  }
}

/** Everything `who` can find of the world: by id, in lists, in searches, and how many. */
async function found({ things, tag }: World, look: Viewer): Promise<Record<string, unknown>> {
  const { userId } = look;
  const one = async (reading: Promise<{ right: string }>) => {
    const { done, code } = await outcome(reading);
    return done?.right ?? code;
  };
  const page = { sort: "-createdAt", limit: 100, search: tag } as const;
  const bots = async (more: object) =>
    (await listBots(db, { ...page, ...more }, look, botPage(page))).map(({ right }) => right);
  const tomes = async (more: object) => (await listTomes(db, { ...page, ...more }, look)).map(({ right }) => right);
  const entries = async (more: object) => (await listEntries(db, { ...page, ...more }, look)).map(({ right }) => right);
  const ofTome = { knowledge_collection: things.tome };
  const [bot, tome, entry, publicBots, creatorsBots, publicTomes, tomesEntries] = await Promise.all([
    one(readBot(db, things.bot, look)),
    one(readTome(db, things.tome, look)),
    one(readEntry(db, things.entry, look)),
    bots({ public: true }),
    bots({ creator_profile: `page-${OWNER}` }),
    tomes({ public: true }),
    entries(ofTome),
  ]);
  const all = { bot, tome, entry, publicBots, creatorsBots, publicTomes, tomesEntries };
  if (userId === null) return all;
  const [myBots, myTomes, myEntries, botCount, tomeCount] = await Promise.all([
    bots({}),
    tomes({}),
    entries({}),
    countBots(db, page, look),
    countTomes(db, page, look),
  ]);
  return { ...all, myBots, myTomes, myEntries, botCount, tomeCount };
}

/** The same as the model has it. */
function expected({ model }: World, who: Somebody): Record<string, unknown> {
  const [bot, tome, entry] = [model.bot(who), model.tome(who), model.entry(who)];
  const one = (right: string | null, isLocked: boolean) => right ?? (isLocked ? "forbidden" : "not_found");
  const some = (right: string | null, isListed = true) => (right !== null && isListed ? [right] : []);
  // What is named in lists of one's own: by the row or by a grant, never by publicity or a password.
  const isNamed = (thing: Shared) => who === OWNER || model.granted(thing, who) !== null;
  const all = {
    bot: one(bot, false),
    tome: one(tome, model.isLocked("tome", who)),
    entry: one(entry, model.isLocked("entry", who)),
    publicBots: some(bot, model.level.bot === "public"),
    creatorsBots: some(bot),
    publicTomes: some(tome, model.level.tome === "public" && (isNamed("tome") || model.password.tome === null)),
    tomesEntries: some(entry),
  };
  if (who === null) return all;
  const [myBots, myTomes] = [some(bot, isNamed("bot")), some(tome, isNamed("tome"))];
  const myEntries = some(entry, isNamed("tome") && tome !== null);
  return { ...all, myBots, myTomes, myEntries, botCount: myBots.length, tomeCount: myTomes.length };
}

const EVERYBODY: readonly Somebody[] = [...PEOPLE, null];

/** What everybody holds, in one call of D1: after each doing. */
async function checkRights(world: World): Promise<void> {
  const { model } = world;
  const held = await rightsOf(
    db,
    EVERYBODY.map((who) => world.viewer(who)),
    world.things,
  );
  const shown = (right: string | null, isLocked: boolean) => right ?? (isLocked ? "password" : "-");
  const said = EVERYBODY.map((who) => ({
    bot: shown(model.bot(who), false),
    tome: shown(model.tome(who), model.isLocked("tome", who)),
    entry: shown(model.entry(who), model.isLocked("entry", who)),
  }));
  expect(held).toEqual(said);
}

/** What one of them finds, by every way there is: at the end. */
const checkFound = async (world: World, who: Somebody): Promise<void> =>
  expect(await found(world, world.viewer(who)), String(who)).toEqual(expected(world, who));

const person = fc.constantFrom(...PEOPLE);
/** Mostly the owner, so that much happens. */
const manager = fc.oneof({ weight: 3, arbitrary: fc.constant(OWNER) }, { weight: 2, arbitrary: person });
const somebody = fc.constantFrom<Somebody>(...PEOPLE, null);
const thing = fc.constantFrom<Shared>("bot", "tome");
const locked = fc.constantFrom<Locked>("tome", "entry");
const permission = fc.constantFrom<Permission>("read", "write", "admin");
const lastsS = fc.constantFrom(null, null, 10, 100);
const word = fc.constantFrom(...WORDS);
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("share"), by: manager, to: person, thing, permission, lastsS }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("change"),
      by: manager,
      to: person,
      thing,
      permission,
      lastsS: fc.constantFrom(undefined, null, 10, 100),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("revoke"), by: manager, to: person, thing }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("level"),
      by: manager,
      thing,
      level: fc.constantFrom<Level>("private", "shared", "public", "public"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("password"), of: locked, word: fc.constantFrom(...WORDS, null) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("unlock"), who: somebody, of: locked, word }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("block", "unblock"), by: manager, whom: person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("suspend"), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("end"), of: locked, inS: fc.constantFrom(null, 0, 10, 100) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("link"), on: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait"), seconds: fc.constantFrom(5, 50, 500) }) },
) as fc.Arbitrary<Command>;

test(
  "[RIGHT8] in any order of doings everybody finds just what the rules say",
  async () => {
    for (const id of PEOPLE) await addCreator(DB, id);
    let runs = 0;
    const steps = fc.array(command, { minLength: LENGTH / 2, maxLength: LENGTH });
    const lookers = fc.uniqueArray(fc.constantFrom(...EVERYBODY), { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(steps, lookers, async (sequence, looking) => {
        runs += 1;
        const tag = `run${runs}.`;
        await DB.batch(
          ["delete from user_blocks", "update users set suspended_at = null"].map((text) => DB.prepare(text)),
        );
        const world = new World(tag, await addThings(DB, OWNER, tag));
        for (const step of sequence) {
          await run(world, step);
          await checkRights(world);
        }
        for (const who of looking) await checkFound(world, who);
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: LIMIT_MS },
    );
    expect(runs).toBeGreaterThan(5);
  },
  30_000 + 2 * LIMIT_MS,
);
