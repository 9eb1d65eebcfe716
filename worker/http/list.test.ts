import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeCursor, encodeCursor, toPage } from "./list.ts";

test("[HTTP15] a cursor comes back as it went, in any script", () => {
  const value = fc.oneof(fc.string({ unit: "grapheme", maxLength: 100 }), fc.integer(), fc.constant(null));
  fc.assert(
    fc.property(value, fc.uuid(), (sortValue, id) => {
      const cursor = { value: sortValue, id };
      expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor);
      expect(encodeCursor(cursor)).toMatch(/^[\w%-]*$/);
    }),
  );
});

test("[HTTP15] the row too many says that there is more", () => {
  const rows = ["a", "b", "c"];
  const cursorOf = (id: string) => ({ value: null, id });
  expect(toPage(rows, 3, cursorOf)).toEqual({ docs: rows, next_cursor: null });
  expect(toPage(rows, 2, cursorOf)).toEqual({ docs: ["a", "b"], next_cursor: encodeCursor({ value: null, id: "b" }) });
  expect(toPage([], 2, cursorOf)).toEqual({ docs: [], next_cursor: null });
});
