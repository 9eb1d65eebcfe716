import { expect, test } from "vitest";
import type { InvitationRow } from "../../shared/fields/invitations.ts";
import { closedWords, holds, invitationWords, payWords } from "./invitation-words.ts";

const row: InvitationRow = {
  id: "i",
  conversation: "c",
  role: "member",
  created_by: "u",
  expires_at: "2026-11-30T12:00:00.000Z",
  uses: 10,
  used: 2,
  revoked_at: null,
  createdAt: "",
  updatedAt: "",
};

test("[INV11] who pays is said for every bot, by name", () => {
  expect(
    payWords([
      { name: "Mara", pays: "owner" },
      { name: "Ivy", pays: "practice" },
      { name: "Tobias", pays: "owner" },
      { name: "Wren", pays: "house" },
    ]),
  ).toEqual([
    "The key of the room’s owner pays for the words of Mara and Tobias. Nobody else may spend it: it answers its owner only.",
    "This café pays for the words of Wren.",
    "The words of Ivy come from the practice model and cost nothing.",
  ]);
  expect(payWords([])).toEqual([]);
  const crowd = Array.from({ length: 12 }, (_, at) => ({ name: `Bot ${at}`, pays: "practice" as const }));
  expect(payWords(crowd)).toEqual(["The words of all 12 bots come from the practice model and cost nothing."]);
  expect(payWords([{ name: "Mara", pays: "owner" }], 20)[0]).toContain("Others may have 20 turns a day on it.");
  expect(payWords([{ name: "Mara", pays: "owner" }], null)[0]).toContain("Others may ask on it too.");
});

test("[INV12] each end of a link has its own words, and an open one none", () => {
  const words = (["expired", "used_up", "full"] as const).map((state) => closedWords({ state, inviter_name: "Anna" }));
  expect(new Set(words).size).toBe(3);
  for (const word of words) expect(word).toContain("Anna");
  expect(closedWords({ state: "open", inviter_name: "Anna" })).toBeNull();
});

test("[INV13] an invitation says how many came in and until when, and holds as long as it lets somebody in", () => {
  expect(invitationWords(row)).toMatch(/^2 of 10 came in · until .*2026/);
  expect(invitationWords({ ...row, uses: null, expires_at: null })).toBe("2 came in · without an end");
  const before = new Date("2026-11-30T11:59:59Z");
  const ends: [Partial<InvitationRow>, boolean][] = [
    [{}, true],
    [{ used: 10 }, false],
    [{ revoked_at: "2026-11-01T00:00:00.000Z" }, false],
    [{ expires_at: null, uses: null, used: 99 }, true],
  ];
  expect(ends.map(([change]) => holds({ ...row, ...change }, before))).toEqual(ends.map(([, is]) => is));
  expect(holds(row, new Date("2026-11-30T12:00:00Z"))).toBe(false);
});
