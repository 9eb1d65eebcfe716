import { z } from "zod";
import { BehaviorSettings, PersonalityTraits } from "../../shared/fields/bot.ts";
import { LoreEntry } from "../../shared/fields/knowledge.ts";
import { LoreSettings } from "../../shared/fields/knowledge-collections.ts";
import { type CompiledLore, compileLore } from "../../shared/lore/compile.ts";
import { MAX_BOTS } from "../../shared/protocol/limits.ts";
import type { ContextPort, ContextQuery, RoomLog, TurnContext } from "./ports.ts";
import type { TurnStore } from "./room-store.ts";

/** What one turn knows of the world, with its lore ready to run. */
export interface LoadedContext {
  readonly context: TurnContext;
  readonly compiled: CompiledLore;
}

const nullableText = z.string().nullable();
const Stored = z.object({
  bot: z
    .object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      gender: nullableText,
      age: z.number().nullable(),
      system_prompt: z.string(),
      greeting: z.string(),
      speech_examples: z.array(z.object({ example: z.string() })),
      personality_traits: PersonalityTraits,
      behavior_settings: BehaviorSettings,
      signature_phrases: z.array(z.object({ phrase: z.string() })),
    })
    .nullable(),
  persona: z
    .object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      gender: nullableText,
      age: z.number().nullable(),
      pronouns: nullableText,
      custom_pronouns: nullableText,
      preferred_topics: z.array(z.string()),
      avoid_topics: z.array(z.string()),
      custom_instructions: z.string(),
    })
    .nullable(),
  preferences: z.object({
    nickname: nullableText,
    pronouns: nullableText,
    custom_pronouns: nullableText,
    description: nullableText,
  }),
  entries: z.array(LoreEntry),
  collections: z.array(z.object({ id: z.string(), name: z.string(), lore_settings: LoreSettings })),
  loreVersion: z.string(),
  readableBy: z.record(z.string(), z.array(z.string())),
  model: z.object({
    provider: z.string(),
    model: z.string(),
    label: z.string(),
    contextWindow: z.number(),
    maxOutputTokens: z.number(),
    payer: z.string(),
    byoKey: z.boolean(),
  }),
});

/** Bots and personas whose lore stays ready: as many as a room has bots. Others are compiled anew. */
const COMPILED_KEPT = MAX_BOTS;

/**
 * Bots, personas and lore as last read, kept beside the conversation: lore is fetched again only when its version
 * moved, and while D1 does not answer the room goes on with what it knows.
 */
export class ContextCache {
  readonly #port: ContextPort;
  readonly #store: TurnStore;
  readonly #log: RoomLog;
  /** Compiled lore of the newest version of each bot and persona, the lately compiled last. */
  readonly #compiled = new Map<string, { version: string; compiled: CompiledLore }>();

  constructor(port: ContextPort, store: TurnStore, log: RoomLog) {
    this.#port = port;
    this.#store = store;
    this.#log = log;
  }

  /** Throws only when neither D1 nor an earlier turn knows the bot. */
  async load(query: Omit<ContextQuery, "knownLoreVersion">): Promise<LoadedContext> {
    const key = `${query.botId}:${query.personaId ?? ""}`;
    const known = this.#known(key);
    try {
      const fresh = await this.#port.load({ ...query, knownLoreVersion: known?.loreVersion ?? null });
      return this.#keep(key, fresh, known);
    } catch (cause) {
      if (!known) throw cause;
      this.#log.error("turn context from cache", cause);
      return { context: known, compiled: this.#compile(key, known) };
    }
  }

  #keep(key: string, fresh: TurnContext, known: TurnContext | null): LoadedContext {
    const unchanged = known !== null && known.loreVersion === fresh.loreVersion;
    const context = unchanged ? { ...fresh, entries: known.entries, collections: known.collections } : fresh;
    const json = JSON.stringify(context);
    // Writing the same thing again would cost a commit on every turn.
    if (this.#store.cachedLore(key)?.json !== json) this.#store.cacheLore(key, fresh.loreVersion, json);
    return { context, compiled: this.#compile(key, context) };
  }

  #known(key: string): TurnContext | null {
    const stored = this.#store.cachedLore(key);
    return stored ? (Stored.safeParse(JSON.parse(stored.json)).data ?? null) : null;
  }

  #compile(key: string, context: TurnContext): CompiledLore {
    const held = this.#compiled.get(key);
    if (held?.version === context.loreVersion) return held.compiled;
    const compiled = compileLore(context.entries, context.collections);
    this.#compiled.delete(key);
    this.#compiled.set(key, { version: context.loreVersion, compiled });
    for (const oldest of this.#compiled.keys()) {
      if (this.#compiled.size <= COMPILED_KEPT) break;
      this.#compiled.delete(oldest);
    }
    return compiled;
  }
}
