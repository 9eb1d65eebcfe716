// @vitest-environment happy-dom
import { exec } from "preact-iso/router";
import { describe, expect, test } from "vitest";
import { CLIENT_ROUTES, clientPlace, KEPT_ROUTES } from "../../shared/names/routes.ts";
import { NAME_SCREENS, SCREENS } from "./screens.ts";

const TABLE = Object.entries({ ...SCREENS, ...NAME_SCREENS });
const addressOf = (route: string): string => route.replaceAll(/:\w+/g, "0199-abc");
/** What the router shows: the first that fits. */
const screenAt = (path: string) => TABLE.find(([route]) => exec(path, route, { path, query: {}, params: {} }))?.[1];

describe("screens", () => {
  test.each(CLIENT_ROUTES)("[FRM1] %s has a screen of its own, here and for the server", (route) => {
    const path = addressOf(route);
    expect(clientPlace(path).kind).toBe("screen");
    expect(screenAt(path)).toBe(SCREENS[route]);
    expect(screenAt(path)).toBeTypeOf("function");
  });

  test.each(KEPT_ROUTES)("[FRM1] %s has no screen, and the server says so", (route) => {
    expect(clientPlace(addressOf(route)).kind).toBe("nothing");
  });

  test("[FRM1] names come after every screen", () => {
    expect(screenAt("/mara")).toBe(NAME_SCREENS["/:username"]);
    expect(screenAt("/mara/lighthouse")).toBe(NAME_SCREENS["/:username/:slug"]);
    expect(screenAt("/mara/lighthouse/more")).toBeUndefined();
  });
});
