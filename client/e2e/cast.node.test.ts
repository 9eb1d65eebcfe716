import { expect, test } from "vitest";
import type { BotCard, PracticeScene } from "../../worker/conversation/ports.ts";
import { composeReply } from "../../worker/llm/practice/compose.ts";
import { ASKS, cardOf, speech } from "./cast.ts";

/** Bots with a speech for each ask, every one in a dialect of its own. */
const CAST = { Ivy: [0, 1, 2], Mara: [3, 4, 5] };
const told = (dialect: number) => speech(4, 20, dialect);
const card = (name: string, dialects: readonly number[]): BotCard => ({
  id: name,
  greeting: "",
  gender: null,
  age: null,
  personality_traits: {},
  signature_phrases: [],
  ...cardOf(name, dialects.map(told)),
});

test("[SEE48] whatever the lot, each bot tells what it was given, whole, whoever has spoken before", () => {
  const names = Object.keys(CAST);
  for (const seed of Array.from({ length: 20 }, (_, at) => `seed ${at}`)) {
    const lines: PracticeScene["lines"][number][] = [];
    for (const [at, ask] of ASKS.entries()) {
      lines.push({ name: "Anna", kind: "user", text: `@Ivy @Mara ${ask}` });
      for (const [name, dialects] of Object.entries(CAST)) {
        const otherBots = names.filter((other) => other !== name);
        const scene = { bot: card(name, dialects), userName: "Anna", otherBots, lore: [], lines, prefix: "" };
        const said = composeReply(scene, seed);
        expect(said).toBe(told(dialects[at] ?? -1));
        lines.push({ name, kind: "bot", text: said });
      }
    }
  }
});
