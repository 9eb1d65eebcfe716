import { hash32, mix32 } from "../text/string-hash.ts";

/**
 * What the dice of one evaluation are keyed by, as text: `conversation/message`. Ids have no slash, so no two pairs
 * share a text. A plain string is its own seed, so that a trace's `seed` replays its rolls.
 */
export function seedText(seed: { readonly conversationId: string; readonly messageId: string } | string): string {
  return typeof seed === "string" ? seed : `${seed.conversationId}/${seed.messageId}`;
}

/** A roll in [0, 100) from a hashed seed and a hashed entry id: {@link roll} for many entries of one evaluation. */
export function rollOf(seedHash: number, entryHash: number): number {
  return (mix32(mix32(seedHash + 0x9e3779b9) ^ entryHash) / 2 ** 32) * 100;
}

/**
 * The die of one entry in one turn: uniform in [0, 100), the same for the same three ids for ever, and independent of
 * which other entries are rolled or in which order.
 */
export function roll(conversationId: string, messageId: string, entryId: string): number {
  return rollOf(hash32(seedText({ conversationId, messageId })), hash32(entryId));
}
