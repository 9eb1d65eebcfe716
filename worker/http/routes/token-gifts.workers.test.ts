import { env } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { openDb } from "../../db.ts";
import { moveTokens } from "../../services/ledger/move-tokens.ts";
import { type CallOptions, call, json, signIn } from "../testing/call.ts";

const db = (env as unknown as { DB: D1Database }).DB;
const NOW = Date.parse("2026-11-23T04:55:06.000Z");

/** Somebody with a creator profile of their name, and a balance that the ledger accounts for. */
async function person(name: string, balance = 0) {
  const signed = await signIn(`${name}@x.test`, name);
  await call("/api/creator-profiles", {
    token: signed.token,
    json: { username: name, display_name: name, bio: "Hello." },
  });
  if (balance > 0) {
    const drizzled = openDb(db);
    await drizzled.batch([
      ...moveTokens(drizzled, { user: signed.user.id, delta: balance, kind: "purchase", ref: name }, NOW),
    ]);
  }
  return { ...signed, name };
}
type Person = Awaited<ReturnType<typeof person>>;

const give = (from: { token: string }, body: object, more: CallOptions = {}) =>
  call("/api/token-gifts", { token: from.token, json: body, limits: "none", ...more });
const balanceOf = ({ user }: { user: { id: string } }) =>
  db.prepare("SELECT tokenBalance FROM users WHERE id = ?").bind(user.id).first<number>("tokenBalance");
const balances = (...people: Person[]) => Promise.all(people.map(balanceOf));
const countOf = (table: string) => db.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>("n");
const ledgerOf = async ({ token }: { token: string }, query = "") =>
  (await json(await call(`/api/ledger?${query}`, { token }))).docs;
const pathsOf = async (response: Response) => (await json(response)).errors.map((e: { path: string }) => e.path);

test("[GIFT1] a gift moves tokens at once and stands in both ledgers", async () => {
  const [ann, ben] = [await person("ann-of-tea", 500), await person("ben-of-tea", 20)];
  const response = await give(ann, { recipient: "BEN-of-Tea", amount: 120, message: "For the tea." });
  const gift = await json(response);
  expect([response.status, gift]).toEqual([
    201,
    {
      id: expect.any(String),
      sender: ann.user.id,
      recipient: ben.user.id,
      sender_username: "ann-of-tea",
      recipient_username: "ben-of-tea",
      amount: 120,
      message: "For the tea.",
      related_bot: null,
      createdAt: expect.any(String),
    },
  ]);
  expect(await balances(ann, ben)).toEqual([380, 140]);
  expect((await ledgerOf(ann, "kind=gift_sent"))[0]).toMatchObject({ delta: -120, ref: gift.id, balance_after: 380 });
  expect((await ledgerOf(ben, "kind=gift_received"))[0]).toMatchObject({
    delta: 120,
    ref: gift.id,
    balance_after: 140,
  });
  expect((await json(await call("/api/me", { token: ben.token }))).tokenBalance).toBe(140);
});

test("[GIFT2] [LEDG1] of twenty gifts of the whole balance at once one goes through", async () => {
  const [ann, ben] = [await person("ann-of-tea", 1_000), await person("ben-of-tea")];
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => give(ann, { recipient: "ben-of-tea", amount: 1_000 })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 402)]);
  const refused = answers.find(({ status }) => status === 402)!;
  expect(await json(refused)).toMatchObject({ code: "balance_empty", errors: [{ path: "amount" }] });
  expect(await balances(ann, ben)).toEqual([0, 1_000]);
  expect([await countOf("token_gifts"), await countOf("ledger")]).toEqual([1, 3]);
});

test("[LEDG1] gifts in a ring, many at once, neither make nor lose a token", async () => {
  const people = await Promise.all(["ring-a", "ring-b", "ring-c", "ring-d"].map((name) => person(name, 50)));
  const gifts = Array.from({ length: 60 }, (_, at) =>
    give(people[at % 4]!, { recipient: people[(at + 1 + (at % 3)) % 4]!.name, amount: 1 + ((at * 7) % 40) }),
  );
  const statuses = (await Promise.all(gifts)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([201, 402]));
  const left = await balances(...people);
  expect([left.reduce((sum, one) => sum! + one!, 0), left.every((one) => one! >= 0)]).toEqual([200, true]);
  const { token } = await signIn("ring-a@x.test");
  expect(await json(await call("/api/ledger/check", { token }))).toEqual({ accounts: 4, drifted: [] });
  const [after] = await ledgerOf(people[0]!, "limit=1");
  expect(after.balance_after).toBeGreaterThanOrEqual(0);
});

