import { describe, expect, test } from "vitest";
import { ERROR_CODES } from "../../shared/app-error.ts";
import { TICKET_REASONS } from "../../shared/protocol/server-messages.ts";
import { outcomeOf, reasonChip, turnWords } from "./activation-words.ts";
import { coasterWords } from "./coaster-words.ts";
import { failureWords } from "./failure-words.ts";
import { activationRow } from "./testing/room-fixtures.ts";
import { reasonWords } from "./ticket-words.ts";
import { typingWords } from "./typing-words.ts";

const context = { me: "anna", nameOf: (id: string) => (id === "ben" ? "Ben" : id) };

describe("[UI10] every ticket says why it exists, in words", () => {
  test("each reason has its own", () => {
    const words = TICKET_REASONS.map((code) => reasonWords({ code }, context));
    expect(new Set(words).size).toBe(TICKET_REASONS.length);
  });

  test("who picked, and how talkative, is part of it", () => {
    expect(reasonWords({ code: "picked", by: "anna" }, context)).toBe("your pick");
    expect(reasonWords({ code: "picked", by: "ben" }, context)).toBe("Ben’s pick");
    expect(reasonWords({ code: "talkative", roll: 0.2, threshold: 0.7 }, context)).toBe("talkative 70 %");
  });

  test("where a director chose nobody, that is part of it", () => {
    const reason = { code: "talkative", threshold: 0.7, instead_of: "director" } as const;
    expect(reasonWords(reason, context)).toBe("talkative 70 %, the director chose nobody");
  });
});

describe("[UI11] lore speaks a closed vocabulary", () => {
  test.each([
    [{}, "key “lamp”"],
    [{ matched_keywords: [{ keyword: "lamp" }, { keyword: "fog" }] }, "key “lamp” and 1 more"],
    [{ vector_similarity: 0.9 }, "both"],
    [{ activation_method: "vector", vector_similarity: 0.824 }, "vector 0.82"],
    [{ activation_method: "constant" }, "always"],
    [{ activation_method: "manual" }, "pinned"],
    [{ sticky: true }, "sticky"],
    [{ was_included: false, exclusion_reason: "budget_exceeded" }, "room budget"],
    [{ was_included: false, exclusion_reason: "probability_failed" }, "chance"],
  ] as const)("%j is %j", (changes, words) => {
    expect(reasonChip(activationRow(changes as object))).toBe(words);
  });

  test("woke, cut and held back are three things", () => {
    expect(outcomeOf(activationRow())).toBe("woke");
    expect(outcomeOf(activationRow({ was_included: false, exclusion_reason: "budget_exceeded" }))).toBe("cut");
    expect(outcomeOf(activationRow({ was_included: false, exclusion_reason: "cooldown_active" }))).toBe("held");
  });

  test("a coaster is called by its numbers", () => {
    const counts = { included: 3, cut: 1, held_back: 80, by_method: {} };
    expect(coasterWords(counts)).toBe("3 entries, 1 cut");
    expect(coasterWords({ ...counts, included: 1, cut: 0 })).toBe("1 entry");
    expect(coasterWords({ ...counts, included: 0, cut: 0 })).toBe("0 entries");
    expect(turnWords(counts, 488)).toBe("3 woke · 1 cut · 80 held back · 488 tokens");
  });
});

describe("[UI12] a failed reply says what happened, what to do and what is safe", () => {
  const errorOf = (code: string) => ({ code, message: "", retryable: true });

  test("every code has words, and the message is always saved", () => {
    for (const code of Object.keys(ERROR_CODES)) {
      const { what, next } = failureWords(errorOf(code), "Mara");
      expect(what.length).toBeGreaterThan(10);
      expect(next).toContain("Your message is saved.");
    }
  });

  test("only a refused key is called one", () => {
    for (const code of ["rate_limited", "provider_unavailable", "internal", "something_new"]) {
      expect(failureWords(errorOf(code), "Mara").what).not.toMatch(/key/u);
    }
    expect(failureWords(errorOf("something_new"), "Mara").what).toContain("couldn’t confirm why");
  });
});

test("[SAY15] up to three who type are named, more are several", () => {
  expect(["", "Anna is typing…"]).toEqual([typingWords([]), typingWords(["Anna"])]);
  expect(typingWords(["Anna", "Ben"])).toMatch(/^Anna .+ Ben are typing…$/u);
  expect(typingWords(["Anna", "Ben", "Cleo", "Dan"])).toBe("Several people are typing…");
});
