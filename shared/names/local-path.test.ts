import { expect, test } from "vitest";
import { localPath } from "./local-path.ts";

test.each(["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", "/", undefined])(
  "[NAME10] who signs in is never sent to %s",
  (path) => expect(localPath(path)).toBe("/rooms"),
);

test("[NAME10] who signs in comes back to where they were", () => {
  expect(localPath("/r/c1?pane=why")).toBe("/r/c1?pane=why");
});
