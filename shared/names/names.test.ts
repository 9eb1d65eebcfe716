import fc from "fast-check";
import { describe, expect, test } from "vitest";
import reserved from "./reserved.json" with { type: "json" };
import { CLIENT_ROUTES, clientPlace, KEPT_ROUTES, WORKER_SEGMENTS } from "./routes.ts";
import { makeSlug, makeUsername, numbered } from "./slugs.ts";
import { foldName, isReserved, MAX_SLUG, nameKey, slugProblem, usernameProblem } from "./usernames.ts";

describe("usernames", () => {
  test.each(["mara", "mara-voss", "a_b-c", "123", "x".repeat(50)])("[NAME1] %s can be taken", (name) => {
    expect(usernameProblem(name)).toBeNull();
  });
  test.each(["ab", "x".repeat(51), "-mara", "mara-", "ma--ra", "ma_-ra", "ma ra", "Mara", "mära", "мara", "ma.ra", ""])(
    "[NAME1] %j cannot be taken",
    (name) => {
      expect(usernameProblem(name)).not.toBeNull();
    },
  );

  test.each([
    ["ＭＡＲＡ", "mara"],
    [" Mara.. ", "mara"],
    ["ﬁnn", "finn"],
  ])("[NAME2] %j is the name %j", (written, folded) => {
    expect(foldName(written)).toBe(folded);
  });
  test.each([
    ["mara-1", "mara_l"],
    ["zo0m", "zoorn"],
    ["vvill", "wi1l"],
    ["s5s", "sss"],
  ])("[NAME2] %s and %s are one name to the eye", (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });
  test("[NAME2] names that differ to the eye have keys of their own", () => {
    expect(new Set(["mara", "marb", "tobias", "ivy", "ivy-2"].map(nameKey)).size).toBe(5);
  });

  test.each(["admin", "ADMIN", "Admin.", "adm1n", "r00ms", "ａｄｍｉｎ", "sign_in", "eng", "-", "r"])(
    "[NAME3] %j is reserved",
    (name) => {
      expect(isReserved(name)).toBe(true);
      expect(usernameProblem(foldName(name))).not.toBeNull();
    },
  );

  test("[NAME4] no first segment of a route is left to be taken", () => {
    const segments = [
      ...[...CLIENT_ROUTES, ...KEPT_ROUTES].map((route) => route.split("/")[1] ?? ""),
      ...WORKER_SEGMENTS,
    ].filter(Boolean);
    expect(segments.length).toBeGreaterThan(40);
    expect(segments.filter((segment) => !reserved.names.includes(segment))).toEqual([]);
  });
});

describe("slugs", () => {
  test("[NAME5] two characters are the fewest, sixty the most", () => {
    expect([slugProblem("ab"), slugProblem("x".repeat(60))]).toEqual([null, null]);
    expect([slugProblem("a"), slugProblem("x".repeat(61)), slugProblem("-"), slugProblem("a--b")]).not.toContain(null);
  });

  test.each([
    ["Mara, Keeper of Lights", "mara-keeper-of-lights"],
    ["  Zoë O’Hara  ", "zoe-ohara"],
    ["Straße Ærø", "strasse-aero"],
    ["美咲", "bot"],
    ["X", "bot-x"],
    ["İpek", "ipek"],
  ])("[NAME6] %j makes %j", (name, slug) => {
    expect(makeSlug(name)).toBe(slug);
  });
  test("[NAME6] any text makes a valid slug and a valid username", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(...reserved.names)), (name) => {
        expect(slugProblem(makeSlug(name))).toBeNull();
        expect(usernameProblem(makeUsername(name))).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });
  test("[NAME7] tries differ and keep to the limit", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), (name) => {
        const tries = [1, 2, 3, 10, 100].map((n) => numbered(makeSlug(name), n, MAX_SLUG));
        expect(new Set(tries).size).toBe(5);
        for (const slug of tries) expect(slugProblem(slug)).toBeNull();
      }),
    );
  });
});

describe("addresses", () => {
  test.each([
    ["/", "screen"],
    ["/rooms/", "screen"],
    ["/r/0199-abc/m/0199-def", "screen"],
    ["/tomes/0199-abc", "nothing"],
    ["/-/gallery", "screen"],
    ["/-/anything/new", "nothing"],
    ["/mara", "creator"],
    ["/mara/lighthouse", "bot"],
    ["/mara/lighthouse/more", "nothing"],
    ["/wp-admin.php/x/y", "nothing"],
    ["/api/nothing", "nothing"],
    ["/rooms/new/more", "nothing"],
    ["/-", "nothing"],
  ])("[NAME8] %s is a %s", (path, kind) => {
    expect(clientPlace(path).kind).toBe(kind);
  });
});
