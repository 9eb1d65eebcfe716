import type { ApiClient } from "../../worker/torture/api-client.ts";

const WORDS =
  "lamp stair rope tide oil brass wick storm ledger glass boat gull salt chain watch night bell rail stone floor wind".split(
    " ",
  );

/**
 * A speech of `sentences` sentences with `words` words each, no two sentences alike: the practice model says one word a
 * token, so its length is its time.
 */
export function speech(sentences: number, words: number): string {
  const sentence = (_: unknown, at: number) => {
    const list = Array.from({ length: words - 1 }, (__, i) => WORDS[(at * 7 + i * (at + 2)) % WORDS.length]);
    return `Then ${list.join(" ")}.`;
  };
  return Array.from({ length: sentences }, sentence).join(" ");
}

/** What the long-winded are asked for, and answer with the speech they were given. */
export const ASK_FOR_SPEECH = "Recite the harbour chronicle please";

/** Makes bots of `api`'s person: each name with what it says when it is asked for its speech; `more` of each. */
export async function makeBots(
  api: ApiClient,
  speeches: Readonly<Record<string, string>>,
  more: object = {},
): Promise<string[]> {
  const ids: string[] = [];
  for (const [name, text] of Object.entries(speeches)) {
    const bot = await api.post<{ id: string }>("/api/bots", {
      name,
      system_prompt: `You are ${name} and you keep the harbour chronicle.`,
      description: `${name} keeps the chronicle.`,
      behavior_settings: { response_length: "very-long" },
      // Nobody speaks unasked: which bots answer is the test's to say.
      extensions: { talkativeness: 0 },
      speech_examples: [{ example: `{{user}}: ${ASK_FOR_SPEECH}\n{{char}}: ${text}` }],
      ...more,
    });
    ids.push(bot.id);
  }
  return ids;
}

/** A room of `api`'s person with such bots, in this order. */
export async function makeRoom(
  api: ApiClient,
  title: string,
  speeches: Readonly<Record<string, string>>,
): Promise<string> {
  const bot_ids = await makeBots(api, speeches);
  const room = await api.post<{ id: string }>("/api/conversations", { bot_ids, title });
  return room.id;
}
