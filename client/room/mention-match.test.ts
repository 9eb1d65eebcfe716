import { describe, expect, test } from "vitest";
import { insertMention, type Mentionable, mentionAtCaret, rankMentions } from "./mention-match.ts";

const people: Mentionable[] = [
  { id: "anna", name: "Anna", kind: "person" },
  { id: "mara", name: "Mara Quill", kind: "bot" },
  { id: "quin", name: "Quintus", kind: "bot" },
  { id: "ivy", name: "Ívy", kind: "bot" },
];
const names = (query: string) => rankMentions(people, query).map((p) => p.name);

describe("[UI7] the mention list", () => {
  test("opens behind an @ that starts a word, and follows what is typed", () => {
    expect(mentionAtCaret("@", 1)).toEqual({ at: 0, query: "" });
    expect(mentionAtCaret("hi @Mara Qu", 11)).toEqual({ at: 3, query: "Mara Qu" });
    expect(mentionAtCaret("(@iv) rest", 4)).toEqual({ at: 1, query: "iv" });
    expect(mentionAtCaret("anna@example", 12)).toBeNull();
    expect(mentionAtCaret("@ mara", 6)).toBeNull();
    expect(mentionAtCaret("@one\ntwo", 8)).toBeNull();
    expect(mentionAtCaret("none", 4)).toBeNull();
  });

  test("offers bots before people, whole beginnings first, without caring for case or accents", () => {
    expect(names("")).toEqual(["Mara Quill", "Quintus", "Ívy", "Anna"]);
    expect(names("qui")).toEqual(["Quintus", "Mara Quill"]);
    expect(names("IVY")).toEqual(["Ívy"]);
    expect(names("zed")).toEqual([]);
  });

  test("puts the whole name in place of what was typed", () => {
    expect(insertMention("hi @ma there", 6, { at: 3, query: "ma" }, "Mara Quill")).toEqual({
      text: "hi @Mara Quill there",
      caret: 15,
    });
  });
});
