import { runInDurableObject } from "cloudflare:test";
import type { Trace } from "../../../../shared/lore/trace.ts";
import type { PromptReceipt } from "../../../../shared/prompt/receipt.ts";
import { envWith } from "../../testing/call.ts";

/** The greeting of each room, which stands for a reply of its bot. */
const greetings = new Map<string, string>();

/** Id of the message that a room can explain. */
export const explainedIn = (room: string): string => greetings.get(room) ?? "none";

/** One entry woke, of a tome that not everybody in the room may read. */
const traceOf = (tome: string): Trace => ({
  L: 1,
  round: 0,
  seed: "seed",
  entries: [
    {
      id: `entry-of-${tome}`,
      included: true,
      method: "constant",
      reason: null,
      sticky: false,
      score: 1,
      matched_keywords: [],
      vector_similarity: null,
      roll: null,
      tokens: 5,
      truncated: false,
      position: "before_character",
      depth: 0,
      role: "system",
      order: 0,
      gates: [],
      title: `CANARY-lore-${tome}`,
      knowledge_collection: tome,
      threshold: null,
      scan_depth: 2,
    },
  ],
  budget: { limit: 100, used: 5, ignored: 0 },
  prompt: [{ position: "before_character", entry: `entry-of-${tome}`, text: `CANARY-lore-${tome}` }],
});

/** The prompt of a bot that everybody may talk to and few may edit. */
const receiptOf = (bot: string, tome: string): PromptReceipt => ({
  bot_id: bot,
  model: "practice",
  label: "practice model",
  payer: "practice",
  window: 8_000,
  reserved: 500,
  sections: [
    {
      name: "lore",
      label: "Lore",
      tokens: 5,
      items: [{ label: `CANARY-lore-${tome}`, tokens: 5, entry: `entry-of-${tome}` }],
    },
  ],
  history: { sent: 1, left_out: 0 },
  left_off: [{ label: `CANARY-lore-${tome}`, tokens: 5, reason: "no room" }],
  total: 5,
  messages: [{ role: "system", content: `CANARY-prompt-${bot} CANARY-lore-${tome}` }],
});

/** Keeps with a room's greeting why it came out as it did, as a turn keeps it. */
export async function explainGreeting(room: string, bot: string, tome: string): Promise<void> {
  const stub = envWith().CONVERSATION.getByName(room);
  const id = await runInDurableObject(stub, (_, { storage: { sql } }) => {
    const message = sql.exec<{ id: string; take: string }>("SELECT id, current_take_id AS take FROM messages").one();
    sql.exec(
      "INSERT INTO traces (message_id, take_id, generation_id, trace, receipt) VALUES (?, ?, '', ?, ?)",
      message.id,
      message.take,
      JSON.stringify(traceOf(tome)),
      JSON.stringify(receiptOf(bot, tome)),
    );
    return message.id;
  });
  greetings.set(room, id);
}
