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
  // Contexts stored by an earlier release know the asker's alone.
  nicknames: z.record(z.string(), z.string()).default({}),
  entries: z.array(LoreEntry),
  collections: z.array(z.object({ id: z.string(), name: z.string(), lore_settings: LoreSettings })),
  loreVersion: z.string(),
  // Contexts stored by an earlier release say nothing of it.
  ownerEditsBot: z.boolean().default(false),
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

/** Bots and personas whose lore stays ready: as many as a room has bots. Others are read and compiled anew. */
const KEPT = MAX_BOTS;

/** A context in memory. `rest` is what it says beside its lore, so that a change shows without reading the lore. */
interface Held extends LoadedContext {
  readonly rest: string;
}

/**
 * Bots, personas and lore as last read, kept beside the conversation: lore is fetched again only when its version
 * moved, and while D1 does not answer the room goes on with what it knows. A turn whose lore did not change costs
 * nothing that grows with it.
 */
export class ContextCache {
  readonly #port: ContextPort;
  readonly #store: TurnStore;
  readonly #log: RoomLog;
  /** By bot and persona, the lately used last. What is not here may still be in the store. */
  readonly #held = new Map<string, Held>();

  constructor(port: ContextPort, store: TurnStore, log: RoomLog) {
    this.#port = port;
    this.#store = store;
    this.#log = log;
  }

  /** Throws only when neither D1 nor an earlier turn knows the bot. */
  async load(query: Omit<ContextQuery, "knownLoreVersion">): Promise<LoadedContext> {
    const key = `${query.botId}:${query.personaId ?? ""}`;
    const known = this.#recall(key);
    try {
      const fresh = await this.#port.load({ ...query, knownLoreVersion: known?.context.loreVersion ?? null });
      return this.#keep(key, fresh, known);
    } catch (cause) {
      if (!known) throw cause;
      this.#log.error("turn context from cache", cause);
      return known;
    }
  }

  #keep(key: string, fresh: TurnContext, known: Held | null): LoadedContext {
    const unchanged = known !== null && known.context.loreVersion === fresh.loreVersion;
    const { entries, collections } = unchanged ? known.context : fresh;
    const context = { ...fresh, entries, collections };
    const held: Held = {
      context,
      compiled: unchanged ? known.compiled : compileLore(entries, collections),
      rest: restOf(context),
    };
    this.#hold(key, held);
    // Writing the same thing again would cost a commit on every turn.
    if (!unchanged || held.rest !== known.rest) {
      this.#store.cacheLore(key, fresh.loreVersion, JSON.stringify(context));
      // People have no end of personas, and each comes with the whole lore.
      this.#store.keepLore(this.#held.keys(), KEPT);
    }
    return held;
  }

  /** From memory, else from what an earlier life of the object stored. */
  #recall(key: string): Held | null {
    const held = this.#held.get(key);
    if (held) return held;
    const stored = this.#store.cachedLore(key);
    const context = stored && Stored.safeParse(JSON.parse(stored.json)).data;
    if (!context) return null;
    return this.#hold(key, {
      context,
      compiled: compileLore(context.entries, context.collections),
      rest: restOf(context),
    });
  }

  #hold(key: string, held: Held): Held {
    this.#held.delete(key);
    this.#held.set(key, held);
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= KEPT) break;
      this.#held.delete(oldest);
    }
    return held;
  }
}

const restOf = (context: TurnContext): string => JSON.stringify({ ...context, entries: [], collections: [] });
