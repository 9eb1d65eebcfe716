import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { type EntrySketch, entry, evaluateOne, input, only, talk } from "./testing/lore-room.ts";

const vector = { activation_mode: "vector" as const };
const hybrid = { activation_mode: "hybrid" as const };
const spoken = talk("user: key");

function reasons(sketches: readonly EntrySketch[], similarities: Readonly<Record<string, number>>) {
  const trace = evaluate(
    input(
      sketches.map((sketch) => entry(sketch)),
      spoken,
      { similarities: new Map(Object.entries(similarities)) },
    ),
  );
  return Object.fromEntries(trace.entries.map(({ id, reason }) => [id, reason]));
}

describe("[LORE32] vector entries", () => {
  test("pass at their own threshold", () => {
    const sketches = [
      { id: "a", settings: vector },
      { id: "b", settings: vector },
      { id: "c", settings: { ...vector, vector_similarity_threshold: 0.5 } },
      { id: "d", settings: vector },
    ];
    expect(reasons(sketches, { a: 0.7, b: 0.699, c: 0.5 })).toEqual({
      a: null,
      b: "below_threshold",
      c: null,
      d: "below_threshold",
    });
  });

  test("and within their own number of results among those that pass, ties by id", () => {
    const settings = { ...vector, max_vector_results: 2 };
    const sketches = [
      { id: "a", settings },
      { id: "b", settings },
      { id: "c", settings },
      { id: "d", settings: { ...settings, max_vector_results: 4 } },
      { id: "e", settings: { ...settings, vector_similarity_threshold: 1 } },
    ];
    expect(reasons(sketches, { a: 0.8, b: 0.9, c: 0.8, d: 0.75, e: 0.99 })).toEqual({
      a: null,
      b: null,
      c: "outside_top_k",
      d: null,
      e: "below_threshold",
    });
  });

  test("an entry a filter stops takes no rank from the others", () => {
    const settings = { ...vector, max_vector_results: 1 };
    const sketches = [
      { id: "a", settings, filtering: { filter_by_bots: true, excluded_bot_ids: [{ bot_id: "mara" }] } },
      { id: "b", settings },
    ];
    expect(reasons(sketches, { a: 0.99, b: 0.8 })).toEqual({ a: "filter_excluded", b: null });
  });

  test("carry their similarity as score; keys are not tested", () => {
    const found = evaluateOne({ keys: ["key"], settings: vector }, spoken, { similarities: new Map([["e", 0.83]]) });
    expect(found).toMatchObject({
      included: true,
      method: "vector",
      score: 0.83,
      vector_similarity: 0.83,
      matched_keywords: [],
    });
    const below = evaluateOne({ settings: vector }, spoken, { similarities: new Map([["e", 0.4]]) });
    expect(below).toMatchObject({ included: false, score: 0.4, vector_similarity: 0.4, method: null });
  });

  test.each([[undefined], [null]])("without a search (%s) they say so, and nothing else suffers", (similarities) => {
    const trace = evaluate({
      ...input(
        [
          entry({ id: "v", settings: vector }),
          entry({ id: "h", keys: ["none"], settings: hybrid }),
          entry({ id: "hk", keys: ["key"], settings: hybrid }),
          entry({ id: "k", keys: ["key"] }),
        ],
        spoken,
      ),
      ...(similarities === null && { similarities }),
    });
    expect(Object.fromEntries(trace.entries.map(({ id, reason }) => [id, reason]))).toEqual({
      h: "vector_unavailable",
      hk: null,
      k: null,
      v: "vector_unavailable",
    });
  });
});

describe("[LORE32] hybrid entries", () => {
  test("fire by keyword or vector; both is keyword, with the similarity beside it", () => {
    const at = (key: string, similarity?: number) =>
      evaluateOne({ keys: [key], settings: hybrid }, spoken, {
        similarities: new Map(similarity === undefined ? [] : [["e", similarity]]),
      });
    expect(at("key", 0.9)).toMatchObject({ method: "keyword", score: 2, vector_similarity: 0.9, included: true });
    expect(at("key")).toMatchObject({ method: "keyword", vector_similarity: null, included: true });
    expect(at("none", 0.9)).toMatchObject({ method: "vector", score: 0.9, included: true });
    expect(at("none", 0.2)).toMatchObject({ method: null, reason: "below_threshold", included: false });
  });

  test("keyword entries have nothing to do with similarities", () => {
    const found = evaluateOne({ keys: ["none"] }, spoken, { similarities: new Map([["e", 1]]) });
    expect(found).toMatchObject({ included: false, reason: "no_match", vector_similarity: null });
    expect(only(evaluate(input([entry({ keys: ["none"] })], spoken)))).toMatchObject({ reason: "no_match" });
  });
});
