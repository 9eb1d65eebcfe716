import { globSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HOUSE_TABLES, type Row } from "./testing/rows.ts";

const FILES = globSync("schema/migrations/*.sql").sort();
const sqlOf = (file: string): string => readFileSync(file, "utf8");

/**
 * Migrations that drop a table and were reviewed for it. drizzle-kit alters a table by making a new one, copying and
 * dropping the old: with a cascade anywhere that deletes the children, and on D1 pragmas do not stop it.
 */
const REVIEWED_DROPS: readonly string[] = [];

describe("migrations", () => {
  test("there are some, each named in the journal", () => {
    const journal = JSON.parse(readFileSync("schema/migrations/meta/_journal.json", "utf8")) as {
      entries: { tag: string }[];
    };
    expect(FILES.length).toBeGreaterThan(0);
    expect(journal.entries.map(({ tag }) => `schema/migrations/${tag}.sql`)).toEqual(FILES);
  });

  test.each(FILES)("%s drops no table", (file) => {
    if (REVIEWED_DROPS.includes(file)) return;
    expect(sqlOf(file)).not.toMatch(/drop\s+table|rename\s+to/i);
  });

  test.each(FILES)("%s cascades nowhere", (file) => {
    expect(sqlOf(file)).not.toMatch(/on\s+(delete|update)\s+(cascade|set)/i);
  });

  test("every index of the tables names its query", () => {
    const lines = globSync("schema/tables/*.ts").flatMap((file) => readFileSync(file, "utf8").split("\n"));
    const indexes = lines.filter((line) => /^\s+(uniqueIndex|index)\(/.test(line) || /\)\.on\(|\[index\(/.test(line));
    expect(indexes.length).toBeGreaterThan(20);
    expect(indexes.filter((line) => line.includes(".on(") && !/\/\/ \S/.test(line))).toEqual([]);
  });
});

describe("the tables refuse", () => {
  let db: DatabaseSync;
  // Made once: a database of its own for each of the rows took a tenth of a second.
  beforeAll(() => {
    db = new DatabaseSync(":memory:");
    for (const file of FILES) db.exec(sqlOf(file));
    for (const [table, row] of HOUSE_TABLES) insert(table, row);
  });
  beforeEach(() => db.exec("begin"));
  afterEach(() => db.exec("rollback"));

  function insert(table: string, row: Row): void {
    const names = Object.keys(row);
    const marks = names.map(() => "?").join(", ");
    db.prepare(`insert into ${table} (${names.map((name) => `"${name}"`).join(", ")}) values (${marks})`).run(
      ...Object.values(row),
    );
  }
  const rowOf = (table: string): Row => ({ ...HOUSE_TABLES.find(([name]) => name === table)![1] });

  /** A good row of `table` with `changes` has to fail, naming `why`. */
  const BAD: [table: string, changes: Row, why: RegExp][] = [
    ["users", { id: "u3", email: "U1@example.org" }, /users_email_lower/],
    ["users", { id: "u3", email: "u1@example.org" }, /UNIQUE.*users.email/],
    ["users", { id: "u3", email: "nothing" }, /users_email_lower/],
    ["users", { id: "u3", email: "u3@example.org", role: "root" }, /users_enums/],
    ["users", { id: "u3", email: "u3@example.org", pronouns: "it" }, /users_enums/],
    ["users", { id: "u3", email: "u3@example.org", tokenBalance: -1 }, /users_balance/],
    ["users", { id: "u3", email: "u3@example.org", guest: 1 }, /users_guest_ends/],
    ["users", { id: "u3", email: "u3@example.org", preferences: "{" }, /users_json|malformed/],
    ["media", { id: "x", sha256: "b".repeat(64), mimeType: "image/svg+xml" }, /media_type/],
    ["media", { id: "x", sha256: "b".repeat(64), width: 10_001 }, /media_size/],
    ["media", { id: "x", sha256: "b".repeat(64), filesize: 0 }, /media_size/],
    ["media", { id: "x" }, /UNIQUE.*sha256/],
    ["creator_profiles", { id: "x" }, /UNIQUE/],
    ["creator_profiles", { id: "x", user: "u2", username: "Mara", username_key: "x" }, /creator_profiles_username/],
    ["creator_profiles", { id: "x", user: "u2", username: "ab", username_key: "x" }, /creator_profiles_username/],
    [
      "creator_profiles",
      { id: "x", user: "u2", username: "marb", verification_status: "royal", username_key: "x" },
      /status/,
    ],
    ["creator_profiles", { id: "x", user: "u2", username: "other" }, /UNIQUE.*username_key/],
    ["bots", { id: "x" }, /UNIQUE.*slug/],
    ["bots", { id: "x", slug: "other", age: 0 }, /bots_age/],
    ["bots", { id: "x", slug: "other", age: 201 }, /bots_age/],
    ["bots", { id: "x", slug: "other", gender: "unspecified" }, /bots_enums/],
    ["bots", { id: "x", slug: "other", sharing_visibility: "secret" }, /bots_enums/],
    ["bots", { id: "x", slug: "other", personality_traits: '{"tone":"rude"}' }, /bots_personality_traits/],
    ["bots", { id: "x", slug: "other", behavior_settings: '{"response_length":"epic"}' }, /bots_behavior_settings/],
    ["bots", { id: "x", slug: "other", likes_count: -1 }, /bots_counts/],
    ["bots", { id: "x", slug: "other", creator_profile: "nobody" }, /FOREIGN KEY/],
    ["bots", { id: "x", slug: "other", is_public: 1 }, /generated/],
    [
      "knowledge_collections",
      { id: "x", sharing_settings: '{"sharing_level":"secret"}' },
      /knowledge_collections_groups/,
    ],
    [
      "knowledge_collections",
      { id: "x", collection_metadata: '{"collection_category":"x"}' },
      /knowledge_collections_groups/,
    ],
    ["collection_links", {}, /UNIQUE/],
    ["collection_links", { target_id: "b2", target_kind: "planet" }, /collection_links_kind/],
    ["knowledge", { id: "x", type: "song" }, /knowledge_type/],
    ["knowledge", { id: "x", entry: "" }, /knowledge_counts/],
    ["knowledge", { id: "x", activation_settings: '{"probability":101}' }, /knowledge_activation_settings/],
    ["knowledge", { id: "x", activation_settings: '{"scan_depth":0}' }, /knowledge_activation_settings/],
    [
      "knowledge",
      { id: "x", activation_settings: '{"vector_similarity_threshold":1.1}' },
      /knowledge_activation_settings/,
    ],
    ["knowledge", { id: "x", activation_settings: '{"activation_mode":"psychic"}' }, /knowledge_activation_settings/],
    ["knowledge", { id: "x", positioning: '{"depth":101}' }, /knowledge_positioning/],
    ["knowledge", { id: "x", positioning: '{"order":1001}' }, /knowledge_positioning/],
    ["knowledge", { id: "x", advanced_activation: '{"delay":101}' }, /knowledge_advanced_activation/],
    ["knowledge", { id: "x", advanced_activation: '{"sticky":51}' }, /knowledge_advanced_activation/],
    ["knowledge", { id: "x", budget_control: '{"max_tokens":8001}' }, /knowledge_groups/],
    ["knowledge", { id: "x", source_memory_id: null, knowledge_collection: "none" }, /FOREIGN KEY/],
    ["knowledge", { id: "x", source_memory_id: "y1" }, /UNIQUE.*source_memory_id/],
    ["vector_records", { id: "x" }, /UNIQUE.*vector_id/],
    ["vector_records", { id: "x", vector_id: "v".repeat(65) }, /vector_records_ids/],
    ["vector_records", { id: "x", vector_id: "y", source_type: "message" }, /vector_records_source/],
    ["vector_records", { id: "x", vector_id: "y", chunk_index: 1 }, /vector_records_numbers/],
    ["vector_records", { id: "x", vector_id: "y", embedding_dimensions: 0 }, /vector_records_numbers/],
    ["vector_records", { id: "x", vector_id: "y", metadata: "[]" }, /vector_records_json/],
    ["vector_records", { id: "x", vector_id: "y", embedding: "{}" }, /vector_records_json/],
    ["memories", { id: "x", type: "episodic" }, /memories_type/],
    ["memories", { id: "x", importance: 11 }, /memories_numbers/],
    ["memories", { id: "x", entry: "" }, /memories_numbers/],
    ["memories", { id: "x", participants: "[]" }, /memories_json/],
    ["memories", { id: "x", lore_entry: null }, /memories_lore/],
    ["memories", { id: "x", user: "nobody" }, /FOREIGN KEY/],
    ["conversations", { id: "x", status: "gone" }, /conversations_enums/],
    ["conversations", { id: "x", conversation_type: "duet" }, /conversations_enums/],
    ["conversations", { id: "x", rev: -1 }, /conversations_numbers/],
    ["conversation_members", {}, /UNIQUE/],
    ["conversation_members", { user: "u2", role: "guest" }, /conversation_members_enums/],
    ["messages", { id: "x", message_type: "song" }, /messages_type/],
    ["messages", { id: "x", seq: 0 }, /messages_numbers/],
    ["messages", { id: "x", takes: "[" }, /messages_json|malformed/],
    ["messages", { id: "x", conversation: "none" }, /FOREIGN KEY/],
    ["knowledge_activation_log", { id: "x", activation_method: "luck" }, /activation_log_enums/],
    ["knowledge_activation_log", { id: "x", was_included: 0, exclusion_reason: "mood" }, /activation_log_enums/],
    ["knowledge_activation_log", { id: "x", exclusion_reason: "cooldown_active" }, /activation_log_reason/],
    ["knowledge_activation_log", { id: "x", message_index: -1 }, /activation_log_numbers/],
    ["personas", { id: "x" }, /UNIQUE.*user/],
    ["personas", { id: "x", is_default: 0, pronouns: "he/him" }, /personas_enums/],
    ["personas", { id: "x", is_default: 0, gender: "robot" }, /personas_enums/],
    ["personas", { id: "x", is_default: 0, age: -1 }, /personas_numbers/],
    ["api_keys", { id: "x", provider: "house" }, /api_keys_provider/],
    ["api_keys", { id: "x", base_url: "https://x.example" }, /api_keys_base_url/],
    ["api_keys", { id: "x", key_encrypted: "sk-plain" }, /api_keys_secret/],
    ["api_keys", { id: "x", last4: "abcde" }, /api_keys_secret/],
    ["encryption_keys", {}, /UNIQUE/],
    ["encryption_keys", { version: 2, secret: "short" }, /encryption_keys_shape/],
    ["instance_keys", { id: "x" }, /UNIQUE.*kind/],
    ["webhook_events", {}, /UNIQUE/],
    ["webhook_events", { source: "carrier pigeon" }, /webhook_events_source/],
    ["jobs", { id: "x", status: "lost" }, /jobs_status/],
    ["jobs", { id: "x", done: -1 }, /jobs_numbers/],
    ["tombstones", { id: "x", kind: "planets" }, /tombstones_kind/],
    ["access_control", { id: "x", resource_type: "planet" }, /CHECK/],
    ["access_control", { id: "x", permission_type: "root" }, /CHECK/],
    ["user_blocks", { id: "x" }, /UNIQUE.*blocker/],
    ["user_blocks", { id: "x", blocked: "u1" }, /user_blocks_other/],
    ["invitations", { id: "x" }, /UNIQUE.*code_hash/],
    ["invitations", { id: "x", code_hash: "short" }, /invitations_numbers/],
    ["invitations", { id: "x", code_hash: "d".repeat(64), role: "owner" }, /invitations_role/],
    ["invitations", { id: "x", code_hash: "d".repeat(64), uses: 1, used: 2 }, /invitations_left/],
    ["token_gifts", { id: "x", amount: 0 }, /token_gifts_amount/],
    ["token_gifts", { id: "x", amount: -1 }, /token_gifts_amount/],
    ["token_gifts", { id: "x", recipient: "u1" }, /token_gifts_no_self/],
    ["token_gifts", { id: "x", recipient: "nobody" }, /FOREIGN KEY/],
    ["ledger", { id: "x" }, /UNIQUE.*kind.*ref/],
    ["ledger", { id: "x", ref: "x", kind: "theft" }, /ledger_kind/],
    ["ledger", { id: "x", ref: "x", delta: 0 }, /ledger_numbers/],
    ["ledger", { id: "x", ref: "x", balance_after: -1 }, /ledger_numbers/],
    ["ledger", { id: "x", ref: "x", user: null }, /NOT NULL.*ledger.user/],
    ["subscription_tiers", { id: "x", price_monthly: -1 }, /subscription_tiers_numbers/],
    ["subscription_tiers", { id: "x", bot_limit: -1 }, /subscription_tiers_numbers/],
    ["subscription_tiers", { id: "x", features: "[" }, /subscription_tiers_json|malformed/],
    ["token_packages", { id: "x", amount: 0 }, /token_packages_numbers/],
    ["token_packages", { id: "x", bonus_amount: -1 }, /token_packages_numbers/],
    ["subscription_payments", { id: "x" }, /UNIQUE.*stripe_payment_id/],
    ["subscription_payments", { id: "x", stripe_payment_id: null, status: "lost" }, /subscription_payments_status/],
    ["subscription_payments", { id: "x", stripe_payment_id: null, amount: -1 }, /subscription_payments_amount/],
    ["moods", { id: "x", mood: "hungry" }, /moods_mood/],
    ["moods", { id: "x", intensity: 6 }, /moods_intensity/],
    ["moods", { id: "x", intensity: 0 }, /moods_intensity/],
    ["self_moderation", { id: "x" }, /UNIQUE.*self_moderation.user/],
    ["self_moderation", { id: "x", user: "u2", daily_limit: 14 }, /self_moderation_limits/],
    ["self_moderation", { id: "x", user: "u2", weekly_limit: 3361 }, /self_moderation_limits/],
    ["self_moderation", { id: "x", user: "u2", break_reminder_interval: 61 }, /self_moderation_limits/],
    ["self_moderation", { id: "x", user: "u2", night_mode_start: "24:00" }, /self_moderation_night/],
    ["self_moderation", { id: "x", user: "u2", night_mode_end: "8:00" }, /self_moderation_night/],
    ["self_moderation", { id: "x", user: "u2", current_daily_usage: -1 }, /self_moderation_usage/],
    ["usage_analytics", { id: "x" }, /UNIQUE.*date/],
    ["usage_analytics", { id: "x", date: "yesterday" }, /usage_analytics_date/],
    ["usage_analytics", { id: "x", user: "u2", tokens_used: -1 }, /usage_analytics_counts/],
    ["memory_insights", { id: "x", story_coherence: 100.1 }, /memory_insights_scores/],
    ["memory_insights", { id: "x", key_events: "{" }, /memory_insights_json|malformed/],
    ["persona_analytics", { id: "x" }, /UNIQUE.*persona/],
    ["legal_documents", { id: "x", version: "2" }, /UNIQUE.*legal_documents.type/],
    ["legal_documents", { id: "x", is_active: 0 }, /UNIQUE.*version/],
    ["legal_documents", { id: "x", type: "wishes" }, /legal_documents_type/],
    ["legal_documents", { id: "x", type: "privacy", published_at: null }, /legal_documents_active/],
    ["user_agreements", { id: "x" }, /UNIQUE.*document/],
    ["user_agreements", { id: "x", user: "u2", document: "none" }, /FOREIGN KEY/],
    ["documentation", { id: "x" }, /UNIQUE.*slug/],
    ["documentation", { id: "x", slug: "x", category: "gossip" }, /documentation_category/],
    ["documentation", { id: "x", slug: "x", view_count: -1 }, /documentation_numbers/],
    ["tutorials", { id: "x", difficulty: "cruel" }, /tutorials_enums/],
    ["tutorials", { id: "x", estimated_time: 0 }, /tutorials_time/],
    ["prompt_sections", { id: "x", version: 2 }, /UNIQUE.*prompt_sections.type/],
    ["prompt_sections", { id: "x", type: "outro" }, /prompt_sections_type/],
    ["prompt_sections", { id: "x", type: "knowledge", published_at: null }, /prompt_sections_numbers/],
    ["reports", { id: "x" }, /UNIQUE.*resource_id/],
    ["reports", { id: "x", user: "u2", reason: "dislike" }, /reports_enums/],
    ["reports", { id: "x", user: "u2", status: "claimed" }, /reports_claim/],
    ["ended_sessions", {}, /UNIQUE/],
    ["bot_interactions", { id: "x" }, /UNIQUE.*user.*bot/],
    ["bot_interactions", { id: "x", user: "u1", liked: 2 }, /bot_interactions_flags/],
    ["bot_interactions", { id: "x", user: "u1", bot: "none" }, /FOREIGN KEY/],
    ["creator_follows", { id: "x" }, /UNIQUE.*follower.*following/],
    ["creator_follows", { id: "x", follower: "u1", following: "none" }, /FOREIGN KEY/],
    ["username_redirects", {}, /UNIQUE.*username_key/],
    ["username_redirects", { username_key: "x", username: "Wren" }, /username_redirects_username/],
    ["entry_seals", {}, /UNIQUE/],
    ["bot_slug_redirects", { bot: "b2" }, /UNIQUE.*creator_profile.*slug/],
    ["conversation_bots", {}, /UNIQUE/],
    ["search_documents", { id: 1_001 }, /UNIQUE.*ref/],
    ["search_documents", { id: 1_001, kind: "moods" }, /search_documents_kind/],
    ["audit_log", { id: "x", seq: 2 }, /UNIQUE.*prev_hash/],
    ["audit_log", { id: "x", prev_hash: "1".repeat(64) }, /UNIQUE.*seq/],
    ["audit_log", { id: "x", seq: 2, prev_hash: "1".repeat(64), outcome: "maybe" }, /audit_log_outcome/],
    ["audit_log", { id: "x", seq: 2, prev_hash: "1" }, /audit_log_chain/],
    ["audit_log", { id: "x", seq: 2, prev_hash: "1".repeat(64), reason: "x".repeat(501) }, /audit_log_reason/],
    ["idempotency_keys", {}, /UNIQUE/],
    ["idempotency_keys", { user: "u2", status: 503 }, /idempotency_keys_status/],
    ["rate_windows", { id: "x", used: 0 }, /rate_windows_used/],
  ];
  test.each(BAD)("%s with %j", (table, changes, why) => {
    expect(() => insert(table, { ...rowOf(table), ...changes })).toThrow(why);
  });

  test("and say what was generated", () => {
    db.exec("update bots set sharing_visibility = 'public'");
    const { is_public, sharing } = db.prepare("select is_public, sharing from bots").get() as Row;
    expect([is_public, sharing]).toEqual([1, '{"visibility":"public"}']);
    const knowledge = db.prepare(`select activation_mode, "order" from knowledge`).get() as Row;
    expect(knowledge).toEqual({ activation_mode: "hybrid", order: 7 });
  });

  test("a change of an entry of the ledger", () => {
    expect(() => db.exec("update ledger set delta = -2")).toThrow(/append-only/);
  });

  test("a second persona that is no default, and a second default of somebody else", () => {
    insert("personas", { ...rowOf("personas"), id: "p2", is_default: 0 });
    insert("personas", { ...rowOf("personas"), id: "p3", user: "u2" });
    expect(db.prepare("select count(*) as n from personas").get()).toEqual({ n: 3 });
  });

  test("a slug that another bot of the creator gave up not long ago, but the bot takes it back", () => {
    insert("bot_slug_redirects", { ...rowOf("bot_slug_redirects"), slug: "given-up", expires_at: "2027-01-01" });
    const bot = { ...rowOf("bots"), id: "b9", slug: "given-up" };
    expect(() => insert("bots", bot)).toThrow(/UNIQUE.*bots.slug is kept/);
    insert("bots", { ...bot, slug: "other" });
    const take = (id: string, now: string) =>
      db.prepare("update bots set slug = 'given-up', updatedAt = ? where id = ?").run(now, id);
    expect(() => take("b9", "2026")).toThrow(/UNIQUE.*bots.slug is kept/);
    expect(take("b1", "2026").changes).toBe(1);
    db.exec("update bots set slug = 'elsewhere' where id = 'b1'");
    expect(take("b9", "2027-01-02").changes).toBe(1);
  });

  test("a username that somebody else gave up not long ago, but takes it back", () => {
    const kept = { ...rowOf("username_redirects"), username_key: "ivy", username: "ivy", expires_at: "2027-01-01" };
    insert("username_redirects", kept);
    const profile = { ...rowOf("creator_profiles"), id: "c2", user: "u2", username: "ivy", username_key: "ivy" };
    expect(() => insert("creator_profiles", profile)).toThrow(/UNIQUE.*creator_profiles.username is kept/);
    insert("creator_profiles", { ...profile, username: "ivi", username_key: "lvl", updatedAt: "2027-01-02" });
    const rename = (id: string) => db.prepare("update creator_profiles set username_key = 'ivy' where id = ?").run(id);
    expect(() =>
      db.exec("update creator_profiles set username_key = 'ivy', updatedAt = '2026' where id = 'c2'"),
    ).toThrow(/kept/);
    expect(rename("c1").changes).toBe(1);
  });

  test("every table of the schema is tried", () => {
    // A full-text index keeps itself in tables of its own, named after it.
    const tables = db
      .prepare(`select name from sqlite_master as made where type = 'table' and name not like 'sqlite_%' and not exists
        (select 1 from sqlite_master where sql like '%using fts5%' and made.name like name || '%')`)
      .all();
    const tried = new Set(BAD.map(([table]) => table));
    const untried = tables.map(({ name }) => String(name)).filter((name) => !tried.has(name));
    expect(untried).toEqual([]);
  });
});
