import { describe, expect, test } from "vitest";
import { readImport } from "./read-import.ts";
import * as make from "./testing/make-png.ts";
import { V1, V2, V3 } from "./testing/sample-files.ts";

const read = (...chunks: readonly Uint8Array[]) => readImport(make.png(...chunks));
const nameOf = (...chunks: readonly Uint8Array[]) => {
  const result = read(...chunks);
  return result.ok ? result.plan.bots[0]?.value.name : result.refusal;
};
const named = (name: string) => ({ ...V2, data: { ...(V2["data"] as object), name } });
const payload = (name: string) => make.base64Json(named(name));

describe("where the card stands", () => {
  test.each([
    ["chara_card_v1", V1],
    ["chara_card_v2", V2],
    ["chara_card_v3", V3],
  ])("[FMT4] a %s is read from a tEXt chunk", (format, card) => {
    const result = read(make.text("chara", make.base64Json(card)));
    expect(result.ok && result.plan.format).toBe(format);
  });

  test("[FMT4] ccv3 wins over chara, wherever it stands", () => {
    expect(nameOf(make.text("chara", payload("old")), make.text("ccv3", payload("new")))).toBe("new");
    expect(nameOf(make.text("ccv3", payload("new")), make.text("chara", payload("old")))).toBe("new");
  });

  test("[FMT4] the chunk's name is compared without case, and of two alike the first counts", () => {
    expect(nameOf(make.text("Chara", payload("first")), make.text("chara", payload("second")))).toBe("first");
  });

  test("[FMT4] zTXt, plain and compressed iTXt are read too", () => {
    const bytes = make.ascii(payload("Žofie 猫"));
    expect(nameOf(make.compressedText("chara", bytes))).toBe("Žofie 猫");
    expect(nameOf(make.internationalText("chara", bytes, false))).toBe("Žofie 猫");
    expect(nameOf(make.internationalText("chara", bytes, true))).toBe("Žofie 猫");
  });

  test("[FMT4] bare JSON instead of base64 is read", () => {
    expect(nameOf(make.text("chara", JSON.stringify(named("bare"))))).toBe("bare");
  });

  test("[FMT4] a broken ccv3 gives way to a sound chara and is reported", () => {
    const result = read(make.text("ccv3", "!!!"), make.text("chara", payload("sound")));
    expect(result.ok && result.plan.bots[0]?.value.name).toBe("sound");
    expect(result.ok && result.plan.warnings).toContainEqual(expect.objectContaining({ row: -1, field: "ccv3" }));
  });

  test("[FMT4] a broken card alone is refused, naming the chunk", () => {
    expect(nameOf(make.text("chara", "!!!"))).toMatchObject({ code: "invalid", path: "chara" });
    expect(nameOf(make.text("ccv3", btoa("{")))).toMatchObject({ code: "invalid", path: "ccv3" });
    const deep = btoa(`${"[".repeat(30)}${"]".repeat(30)}`);
    expect(nameOf(make.text("chara", deep))).toMatchObject({ code: "too_large", path: /^chara/ });
  });

  test("[FMT8] a NovelAI picture is named", () => {
    expect(nameOf(make.text("naidata", "e30="))).toMatchObject({ code: "unsupported_media_type", message: /NovelAI/ });
  });
});

describe("text bombs", { timeout: 30_000 }, () => {
  const million = new Uint8Array(1_000_000);

  test("[FMT3] a compressed bomb is refused, whatever the chunk is called", () => {
    const bomb = make.compressedText("Comment", new Uint8Array(20_000_000));
    expect(bomb.length).toBeLessThan(25_000);
    expect(nameOf(bomb, make.text("chara", payload("x")))).toMatchObject({ code: "too_large", message: /text/ });
    expect(nameOf(make.internationalText("x", new Uint8Array(20_000_000), true))).toMatchObject({ code: "too_large" });
  });

  test("[FMT3] inflating stops at the cap: what follows is never looked at", () => {
    const bomb = make.compressedText("Comment", new Uint8Array(20_000_000)).slice(8, -4);
    const half = make.chunk("zTXt", make.join(bomb.slice(0, bomb.length / 2), new Uint8Array(10_000).fill(0xff)));
    expect(nameOf(half)).toMatchObject({ code: "too_large" });
  });

  test("[FMT3] many chunks that are small each count together", () => {
    const part = make.compressedText("Comment", million);
    expect(nameOf(part, part, part, make.text("chara", payload("three")))).toBe("three");
    expect(nameOf(part, part, part, part, make.text("chara", payload("four")))).toMatchObject({ code: "too_large" });
  });

  test("[FMT3] at most a hundred chunks are inflated", () => {
    const small = make.compressedText("Comment", new Uint8Array(1));
    const sound = make.text("chara", payload("sound"));
    expect(nameOf(...Array<Uint8Array>(100).fill(small), sound)).toBe("sound");
    expect(nameOf(...Array<Uint8Array>(101).fill(small), sound)).toMatchObject({ code: "too_large" });
  });

  test("[FMT3] plain text counts too", () => {
    expect(nameOf(make.text("Comment", "x".repeat(4_000_001)))).toMatchObject({ code: "too_large" });
  });

  test("[FMT3] damaged compression is refused, not thrown", () => {
    const good = make.compressedText("chara", make.ascii(payload("x")));
    const cut = make.chunk("zTXt", good.slice(8, -24));
    expect(nameOf(cut)).toMatchObject({ code: "invalid", path: "zTXt" });
    expect(nameOf(make.chunk("zTXt", make.ascii("chara\0\0nonsense")))).toMatchObject({ code: "invalid" });
    expect(nameOf(make.chunk("zTXt", make.ascii("no keyword end")))).toMatchObject({ code: "invalid" });
  });

  test("[FMT3] a long compressed card comes out whole", () => {
    const description = Array.from({ length: 20_000 }, (_, n) => `${(n * 2_654_435_761) % 1_000_003}`).join(" ");
    const card = make.base64Json({ ...V1, description });
    const result = read(make.compressedText("chara", make.ascii(card)));
    expect(result.ok && result.plan.bots[0]?.value.system_prompt).toContain(description);
  });
});
