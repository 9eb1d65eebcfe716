import { describe, expect, test, vi } from "vitest";
import type { Api } from "../net/api.ts";
import { nameProblem, takeName, usernameOf } from "./keep-calls.ts";

const conflict = (path?: string) => ({
  ok: false,
  problem: { status: 409, code: "conflict", detail: "No.", errors: path ? [{ path, message: "is taken" }] : [] },
});
const fine = (value: unknown) => ({ ok: true, value });

function apiOf(answers: Record<string, unknown>) {
  const call = vi.fn(async (method: string, path: string) => answers[`${method} ${path.split("?")[0]}`]);
  return { api: { call } as unknown as Api, calls: () => call.mock.calls.map(([method, path]) => `${method} ${path}`) };
}

describe("[FIRST4] names", () => {
  test.each(["settings", "Settings", "SETTINGS", "api", "Api"])("%s is an address of the café", (name) => {
    expect(nameProblem(name)).toContain("is reserved");
  });

  test.each([
    ["-", "has to have 3 to 50 characters"],
    ["ab", "has to have 3 to 50 characters"],
    ["a--b", "may have a-z"],
    ["名前です", "may have a-z"],
    ["   ", "Pick a name first"],
  ])("%j: %s", (name, words) => {
    expect(nameProblem(name)).toContain(words);
  });

  test("spaces and capitals are nobody's fault", () => {
    expect(nameProblem("Cafe Cat")).toBeNull();
    expect(usernameOf(" Cafe  Cat ")).toBe("cafe-cat");
  });

  test("a name that somebody has is refused, and nothing else is tried", async () => {
    const { api, calls } = apiOf({ "POST /creator-profiles": conflict("username") });
    expect(await takeName(api, "u1", "cafe-cat")).toMatchObject({ ok: false });
    expect(calls()).toEqual(["POST /creator-profiles"]);
  });
});

describe("[FIRST5] keeping a room", () => {
  test("makes a page and gives the name", async () => {
    const { api, calls } = apiOf({
      "POST /creator-profiles": fine({ id: "p1", username: "cafe-cat" }),
      "PATCH /me": fine(null),
    });
    expect(await takeName(api, "u1", "Cafe Cat")).toEqual({ ok: true, value: "cafe-cat" });
    expect(calls()).toEqual(["POST /creator-profiles", "PATCH /me"]);
  });

  test("renames the page of who has made a bot", async () => {
    const { api, calls } = apiOf({
      "POST /creator-profiles": conflict(),
      "GET /creator-profiles": fine({ docs: [{ id: "p1", username: "guest" }] }),
      "PATCH /creator-profiles/p1": fine({ id: "p1", username: "cafe-cat" }),
      "PATCH /me": fine(null),
    });
    expect(await takeName(api, "u1", "cafe-cat")).toEqual({ ok: true, value: "cafe-cat" });
    expect(calls()[1]).toBe("GET /creator-profiles?user=u1&limit=1");
  });
});
