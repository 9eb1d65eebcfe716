import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyText } from "../../../shared/testing/any-text.ts";
import { readQuery } from "./read-query.ts";

test("[FIND3] nothing that can be typed is syntax to an index", () => {
  const db = new DatabaseSync(":memory:");
  db.exec("create virtual table words using fts5(title, body, scope)");
  db.exec("create virtual table trigrams using fts5(title, body, tokenize = 'trigram remove_diacritics 1')");
  const find = (table: string, match: string) =>
    db.prepare(`select rowid from ${table} where ${table} match ?`).all(`{title body} : (${match})`);
  const syntax = fc.constantFrom(
    '"',
    "*",
    "(",
    ")",
    "{",
    "}",
    ":",
    "^",
    "-",
    "+",
    " AND ",
    " OR ",
    " NOT ",
    "NEAR",
    "\0",
  );
  const typed = fc.array(fc.oneof(syntax, anyText(6)), { maxLength: 12 });
  fc.assert(
    fc.property(typed, (parts) => {
      const { wordMatch, trigramMatch } = readQuery(parts.join(""));
      if (wordMatch !== null) find("words", wordMatch);
      if (trigramMatch !== null) find("trigrams", trigramMatch);
    }),
    { numRuns: 150 },
  );
});

test("[FIND1] a text is found by any of its words, the last one also unfinished", () => {
  const db = new DatabaseSync(":memory:");
  db.exec("create virtual table words using fts5(title, body, scope, tokenize = 'unicode61 remove_diacritics 2')");
  const word = fc.stringMatching(/^[a-zàéîõüçñ]{1,8}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), fc.nat(), fc.nat(), (words, first, cut) => {
      db.exec("delete from words");
      db.prepare("insert into words values ('', ?, '')").run(words.join(", ").toUpperCase());
      const last = words[first % words.length] ?? "";
      const typed = `${words.join(" ")} ${last.slice(0, Math.max(2, cut % (last.length + 1)))}`;
      const { wordMatch } = readQuery(typed);
      expect(db.prepare("select rowid from words where words match ?").all(wordMatch ?? "")).toHaveLength(1);
    }),
    { numRuns: 100 },
  );
});

test.each([
  [
    "lamp oil",
    { words: ["lamp", "oil"], wordMatch: '"lamp" AND "oil" *', trigramMatch: '"lamp" AND "oil"', scanFor: null },
  ],
  ["a", { words: ["a"], wordMatch: '"a"', trigramMatch: null, short: ["a"], scanFor: null }],
  ["灯", { words: ["灯"], trigramMatch: null, scanFor: ["灯"] }],
  ["灯台 lamp", { trigramMatch: '"lamp"', short: ["灯台"], scanFor: null }],
  ["🔥 !", { words: [], wordMatch: null, trigramMatch: null, scanFor: ["🔥 !"] }],
])("[FIND2] %j is looked for where it can be found", (query, terms) => {
  expect(readQuery(query)).toMatchObject(terms);
});
