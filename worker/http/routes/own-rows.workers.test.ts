import { env } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { call, json, signIn } from "../testing/call.ts";

const db = (env as unknown as { DB: D1Database }).DB;
const AT = "2026-11-23T04:55:06.000Z";

type Row = Record<string, string | number | null>;
const insert = (table: string, row: Row) => {
  const names = Object.keys(row);
  return db
    .prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`)
    .bind(...Object.values(row))
    .run();
};
const day = (at: number) => `2026-11-${String(at).padStart(2, "0")}`;
const timeOf = (at: number) => `${day(at)}T10:00:00.000Z`;
const times = (at: number) => ({ createdAt: timeOf(at), updatedAt: timeOf(at) });

interface Figures {
  readonly path: string;
  /** Writes row `at` (1 to 3) of a person, as the product itself will. */
  readonly write: (user: string, at: number) => Promise<unknown>;
  /** A filter that leaves the second and third. */
  readonly late: string;
  readonly sort: string;
  readonly sample: object;
}

const conversation = async (user: string, id: string) => {
  await db
    .prepare(
      "INSERT OR IGNORE INTO conversations (id, user, conversation_type, participants, conversation_metadata, conversation_settings, turn_taking, rev, seq, created_timestamp, modified_timestamp, createdAt, updatedAt) VALUES (?1, ?2, 'single-bot', '{}', '{}', '{}', '{}', 0, 0, ?3, ?3, ?3, ?3)",
    )
    .bind(id, user, AT)
    .run();
  return id;
};
const persona = async (user: string, id: string) => {
  await insert("personas", {
    id,
    name: id,
    description: "x",
    user,
    appearance: "{}",
    interaction_preferences: "{}",
    ...times(1),
  });
  return id;
};

const FIGURES: readonly Figures[] = [
  {
    path: "usage-analytics",
    write: (user, at) =>
      insert("usage_analytics", { id: `${user}${at}`, user, date: day(at), messages_sent: at, ...times(at) }),
    late: `from=${day(2)}&to=${day(3)}`,
    sort: "date",
    sample: { date: day(3), messages_sent: 3, tokens_used: 0, session_duration: 0 },
  },
  {
    path: "memory-insights",
    write: async (user, at) =>
      insert("memory_insights", {
        id: `${user}${at}`,
        user,
        conversation: await conversation(user, `room-${user}`),
        memory_depth: at / 2,
        key_events: '[{"event":"The lamp went out."}]',
        ...times(at),
      }),
    late: `from=${timeOf(2)}`,
    sort: "createdAt",
    sample: { memory_depth: 1.5, story_coherence: 0, key_events: [{ event: "The lamp went out." }] },
  },
  {
    path: "persona-analytics",
    write: async (user, at) =>
      insert("persona_analytics", {
        id: `${user}${at}`,
        persona: await persona(user, `mask${at}-${user}`),
        conversations_count: at,
        ...times(at),
      }),
    late: "sort=-conversations_count&limit=2",
    sort: "conversations_count",
    sample: { conversations_count: 3, engagement_score: 0 },
  },
  {
    path: "subscription-payments",
    write: (user, at) =>
      insert("subscription_payments", {
        id: `${user}${at}`,
        user,
        amount: at,
        status: at === 1 ? "pending" : "completed",
        stripe_payment_id: `pi_${user}${at}`,
        ...times(at),
      }),
    late: "status=completed",
    sort: "amount",
    sample: { amount: 3, status: "completed", tier: null, period_start: null },
  },
  {
    path: "ledger",
    write: (user, at) =>
      insert("ledger", {
        id: `${user}${at}`,
        user,
        delta: at,
        kind: at === 1 ? "allowance" : "purchase",
        ref: `${user}${at}`,
        balance_after: at,
        createdAt: timeOf(at),
      }),
    late: "kind=purchase",
    sort: "createdAt",
    sample: { delta: 3, kind: "purchase", balance_after: 3 },
  },
];

describe.each(FIGURES)("$path", ({ path, write, late, sort, sample }) => {
  const ids = async (query: string, token: string) =>
    (await json(await call(`/api/${path}?${query}`, { token }))).docs.map(({ id }: { id: string }) => id.slice(-1));

  test("[FIG1] a person reads their own rows, by pages, sorted and filtered; others' are not there", async () => {
    const [mine, other] = [await signIn("first@x.test"), await signIn("second@x.test")];
    for (const at of [2, 1, 3]) await write(mine.user.id, at);
    await write(other.user.id, 1);
    expect(await ids(`sort=${sort}`, mine.token)).toEqual(["1", "2", "3"]);
    expect(await ids("", mine.token).then((found) => found.length)).toBe(3);
    expect((await ids(late, mine.token)).sort()).toEqual(["2", "3"]);
    const first = await json(await call(`/api/${path}?sort=${sort}&limit=2&count=true`, { token: mine.token }));
    expect(first.total).toBe(3);
    expect(await ids(`sort=${sort}&limit=2&count=true&cursor=${first.next_cursor}`, mine.token)).toEqual(["3"]);
    const own = await call(`/api/${path}/${mine.user.id}3`, { token: mine.token });
    expect([own.status, await json(own)]).toEqual([200, expect.objectContaining(sample)]);
  });

  test("[FIG1] another's row answers as a missing one, and nobody gets none at all", async () => {
    const [mine, other] = [await signIn("first@x.test"), await signIn("second@x.test")];
    await write(mine.user.id, 1);
    const bodies = await Promise.all(
      [`${mine.user.id}1`, "nothing"].map(async (id) => json(await call(`/api/${path}/${id}`, { token: other.token }))),
    );
    expect(bodies.map(({ status }) => status)).toEqual([404, 404]);
    expect({ ...bodies[0], request_id: "" }).toEqual({ ...bodies[1], request_id: "" });
    expect(await ids("", other.token)).toEqual([]);
    expect((await call(`/api/${path}`)).status).toBe(401);
    expect((await call(`/api/${path}/no id!`, { token: mine.token })).status).toBe(400);
  });

  test("[FIG2] nobody writes them here", async () => {
    const { token, user } = await signIn("first@x.test");
    await write(user.id, 1);
    expect((await call(`/api/${path}`, { token, json: {} })).status).toBe(405);
    for (const method of ["PATCH", "DELETE"])
      expect((await call(`/api/${path}/${user.id}1`, { method, token, json: {} })).status).toBe(405);
  });
});

test("[FIG3] insights belong to whoever owns the conversation now", async () => {
  const [mine, other] = [await signIn("first@x.test"), await signIn("second@x.test")];
  await FIGURES[1]!.write(mine.user.id, 1);
  await db.prepare("UPDATE conversations SET user = ?").bind(other.user.id).run();
  const seen = async (token: string) => (await json(await call("/api/memory-insights", { token }))).docs.length;
  expect([await seen(mine.token), await seen(other.token)]).toEqual([0, 1]);
});

test("[SALE1] where no payments are taken the calls say so, and say what is wrong with a body first", async () => {
  const { token } = await signIn("first@x.test");
  const buy = (json: object) => call("/api/checkout", { token, json });
  expect([(await buy({})).status, (await buy({ package: "a", tier: "b" })).status]).toEqual([400, 400]);
  for (const answer of [
    await buy({ package: "a" }),
    await buy({ tier: "b" }),
    await call("/api/webhooks/stripe", { method: "POST", body: "{}" }),
  ])
    expect([answer.status, (await json(answer)).code]).toEqual([503, "not_configured"]);
});
