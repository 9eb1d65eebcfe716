import type { ConversationStatus } from "../../../shared/fields/conversation.ts";
import type { LoreEntry } from "../../../shared/fields/knowledge.ts";
import type { Attachment } from "../../../shared/fields/message.ts";
import type { Command } from "../../../shared/protocol/client-messages.ts";
import type { UserNews } from "../../user/news.ts";
import { sqliteRoomStore } from "../adapters/sqlite-room-store.ts";
import type { BranchSeed } from "../core/branch-seed.ts";
import { createBranch } from "../create-branch.ts";
import type {
  AccessPort,
  BotCard,
  BranchPort,
  ContextPort,
  ContextQuery,
  MemberStatusPort,
  OutboxRow,
  OutboxSink,
  PersonaCard,
  RoomBotFacts,
  SignIn,
  Standing,
  TurnContext,
} from "../ports.ts";
import type { RoomStore } from "../room-store.ts";
import { nodeSql } from "./node-sql.ts";

/** A bot of the tests' world. */
export function botCard(id: string, name: string): BotCard {
  return {
    id,
    name,
    description: `${name} of the tests`,
    gender: null,
    age: null,
    system_prompt: `You are ${name}.`,
    greeting: `Hello {{user}}, I am ${name}.`,
    speech_examples: [],
    personality_traits: {},
    behavior_settings: {},
    signature_phrases: [],
  };
}

/** D1 as the room sees it, in memory, with a switch for outages. */
export class FakeWorld implements AccessPort, BranchPort, ContextPort, MemberStatusPort, OutboxSink {
  readonly bots = new Map<string, BotCard>();
  readonly personas = new Map<string, PersonaCard>();
  /** What people want to be called. */
  readonly nicknames: Record<string, string> = { anna: "Anna" };
  /** Pictures by `<who uploaded them>:<id>`. */
  readonly uploads = new Map<string, Attachment>();
  /** Provider keys by `<whose>:<id>`. */
  readonly keys = new Set<string>();
  /** How members have put the room away, by their id. */
  readonly statuses = new Map<string, ConversationStatus>();
  readonly members = new Set<string>();
  readonly endedSessions = new Set<string>();
  /** Whoever may read no lore. */
  readonly kept = new Set<string>();
  /** Branch rooms, and what they were asked to do. */
  readonly branches = new Map<string, RoomStore>();
  /** What branches were to begin with, each time they were asked for. */
  readonly seeds: BranchSeed[] = [];
  /** What the objects of people were told. */
  readonly told: { userId: string; news: UserNews }[] = [];
  /** Who has BotCafe open, and whose object was asked so. */
  readonly around = new Set<string>();
  readonly askedAround: string[] = [];
  readonly acted: { room: string; command: Command }[] = [];
  /** Who pays for the model, as on a ticket. */
  payer = "practice";
  entries: LoreEntry[] = [];
  loreVersion = "1";
  ownerEditsBot = true;
  /** Rows D1 has taken, by kind and key, as they are now. */
  readonly rows = new Map<string, OutboxRow>();
  /** Every accepted row in the order it came. */
  readonly arrivals: OutboxRow[] = [];
  writes: "accept" | "refuse" | "commit-then-fail" = "accept";
  reads: "answer" | "refuse" = "answer";

  async standings(_conversationId: string, people: readonly SignIn[]): Promise<Standing[]> {
    this.#read();
    return people.map(({ user_id, session_id }) => {
      if (this.endedSessions.has(session_id)) return "signed_out";
      return this.members.has(user_id) ? "in" : "no_part";
    });
  }

  async botFor(botId: string): Promise<RoomBotFacts | null> {
    this.#read();
    const bot = this.bots.get(botId);
    return bot ? factsOf(bot) : null;
  }

  async personaFor(personaId: string): Promise<PersonaCard | null> {
    this.#read();
    return this.personas.get(personaId) ?? null;
  }

