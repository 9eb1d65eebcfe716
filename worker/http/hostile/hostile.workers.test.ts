import { env } from "cloudflare:test";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { bare, definitionOf, fieldsOf, itemOf } from "../../testing/schema-walk.ts";
import { sessionHeaders } from "../matrix/testing/actors.ts";
import { dumpOf, sameDump } from "../matrix/testing/dump.ts";
import { seedWorld } from "../matrix/testing/world.ts";
import { call } from "../testing/call.ts";
import { valuesOf } from "./testing/bodies.ts";
import { NAUGHTY } from "./testing/naughty.ts";
import { type Aimed, aim, each, eachInTurn, isRead, send, TARGETS, type Target } from "./testing/targets.ts";

const { DB, DOSE } = env as unknown as { DB: D1Database; DOSE?: string };
/** How many times the bodies of `npm test` are generated. */
const dose = Number(DOSE ?? "1");
const TIMEOUT_MS = 300_000 * dose;
const MOST_SHOWN = 30;
/** Fewer than a problem names, so that every field of a body is told. */
const MOST_NAMED = 45;
// biome-ignore lint/suspicious/noConsole: the figures are shown, not only judged.
const print = console.info.bind(console);
let lines: string[] = [];

beforeEach(async () => {
  lines = [];
  for (const level of ["log", "info", "warn", "error"] as const)
    vi.spyOn(console, level).mockImplementation((...said: unknown[]) => void lines.push(said.map(String).join(" ")));
  // The first call of all sows the sample content, and the first session makes the key that signs all.
  await call("/api/me", { headers: await sessionHeaders("owner") });
  await seedWorld(DB);
});
afterEach(() => vi.restoreAllMocks());

/** What the server sets: by no name and in no place may a body carry it. */
const SERVERS = [
  "id",
  "user",
  "role",
  "email",
  "tokenBalance",
  "subscriptionTier",
  "guest",
  "house",
  "clerk_user_id",
  "suspended_at",
  "seq",
  "rev",
  "createdAt",
  "updatedAt",
  "created_timestamp",
  "modified_timestamp",
  "likes_count",
  "favorites_count",
  "creator_profile",
  "creator_display_name",
  "verification_status",
  "featured_creator",
  "community_stats",
  "token_cost",
  "tokens",
  "access_count",
  "last_accessed",
  "usage_count",
  "view_count",
  "usage_analytics",
  "is_vectorized",
  "chunk_count",
  "r2_file_key",
  "r2_key",
  "sha256",
  "share_password_hash",
  "share_version",
  "key_encrypted",
  "key_version",
  "last4",
  "granted_by",
  "is_revoked",
  "revoked_by",
  "sender",
  "balance_after",
  "converted_to_lore",
  "lore_entry",
  "vector_records",
  "current_daily_usage",
  "published_at",
  "right",
] as const;
/** Names that only look like those. */
const DISGUISED = [
  "Role",
  "ROLE",
  "role ",
  " user",
  "User",
  "us\u0435r",
  "\uff55ser",
  "user\u200b",
  "user[]",
  "user.id",
];

const topOf = ({ endpoint }: Target) => fieldsOf(endpoint.body) ?? {};

/** A body, and the fields of it that have to be refused by name. */
interface Smuggling {
  readonly body: string;
  readonly names: readonly string[];
}

/** In parts of which a problem names every field. */
const chunked = (names: readonly string[]): readonly string[][] =>
  Array.from({ length: Math.ceil(names.length / MOST_NAMED) }, (_, at) =>
    names.slice(at * MOST_NAMED, (at + 1) * MOST_NAMED),
  );

/** Bodies that try to set what is the server's: at the top, in each group, in each list. */
function smuggled({ endpoint, good }: Aimed): Smuggling[] {
  const fields = fieldsOf(endpoint.body) ?? {};
  const forged = (known: object) => [...SERVERS, ...DISGUISED].filter((name) => !(name in known));
  const filled = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 1]));
  const atTop = chunked(forged(fields)).map((names) => ({ body: { ...good, ...filled(names) }, names }));
  const inside = Object.entries(fields).flatMap(([name, field]) => {
    const [group, item] = [fieldsOf(field), itemOf(field)];
    const inItem = item === null ? null : fieldsOf(item);
    if (group === null && inItem === null) return [];
    const path = group === null ? `${name}.0` : name;
    return chunked(forged(group ?? inItem ?? {})).map((names) => {
      const value = { ...(group === null ? {} : (good[name] as object | undefined)), ...filled(names) };
      return {
        body: { ...good, [name]: group === null ? [value] : value },
        names: names.map((each) => `${path}.${each}`),
      };
    });
  });
  return [...atTop, ...inside].map(({ body, names }) => ({ body: JSON.stringify(body), names }));
}

