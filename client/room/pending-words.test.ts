import { expect, test } from "vitest";
import type { PendingCommand } from "../state/pending-commands.ts";
import { pendingWords } from "./pending-words.ts";

test("[SAY10] sending is said only where it takes time, and what it waits for is said", () => {
  const item = (changes: Partial<PendingCommand>) => ({ state: "sending", ...changes }) as PendingCommand;
  expect(pendingWords(item({}), "live", false)).toBe("");
  expect(pendingWords(item({}), "live", true)).toBe("sending");
  expect(pendingWords(item({ state: "queued" }), "reconnecting", false)).toBe("waiting for network");
  expect(pendingWords(item({ state: "failed" }), "live", false)).toBe("not sent");
  expect(pendingWords(item({ ask: true }), "connecting", true)).toBe("written a while ago");
});

test("[SAY17] in a room that is closed nothing waits for a network", () => {
  const item = (state: PendingCommand["state"], ask = false) => ({ state, ask }) as PendingCommand;
  expect(pendingWords(item("queued"), "closed", true), "signed out, or an old version").toBe("not sent yet");
  expect(pendingWords(item("queued", true), "lost", true)).toBe("not sent");
  expect(pendingWords(item("sending"), "lost", true)).toBe("perhaps not sent");
  expect(pendingWords(item("failed"), "lost", true)).toBe("not sent");
});
