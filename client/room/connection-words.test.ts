import { expect, test } from "vitest";
import { connectionWords } from "./connection-words.ts";

test("[UI15] a short loss is not worth a word, a longer one says that writing goes on, a long one says offline", () => {
  expect(connectionWords("live", 1e6, null)).toBeNull();
  expect(connectionWords("reconnecting", 2_900, null)).toBeNull();
  expect(connectionWords("reconnecting", 3_000, null)).toContain("keep writing");
  expect(connectionWords("reconnecting", 31_000, null)).toContain("Offline");
  expect(connectionWords("closed", 0, { code: 4403, reason: "" })).toContain("no longer part");
  expect(connectionWords("closed", 0, null)).toContain("closed the connection");
});