  async takeUploads(userId: string, ids: readonly string[]): Promise<Attachment[]> {
    this.#read();
    return ids.flatMap((id) => this.uploads.get(`${userId}:${id}`) ?? []);
  }

  async ownsKey(userId: string, keyId: string): Promise<boolean> {
    this.#read();
    return this.keys.has(`${userId}:${keyId}`);
  }

  async set(_conversationId: string, userId: string, status: ConversationStatus): Promise<void> {
    this.#read();
    this.statuses.set(userId, status);
  }

  async verify({ token }: { token?: string | undefined }) {
    this.#read();
    if (!token?.startsWith("token:")) return null;
    return { userId: token.slice(6), sessionId: "renewed", expiresAtMs: Number.MAX_SAFE_INTEGER };
  }

  /** Makes the room in a storage of its own, where there is none yet. */
  async open(seed: BranchSeed): Promise<void> {
    this.#read();
    this.seeds.push(seed);
    if (this.branches.has(seed.room.id)) return;
    const store = sqliteRoomStore(nodeSql());
    createBranch(store, seed, seed.room.created_timestamp);
    this.branches.set(seed.room.id, store);
  }

  async act(room: string, _actor: unknown, command: Command): Promise<void> {
    this.#read();
    this.acted.push({ room, command });
  }

  async isAround(userId: string): Promise<boolean> {
    this.askedAround.push(userId);
    this.#read();
    return this.around.has(userId);
  }

  async load(query: ContextQuery): Promise<TurnContext> {
    this.#read();
    const unchanged = query.knownLoreVersion === this.loreVersion;
    return {
      bot: this.bots.get(query.botId) ?? null,
      persona: query.personaId === null ? null : (this.personas.get(query.personaId) ?? null),
      preferences: { nickname: "Anna", pronouns: null, custom_pronouns: null, description: null },
      nicknames: this.nicknames,
      entries: unchanged ? [] : this.entries,
      collections: [],
      loreVersion: this.loreVersion,
      ownerEditsBot: this.ownerEditsBot,
      readableBy: Object.fromEntries(
        query.viewers.map((v) => [v, this.kept.has(v) ? [] : this.entries.map((e) => e.id)]),
      ),
      model: {
        provider: "practice",
        model: "practice",
        label: "practice model",
        contextWindow: 8_192,
        maxOutputTokens: 512,
        payer: this.payer,
        byoKey: this.payer !== "practice" && this.payer !== "platform",
      },
    };
  }

  async write(rows: readonly OutboxRow[]): Promise<void> {
    if (this.writes === "refuse") throw new Error("D1_ERROR: database is locked");
    for (const row of rows) {
      const key = `${row.kind}:${row.key}`;
      const known = this.rows.get(key);
      if (known && known.rev >= row.rev) continue;
      this.rows.set(key, row);
      this.arrivals.push(row);
      this.#remove(row);
    }
    if (this.writes === "commit-then-fail") throw new Error("D1_ERROR: Network connection lost.");
  }

  /** What the statements of the sink take out of D1. */
  #remove({ kind, key, rev, payload }: OutboxRow): void {
    const isMessage = (row: OutboxRow) => row.kind === "message";
    for (const [name, row] of this.rows) {
      if (!isMessage(row)) continue;
      const isDeleted = kind === "message_deleted" && row.key === key && row.rev < rev;
      const isCleared = kind === "messages_cleared" && JSON.parse(row.payload).seq <= JSON.parse(payload).up_to;
      if (isDeleted || isCleared) this.rows.delete(name);
    }
  }

  #read(): void {
    if (this.reads === "refuse") throw new Error("D1_ERROR: no answer");
  }
}

export const factsOf = (bot: BotCard): RoomBotFacts => ({
  bot_id: bot.id,
  name: bot.name,
  picture: null,
  description: bot.description,
  talkativeness: 0.5,
  greeting: bot.greeting,
});
