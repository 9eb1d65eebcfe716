import { expect, test } from "vitest";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { connectionWords } from "./connection-words.ts";
import { copyWords, turnedAwayWords } from "./waiting-words.ts";

test("[UI15] a short loss is not worth a word, a longer one says that writing goes on, a long one says offline", () => {
  expect(connectionWords("live", 1e6, null)).toBeNull();
  expect(connectionWords("reconnecting", 2_900, null)).toBeNull();
  expect(connectionWords("reconnecting", 3_000, null)).toContain("keep writing");
  expect(connectionWords("reconnecting", 31_000, null)).toContain("Offline");
  expect(connectionWords("closed", 0, { code: 4403, reason: "" })).toContain("no longer part");
  expect(connectionWords("closed", 0, null)).toContain("closed the connection");
});

test("[NET4] who is turned away is told why and when the next try is", () => {
  const full = { code: CLOSE.room_full, until_ms: 10_000 };
  expect(turnedAwayWords(full, 6_500)).toMatch(/full.*in 4 s/);
  expect(turnedAwayWords({ ...full, code: CLOSE.flood }, 9_999)).toMatch(/at once.*in 1 s/);
  expect(turnedAwayWords(full, 10_000)).toBeNull();
});

test("[OFF7] a copy is shown with its time, one of another day with its day", () => {
  const kept = new Date(2026, 10, 23, 14, 2).getTime();
  expect(copyWords(kept, kept + 60_000)).toMatch(/^Showing what was here at .*[24][.:h]02/);
  expect(copyWords(kept, kept + 3 * 86_400_000)).toContain("2026");
});
