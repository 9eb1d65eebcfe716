import type { ApiClient } from "../../worker/torture/api-client.ts";

const WORDS =
  "lamp stair rope tide oil brass wick storm ledger glass boat gull salt chain watch night bell rail stone floor wind".split(
    " ",
  );

/** A dialect is these endings on the same words: what is told in one is nothing that was said in another. */
const ENDINGS = ["", "o", "an", "el", "um", "ir", "ak", "oth"];

/**
 * A speech of `sentences` sentences with `words` words each, no two sentences alike: the practice model says one word a
 * token, so its length is its time. It says at most twelve sentences, and nothing that was said in the room before:
 * each speech of a room wants a `dialect` of its own (0 to 7).
 */
export function speech(sentences: number, words: number, dialect = 0): string {
  const sentence = (_: unknown, at: number) => {
    const list = Array.from({ length: words - 1 }, (__, i) => WORDS[(at * 7 + i * (at + 2)) % WORDS.length]);
    return `Then ${list.map((word) => `${word}${ENDINGS[dialect]}`).join(" ")}.`;
  };
  return Array.from({ length: sentences }, sentence).join(" ");
}

/** What the long-winded are asked for: the first thing for the first speech they were given, and so on. */
export const ASKS = [
  "Recite the harbour chronicle please",
  "Sing the ferry ballad again",
  "Read the market letter aloud",
] as const;
export const [ASK_FOR_SPEECH] = ASKS;

/** What a bot was given to say: one speech, or one for each of `ASKS`. */
type Speeches = string | readonly string[];

/** The card of a bot that says its speeches when it is asked for them, and hardly anything otherwise. */
export function cardOf(name: string, speeches: Speeches) {
  return {
    name,
    system_prompt: `You are ${name} and you keep the harbour chronicle.`,
    description: `${name} keeps the chronicle.`,
    behavior_settings: { response_length: "very-long" as const },
    // Nobody speaks unasked: which bots answer is the test's to say.
    extensions: { talkativeness: 0 },
    speech_examples: [speeches].flat().map((text, at) => ({ example: `{{user}}: ${ASKS[at]}\n{{char}}: ${text}` })),
  };
}

/** Makes bots of `api`'s person: each name with what it has to say; `more` of each. */
export async function makeBots(
  api: ApiClient,
  speeches: Readonly<Record<string, Speeches>>,
  more: object = {},
): Promise<string[]> {
  const ids: string[] = [];
  for (const [name, texts] of Object.entries(speeches)) {
    const bot = await api.post<{ id: string }>("/api/bots", { ...cardOf(name, texts), ...more });
    ids.push(bot.id);
  }
  return ids;
}

/** A room of `api`'s person with such bots, in this order. */
export async function makeRoom(
  api: ApiClient,
  title: string,
  speeches: Readonly<Record<string, Speeches>>,
): Promise<string> {
  const bot_ids = await makeBots(api, speeches);
  const room = await api.post<{ id: string }>("/api/conversations", { bot_ids, title });
  return room.id;
}