test("[LEDG1] the check names an account that drifted, to admins alone", async () => {
  const [ann, ben] = [await person("ann-of-tea", 10), await person("ben-of-tea")];
  await db.prepare("UPDATE users SET tokenBalance = 11 WHERE id = ?").bind(ann.user.id).run();
  expect(await json(await call("/api/ledger/check", { token: ann.token }))).toEqual({
    accounts: 2,
    drifted: [{ user: ann.user.id, tokenBalance: 11, entries: 10 }],
  });
  expect((await call("/api/ledger/check", { token: ben.token })).status).toBe(403);
});

test("[LEDG2] a movement that comes twice moves nothing the second time", async () => {
  const ann = await person("ann-of-tea", 10);
  const drizzled = openDb(db);
  const again = moveTokens(drizzled, { user: ann.user.id, delta: 10, kind: "purchase", ref: "ann-of-tea" }, NOW);
  await expect(drizzled.batch([...again])).rejects.toThrow();
  expect([await balanceOf(ann), await countOf("ledger")]).toEqual([10, 1]);
});

/** Each as it stands in the body; none is an amount. */
const NO_AMOUNTS = [
  ..."0 -0 0.0 -1 -1000 0.1 0.5 0.999999999 1.5 -0.5 1e-1 1e-300 5e-324 1.0000000001 99.99 1000000000001 2e12 1e13".split(
    " ",
  ),
  ..."1e15 1e16 1e21 1e100 1e308 1.7976931348623157e308 1e309 1e400 -1e308 -1e400 9007199254740991".split(" "),
  ..."9007199254740992 9007199254740993 18446744073709551615 18446744073709551616 4294967296000000".split(" "),
  ..."-9007199254740992 123456789012345678901234567890 NaN Infinity -Infinity +1 .5 5. 01 0x10 0b1 0o7 1_000".split(
    " ",
  ),
  ...`"1" "1e3" "0" "-1" "" " " "1.0" "NaN" "Infinity" "0x10" "١" "１" "1,000" "1 000" "9e99" "null"`.split(/ (?=")/),
  ...`null true false [] [1] [1,2] {} {"$gt":0} {"valueOf":1} {"amount":1} "\\u0000" undefined`.split(" "),
  ...["1n", "1/2", "1+1", "", "1;", "--1", "1e", "1e+", "∞"],
];

test("[GIFT3] what is no amount moves nothing", async () => {
  const [ann, ben] = [await person("ann-of-tea", 2_000_000_000_000), await person("ben-of-tea")];
  const amounts = NO_AMOUNTS.filter((amount) => amount !== "5.0");
  expect(amounts.length).toBeGreaterThanOrEqual(80);
  for (const amount of amounts) {
    const body = `{"recipient":"ben-of-tea","amount":${amount}}`;
    const headers = { "content-type": "application/json" };
    const response = await call("/api/token-gifts", { token: ann.token, body, headers, limits: "none" });
    expect([amount, response.status]).toEqual([amount, 400]);
  }
  expect((await give(ann, { recipient: "ben-of-tea" })).status).toBe(400);
  expect(await balances(ann, ben)).toEqual([2_000_000_000_000, 0]);
  expect(await countOf("token_gifts")).toBe(0);
});

test("[GIFT3] the smallest and the largest amount move, however they are written", async () => {
  const [ann, ben] = [await person("ann-of-tea", 2_000_000_000_000), await person("ben-of-tea")];
  for (const amount of ["1", "1e3", "1.0", "1000000000000", "1e12".replace("12", "2")]) {
    const body = `{"recipient":"ben-of-tea","amount":${amount}}`;
    const headers = { "content-type": "application/json" };
    expect((await call("/api/token-gifts", { token: ann.token, body, headers })).status).toBe(201);
  }
  expect(await balances(ann, ben)).toEqual([2_000_000_000_000 - 1_000_000_001_102, 1_000_000_001_102]);
});

test("[GIFT3] a balance never grows beyond what counts exactly", async () => {
  const [ann, ben] = [await person("ann-of-tea", 1_000), await person("ben-of-tea", Number.MAX_SAFE_INTEGER)];
  expect((await give(ann, { recipient: "ben-of-tea", amount: 1 })).status).toBe(409);
  expect(await balances(ann, ben)).toEqual([1_000, Number.MAX_SAFE_INTEGER]);
});

describe("who can be given to", () => {
  test("[GIFT4] not oneself", async () => {
    const ann = await person("ann-of-tea", 10);
    const response = await give(ann, { recipient: "Ann-of-Tea", amount: 1 });
    expect([response.status, await pathsOf(response), await balanceOf(ann)]).toEqual([400, ["recipient"], 10]);
  });

  const NOT_THERE: readonly [string, (ann: Person, ben: Person) => Promise<unknown>][] = [
    [
      "suspended",
      (_ann, ben) => db.prepare("UPDATE users SET suspended_at = '2026-01-01' WHERE id = ?").bind(ben.user.id).run(),
    ],
    [
      "a guest",
      (_ann, ben) =>
        db.prepare("UPDATE users SET guest = 1, expires_at = '2099-01-01' WHERE id = ?").bind(ben.user.id).run(),
    ],
    ["the house", (_ann, ben) => db.prepare("UPDATE users SET house = 1 WHERE id = ?").bind(ben.user.id).run()],
    [
      "private",
      (_ann, ben) =>
        db
          .prepare(`UPDATE creator_profiles SET profile_settings = '{"visibility":"private"}' WHERE user = ?`)
          .bind(ben.user.id)
          .run(),
    ],
    ["one who blocked the giver", (ann, ben) => block(ben, ann)],
    ["one the giver blocked", (ann, ben) => block(ann, ben)],
  ];
  const block = (blocker: Person, blocked: Person) =>
    db
      .prepare(
        "INSERT INTO user_blocks (id, blocker, blocked, createdAt, updatedAt) VALUES ('b', ?, ?, '2026', '2026')",
      )
      .bind(blocker.user.id, blocked.user.id)
      .run();

  test.each(NOT_THERE)("[GIFT4] somebody %s answers like nobody", async (_what, happen) => {
    const [ann, ben] = [await person("ann-of-tea", 10), await person("ben-of-tea")];
    await happen(ann, ben);
    // Also where the giver could not give that much to anyone, or for a bot that is not there.
    for (const gift of [{ amount: 1 }, { amount: 11 }, { amount: 1, related_bot: "none" }]) {
      const [hidden, missing] = [
        await give(ann, { recipient: "ben-of-tea", ...gift }),
        await give(ann, { recipient: "nobody-at-all", ...gift }),
      ];
      expect([hidden.status, missing.status]).toEqual([404, 404]);
      expect({ ...(await json(hidden)), request_id: "" }).toEqual({ ...(await json(missing)), request_id: "" });
    }
    expect(await balances(ann, ben)).toEqual([10, 0]);
    expect(await countOf("ledger")).toBe(1);
  });

  test("[GIFT5] a guest gives nothing", async () => {
    await person("ben-of-tea");
    const { token, user } = await json(await call("/api/guest", { json: {} }));
    await db.prepare("UPDATE users SET tokenBalance = 10 WHERE id = ?").bind(user.id).run();
    expect((await give({ token }, { recipient: "ben-of-tea", amount: 1 })).status).toBe(403);
    expect((await call("/api/token-gifts", { json: { recipient: "ben-of-tea", amount: 1 } })).status).toBe(401);
    expect(await countOf("token_gifts")).toBe(0);
  });
});

test("[GIFT6] a gift is there for its two parties alone", async () => {
  const [ann, ben, cleo] = [await person("ann-of-tea", 10), await person("ben-of-tea"), await person("cleo-of-tea")];
  const { id } = await json(await give(ann, { recipient: "ben-of-tea", amount: 1 }));
  const read = (who: Person) => call(`/api/token-gifts/${id}`, { token: who.token });
  expect([(await read(ann)).status, (await read(ben)).status, (await read(cleo)).status]).toEqual([200, 200, 404]);
  const list = async (who: Person, query: string) =>
    (await json(await call(`/api/token-gifts?${query}`, { token: who.token }))).docs.length;
  expect(await Promise.all([list(ann, "direction=sent"), list(ann, "direction=received"), list(ann, "")])).toEqual([
    1, 0, 1,
  ]);
  expect(await Promise.all([list(ben, "direction=received"), list(cleo, "count=true")])).toEqual([1, 0]);
  expect((await call("/api/token-gifts")).status).toBe(401);
});

test("[GIFT6] lists go by pages, and whose account is gone stays unnamed", async () => {
  const [ann, ben] = [await person("ann-of-tea", 100), await person("ben-of-tea")];
  for (const amount of [3, 1, 2]) await give(ann, { recipient: "ben-of-tea", amount });
  await db.prepare("UPDATE token_gifts SET sender = NULL WHERE amount = 3").run();
  const first = await json(await call("/api/token-gifts?sort=-amount&limit=2&count=true", { token: ben.token }));
  const [gone, known] = first.docs;
  expect([first.total, gone.sender, gone.sender_username, known.amount]).toEqual([3, null, null, 2]);
  const rest = await json(
    await call(`/api/token-gifts?sort=-amount&limit=2&cursor=${first.next_cursor}`, { token: ben.token }),
  );
  expect([rest.docs.map(({ amount }: { amount: number }) => amount), rest.next_cursor]).toEqual([[1], null]);
});

test("[GIFT7] a repeat with the same key gives nothing twice, also at once", async () => {
  const [ann, ben] = [await person("ann-of-tea", 100), await person("ben-of-tea")];
  const headers = { "idempotency-key": "one-cup" };
  const once = () => give(ann, { recipient: "ben-of-tea", amount: 10 }, { headers });
  await Promise.all(Array.from({ length: 10 }, once));
  const again = await once();
  expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
  expect(await balances(ann, ben)).toEqual([90, 10]);
  const other = await give(ann, { recipient: "ben-of-tea", amount: 11 }, { headers });
  expect([other.status, await countOf("token_gifts")]).toEqual([409, 1]);
});

test.each(["id", "sender", "createdAt", "tokenBalance", "__proto__x"])("[GIFT8] refuses %s by name", async (field) => {
  const [ann, ben] = [await person("ann-of-tea", 100), await person("ben-of-tea")];
  const response = await give(ann, { recipient: "ben-of-tea", amount: 1, [field]: ben.user.id });
  expect([response.status, await pathsOf(response), await balanceOf(ann)]).toEqual([400, [field], 100]);
});

test("[GIFT8] a gift may be for a bot the giver sees, and for no other", async () => {
  const [ann, ben] = [await person("ann-of-tea", 100), await person("ben-of-tea")];
  const bot = await json(await call("/api/bots", { token: ben.token, json: { name: "Mara", system_prompt: "x" } }));
  const gift = { recipient: "ben-of-tea", amount: 1, related_bot: bot.id };
  const hidden = await give(ann, gift);
  expect([hidden.status, await pathsOf(hidden)]).toEqual([404, ["related_bot"]]);
  const shown = { sharing_visibility: "public" };
  await call(`/api/bots/${bot.id}`, { method: "PATCH", token: ben.token, json: shown });
  expect((await json(await give(ann, gift))).related_bot).toBe(bot.id);
  const found = await json(await call(`/api/token-gifts?related_bot=${bot.id}`, { token: ben.token }));
  expect([found.docs.length, await balanceOf(ben)]).toEqual([1, 1]);
});

test("[GIFT9] the eleventh gift of a minute waits", async () => {
  const [ann, ben] = [await person("ann-of-tea", 100), await person("ben-of-tea")];
  const statuses: number[] = [];
  for (let at = 0; at < 11; at += 1)
    statuses.push((await give(ann, { recipient: "ben-of-tea", amount: 1 }, { limits: "own" })).status);
  expect([statuses.filter((status) => status === 201).length, statuses.at(-1), await balanceOf(ben)]).toEqual([
    10, 429, 10,
  ]);
});
