import { expect, test } from "vitest";
import { DEFAULT_TURN_TAKING, TURN_STRATEGIES } from "../../shared/fields/conversation.ts";
import { endRefusal, ownerRefusal, writeRefusal } from "./ticket-rail-rights.ts";
import { costWords } from "./turn-rule-words.ts";

const actor = (role: string, me = "ben") => ({ role, me, nameOf: (id: string) => (id === "anna" ? "Anna" : id) });
const turn = { asked_by: "anna", payer: "cleo" };

test("[SAY1] only who asked, who pays, and owners may end a turn; others read why not", () => {
  expect(endRefusal(turn, actor("member", "anna"))).toBeNull();
  expect(endRefusal(turn, actor("member", "cleo"))).toBeNull();
  expect(endRefusal(turn, actor("owner"))).toBeNull();
  expect(endRefusal(turn, actor("member"))).toContain("Anna");
  expect(endRefusal(turn, actor("viewer", "anna"))).toContain("read this room");
  expect([writeRefusal("member"), writeRefusal("owner")]).toEqual([null, null]);
  expect(ownerRefusal("member")).toContain("owner");
});

test("[SAY2] every way of taking turns says what it costs in replies", () => {
  expect(TURN_STRATEGIES.map((strategy) => costWords(strategy, 3, DEFAULT_TURN_TAKING))).toEqual([
    "No reply unasked.",
    "1 to 2 replies a message.",
    "3 replies a message.",
    "About 1 reply a message.",
    "About 1 reply a message.",
    "About 1 reply a message.",
    "1 to 2 replies a message.",
    "Up to 6 replies a message.",
  ]);
  expect(costWords("natural", 1, DEFAULT_TURN_TAKING)).toBe("About 1 reply a message.");
});