/** What no schema sees, since it is in how the body is written: through the prototype, and twice. */
function twisted({ good }: Aimed): string[] {
  const said = JSON.stringify(good).slice(1, -1);
  const more = (raw: string) => `{${said === "" ? "" : `${said},`}${raw}}`;
  const twice = said === "" ? '"a":1,"a":2' : `${said.slice(0, said.indexOf(":"))}:null`;
  return [
    '"__proto__":{"role":"admin"}',
    '"constructor":{"prototype":{"role":"admin"}}',
    '"\\u005f_proto__":{"role":"admin"}',
    '"x":{"__proto__":{"role":"admin"}}',
    twice,
  ].map(more);
}

test(
  "[HOSTILE1] nothing the server sets can be smuggled into any call, in any place, under any name",
  async () => {
    expect(TARGETS.length).toBeGreaterThan(50);
    let [tried, fields] = [0, 0];
    const refuses = async (aimed: Aimed, body: string): Promise<string[]> => {
      const response = await send(aimed, body);
      tried += 1;
      const { errors = [] } = (await response.json()) as { errors?: { path: string }[] };
      return response.status === 400 ? errors.map(({ path }) => path) : [`answers ${response.status}`];
    };
    const wrong: string[] = [];
    for (const target of TARGETS) {
      const aimed = await aim(target);
      const before = await dumpOf(DB);
      const found = await each(smuggled(aimed), async ({ body, names }) => {
        const refused = await refuses(aimed, body);
        fields += names.length;
        // One of several shapes names no field; then the first of them has to be enough to be refused.
        const isShapes = definitionOf(bare(target.endpoint.body)).type === "union";
        const taken = isShapes && refused.length > 0 ? [] : names.filter((name) => !refused.includes(name));
        return taken.map((name) => `${target.name} does not refuse ${name} but ${refused.slice(0, 2).join(", ")}`);
      });
      const twists = await each(twisted(aimed), async (body) => {
        const refused = await refuses(aimed, body);
        return refused.some((path) => path.startsWith("answers")) ? [`${target.name} ${refused[0]} to ${body}`] : [];
      });
      const changed = sameDump(before, await dumpOf(DB)).map((table) => `${target.name} changed ${table}`);
      wrong.push(...found.flat(), ...twists.flat(), ...changed);
    }
    print(`hostile inputs: ${fields} fields in ${tried} bodies`);
    expect(wrong.slice(0, MOST_SHOWN)).toEqual([]);
    expect(({} as { role?: string }).role).toBeUndefined();
  },
  TIMEOUT_MS,
);

