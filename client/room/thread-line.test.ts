import { expect, test } from "vitest";
import { repliesWords } from "./thread-line.tsx";

test("[UI21] the line below a message says how many answered, who last, and what is new", () => {
  expect(repliesWords({ replies: 1 }, 0)).toBe("1 reply");
  const last_reply = { author_name: "Ivy", at: "2026-11-23T14:20:00.000Z" };
  expect(repliesWords({ replies: 4, last_reply }, 2)).toMatch(/^4 replies, last from Ivy .+ · 2 new$/);
});
