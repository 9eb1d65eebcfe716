import { expect, test } from "vitest";
import { failureRun } from "./failure-runs.ts";
import { failureWords, repeatWords } from "./failure-words.ts";
import { botRow, messageRow } from "./testing/room-fixtures.ts";

const failed = (id: string, code: string, bot = "mara") =>
  botRow({ id, bot, entry: "", failed: { code, message: "", retryable: true } });

test("[SAY8] replies that fail one after the other for the same reason are told once", () => {
  const rows = [messageRow(), failed("a", "internal"), failed("b", "internal", "ivy"), failed("c", "rate_limited")];
  const run = (at: number) => failureRun(rows, rows[at]!);
  expect(run(1)).toEqual({ isFirst: true, more: 1, tries: 1 });
  expect(run(2)).toEqual({ isFirst: false, more: 0, tries: 1 });
  expect(run(3)).toEqual({ isFirst: true, more: 0, tries: 1 });
  expect(failureRun([rows[1]!, failed("d", "internal")], failed("d", "internal")).tries).toBe(2);
  expect(repeatWords(3)).toContain("3 more");
});

test("[SAY9] only a provider's wait is tried again by itself, and only a refused text is put in other words", () => {
  const of = (code: string) => failureWords({ code, message: "", retryable: true }, "Mara");
  expect(of("rate_limited").retriesItself).toBe(true);
  expect(["invalid_key", "internal", "provider_no_credit", "new_one"].some((code) => of(code).retriesItself)).toBe(
    false,
  );
  expect(of("content_filtered").ways).toEqual(["rephrase"]);
  expect(of("bot_unavailable").ways).toEqual(["remove_bot"]);
});

test("[SAY13] a failure names who can fix it, and a way on is offered to whom the room lets take it", () => {
  const of = (code: string, owner: Parameters<typeof failureWords>[2]) =>
    failureWords({ code, message: "", retryable: false }, "Mara", owner);
  const bens = { name: "Ben", isMe: false };
  expect(of("invalid_key", bens).what).toBe("Mara couldn’t answer: Ben’s key was refused.");
  expect(of("invalid_key", bens).next).toContain("Only Ben can fix it");
  expect(of("invalid_key", { name: "you", isMe: true }).what).toContain("your key was refused");
  expect(of("invalid_key", null).what).toContain("the key was refused");
  expect(of("provider_no_credit", bens).next).toContain("Only Ben");
  expect(of("not_configured", null).ways[0]).toBe("practice");
  expect(of("context_too_long", null).ways).toContain("receipt");
});
