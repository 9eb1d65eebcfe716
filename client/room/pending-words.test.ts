import { expect, test } from "vitest";
import type { PendingCommand } from "../state/pending-commands.ts";
import { pendingWords } from "./pending-words.ts";

test("[SAY10] sending is said only where it takes time, and what it waits for is said", () => {
  const item = (changes: Partial<PendingCommand>) => ({ state: "sending", ...changes }) as PendingCommand;
  expect(pendingWords(item({}), true, false)).toBe("");
  expect(pendingWords(item({}), true, true)).toBe("sending");
  expect(pendingWords(item({ state: "queued" }), false, false)).toBe("waiting for network");
  expect(pendingWords(item({ state: "failed" }), true, false)).toBe("not sent");
  expect(pendingWords(item({ ask: true }), false, true)).toBe("written a while ago");
});