/** JSON that is none, or that another reader reads otherwise. */
const TORTURED: readonly BodyInit[] = [
  "null",
  "[]",
  "0",
  '"x"',
  "{",
  "{,}",
  '{"a":1,}',
  '{"a":1}{"b":2}',
  "{'a':1}",
  "{a:1}",
  '{"a":NaN}',
  '{"a":01}',
  '{"a":"\\ud800"}',
  '{"a":"x\\udc00"}',
  '{"\\ud800":1}',
  '{"a":"b\\u0000c"}',
  '{"a":"\u0001"}',
  '{"a":"\\x41"}',
  '{"a":1e400}',
  '{"a":-1e400}',
  '{"a":1e-400}',
  '{"a":-0}',
  '{"a":9007199254740993}',
  "\ufeff{}",
  "// {}\n{}",
  `${"[".repeat(10_000)}${"]".repeat(10_000)}`,
  `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
  `{${Array.from({ length: 5_000 }, (_, at) => `"k${at}":0`).join(",")}}`,
  Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d),
  Uint8Array.of(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00),
  Uint8Array.of(0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d),
  "+ADw-script+AD4-",
];

/**
 * The texts that are sent to a call. They come to nothing before its own schema is asked, in the one reader of all, which
 * is given every one for every call; whole, each is sent to a quarter of the calls, and to all in `npm run torture`.
 */
const partOf = (texts: readonly BodyInit[], at: number): readonly BodyInit[] =>
  dose > 1 ? texts : texts.filter((_, nth) => nth % QUARTER === at % QUARTER);
const QUARTER = 4;

/** The good body with each text and each number in it made what no row can hold. */
function impossible({ endpoint, good }: Aimed): string[] {
  const raw = (name: string, value: string) => {
    const others = Object.entries(good)
      .filter(([key]) => key !== name)
      .map(([key, of]) => `${JSON.stringify(key)}:${JSON.stringify(of)}`);
    return `{${[...others, `${JSON.stringify(name)}:${value}`].join(",")}}`;
  };
  return Object.entries(fieldsOf(endpoint.body) ?? {}).flatMap(([name, field]) => {
    const { type } = definitionOf(bare(field));
    if (type === "string") return ['"a\\u0000b"', '"\\ud800"', '"a\\udfffb"'].map((value) => raw(name, value));
    if (type === "number")
      return ["1e400", "-1e400", "9007199254740993", '"1"', "0.1"].map((value) => raw(name, value));
    return [];
  });
}

test(
  "[HOSTILE2] no JSON breaks a call: what no row can hold is refused by name",
  async () => {
    let tried = 0;
    const wrong: string[] = [];
    for (const target of TARGETS) {
      const aimed = await aim(target);
      const hasNoText = (body: BodyInit) =>
        typeof body === "string" && /\\u0000|\\ud800|\\udc00|\\udfff|1e400/.test(body);
      for (const body of TORTURED)
        if ((await isRead(target, body)) && hasNoText(body)) wrong.push(`${target.name} reads ${String(body)}`);
      const found = await each([...partOf(TORTURED, TARGETS.indexOf(target)), ...impossible(aimed)], async (body) => {
        const { status } = await send(aimed, body);
        tried += 1;
        const isRight = hasNoText(body) ? status === 400 : status < 500 || status === 503;
        return isRight ? [] : [`${target.name} answers ${status} to ${String(body).slice(0, 200)}`];
      });
      wrong.push(...found.flat());
    }
    print(`hostile inputs: ${tried} bodies`);
    expect(wrong.slice(0, MOST_SHOWN)).toEqual([]);
  },
  TIMEOUT_MS,
);

/** Names are cleaned of what cannot be seen, by rule; everything else comes back as it was sent, but for white space around. */
const isCleaned = (name: string): boolean => /name|nickname/i.test(name);

/** Calls that take long when they are let through; they are let through a few times only. */
const COSTLY =
  /share-password|\/unlock|POST \/api\/conversations|\/api\/guest|\/api\/dev\/session|POST \/api\/messages/;

/** The text fields of a call's row, by name. */
const textsOf = (target: Target): [string, z.core.$ZodType][] =>
  // Why staff do something is the audit log's, whatever the row calls its own fields.
  Object.entries(topOf(target)).filter(
    ([name, field]) => !(target.endpoint.audit && name === "reason") && definitionOf(bare(field)).type === "string",
  );

/**
 * What a call's text fields are given, body by body: another text in each field, until the call has had all of them. In
 * `npm run torture` every field has every text.
 */
function given({ name }: Target, texts: readonly (readonly [string, z.core.$ZodType])[]): Record<string, string>[] {
  const all = dose > 1 ? NAUGHTY.length : Math.ceil(NAUGHTY.length / texts.length);
  const bodies = dose === 1 && COSTLY.test(name) ? Math.min(all, MOST_COSTLY_TEXTS) : all;
  return Array.from({ length: bodies }, (_, nth) =>
    Object.fromEntries(
      texts.flatMap(([name, field], at) => {
        const text = NAUGHTY[(dose > 1 ? nth + at : nth * texts.length + at) % NAUGHTY.length] ?? "";
        return z.safeParse(field, text).success ? [[name, text]] : [];
      }),
    ),
  );
}

const MOST_COSTLY_TEXTS = 10;

/** Whether a text came back as it was sent. */
const isKept = (name: string, text: string, back: unknown): boolean =>
  isCleaned(name) || back === text.trim() || back === text;

test("[HOSTILE3] every text field takes every naughty text as it is, or refuses it", () => {
  const wrong = TARGETS.flatMap((target) =>
    textsOf(target).flatMap(([name, field]) =>
      NAUGHTY.filter((text) => {
        const read = z.safeParse(field, text);
        return read.success && !isKept(name, text, read.data);
      }).map((text) => `${target.name} reads ${JSON.stringify(text)} in ${name} as something else`),
    ),
  );
  expect(wrong.slice(0, MOST_SHOWN)).toEqual([]);
});

test(
  "[HOSTILE3] naughty texts come back as they were sent, or are refused",
  async () => {
    expect(NAUGHTY).toHaveLength(50);
    let [tried, sent] = [0, 0];
    const wrong: string[] = [];
    for (const target of TARGETS.filter(({ endpoint }) => ["POST", "PATCH"].includes(endpoint.method))) {
      const texts = textsOf(target);
      if (texts.length === 0) continue;
      const aimed = await aim(target);
      const found = await eachInTurn(target, given(target, texts), async (body) => {
        const other = "custom_pronouns" in topOf(target) ? { pronouns: "other" } : {};
        const fresh = target.fixture.json?.({ actor: target.actor, id: aimed.id, nth: 100_000 + tried }) as object;
        tried += Object.keys(body).length;
        sent += 1;
        const response = await send(aimed, JSON.stringify({ ...fresh, ...other, ...body }));
        const what = `${target.name} with ${JSON.stringify(body)}`;
        if (response.status >= 500 && response.status !== 503) return [`${what}: ${response.status}`];
        if (response.status >= 300) return [];
        const answer = (await response.json()) as Record<string, unknown>;
        return Object.entries(body)
          .filter(([name, text]) => name in answer && !isKept(name, text, answer[name]))
          .map(([name]) => `${what}: ${name} came back as ${JSON.stringify(answer[name])}`);
      });
      wrong.push(...found.flat());
    }
    print(`hostile inputs: ${tried} texts in ${sent} bodies`);
    expect(tried).toBeGreaterThan(1_500);
    expect(wrong.slice(0, MOST_SHOWN)).toEqual([]);
  },
  TIMEOUT_MS,
);

const MOST_COSTLY = 5;
const BODIES = 100;
/** Bodies its schema refuses that a call is sent all the same; beyond, its reader alone is asked. */
const MOST_REFUSED = dose > 1 ? Number.POSITIVE_INFINITY : 10;

test(
  "[HOSTILE4] a hundred generated bodies a call: what its schema refuses is 400, and nothing is 5xx",
  async () => {
    const ids = ["bot-theirs", "tome-theirs", "persona-own-user-owner", "room-theirs", "user-receiver", "gone"];
    let [read, tried, taken] = [0, 0, 0];
    const wrong: string[] = [];
    for (const target of TARGETS) {
      const aimed = await aim(target);
      const { body } = target.endpoint;
      const made = fc.sample(valuesOf(body, ids), { numRuns: BODIES * dose, ...(dose === 1 ? { seed: 23_11 } : {}) });
      // Half of them stand in a good body, so that what is behind the schema is reached too.
      const bodies = made.map((value, at) => (at % 2 === 0 && isPlain(value) ? { ...aimed.good, ...value } : value));
      let [costly, bad] = [0, 0];
      const found = await each(bodies, async (value) => {
        const text = JSON.stringify(value) ?? "null";
        const isGood = !/"__proto__":|\\u0000|\\ud[89a-f]/i.test(text) && z.safeParse(body, JSON.parse(text)).success;
        read += 1;
        if ((await isRead(target, text)) !== isGood) return [`${target.name} misreads ${text.slice(0, 300)}`];
        if (isGood && COSTLY.test(target.name) && ++costly > MOST_COSTLY) return [];
        if (!isGood && ++bad > MOST_REFUSED) return [];
        const { status } = await send(aimed, text);
        tried += 1;
        if (isGood) taken += 1;
        const isRight = isGood ? status < 500 || status === 503 : status === 400;
        return isRight ? [] : [`${target.name} answers ${status} to ${isGood ? "good" : "bad"} ${text.slice(0, 300)}`];
      });
      wrong.push(...found.flat());
    }
    print(`hostile inputs: ${read} bodies read, ${tried} sent, ${taken} of them good`);
    expect(wrong.slice(0, MOST_SHOWN)).toEqual([]);
    expect(lines.filter((line) => line.includes("http.failed"))).toEqual([]);
  },
  TIMEOUT_MS,
);

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
