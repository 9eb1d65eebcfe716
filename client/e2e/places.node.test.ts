import { expect, test } from "vitest";
import { CLIENT_ROUTES } from "../../shared/names/routes.ts";
import { PLACES } from "./places.ts";

/** The client's routes, and the pages of names, which come after them. */
const DRAWN = [...CLIENT_ROUTES, "/:username", "/:username/:slug"];

test("[SEE8] every address the client draws is on trial, and none that it does not", () => {
  const tried = new Set(PLACES.map(({ route }) => route));
  expect(DRAWN.filter((route) => !tried.has(route))).toEqual([]);
  expect([...tried].filter((route) => route !== "*" && !DRAWN.includes(route))).toEqual([]);
});

test("[SEE8] no two have one name", () => {
  expect(new Set(PLACES.map(({ name }) => name)).size).toBe(PLACES.length);
});
