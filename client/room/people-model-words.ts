import type { RoomBot } from "../../shared/fields/conversation.ts";

/** Nothing chosen: the room's or the café's own model. */
export const HOUSE = "house";
export const PRACTICE = "practice";

/** Where a bot's words come from: `HOUSE`, `PRACTICE`, or the id of a key. */
export function sourceOf({ provider, api_key_id }: Pick<RoomBot, "provider" | "api_key_id">): string {
  if (api_key_id !== null) return api_key_id;
  return provider === PRACTICE ? PRACTICE : HOUSE;
}

/** What the room is told of a choice; a key brings its provider with it, and only a key has a model to name. */
export function modelUpdate(source: string, key: { id: string; provider: string } | undefined, model: string) {
  if (key) return { provider: key.provider, api_key_id: key.id, model: model.trim() || null };
  return { provider: source === PRACTICE ? PRACTICE : null, api_key_id: null, model: null };
}

/** How a bot's model is named beside it; nothing where it is the usual one. */
export function modelWords({
  provider,
  model,
  api_key_id,
}: Pick<RoomBot, "provider" | "model" | "api_key_id">): string {
  if (provider === null && model === null) return "";
  if (provider === PRACTICE) return "practice model";
  const name = model ?? provider ?? "";
  return api_key_id === null ? name : `${name}, own key`;
}
