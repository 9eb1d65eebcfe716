import { describe, expect, test } from "vitest";
import { readPdf } from "./read-pdf.ts";
import { makeLaughingPdf, makePdf } from "./testing/make-pdf.ts";

describe("readPdf", () => {
  // Pages show Arabic from its left end; read, it begins at its right one.
  const [shown, read] = ["\u0651\u062f\u0645", "\u0645\u062f\u0651"];

  test("[DOC1] keeps lines and paragraphs apart, and pages", async () => {
    const lines = ["The lamp", "is out.", "", "", "Nobody (but Wren)", "knows \\\\ why."];
    const { text, pages } = await readPdf(makePdf([{ lines }, {}, { mapped: shown }]));
    expect([text, pages]).toEqual([`The lamp\nis out.\n\nNobody (but Wren)\nknows \\\\ why.\n\n${read}`, 3]);
  });

  test("[DOC1] says who wrote it and in which language, or nothing", async () => {
    const page = [{ lines: ["x"] }];
    expect(await readPdf(makePdf(page, { author: "Wren", language: "pt-BR" }))).toMatchObject({
      author: "Wren",
      language: "pt-BR",
    });
    expect(await readPdf(makePdf(page))).toMatchObject({ author: null, language: null });
  });

  test("[DOC4] leaves in the middle a page that never ends", async () => {
    const from = performance.now();
    await expect(readPdf(makeLaughingPdf(8), 300)).rejects.toMatchObject({ code: "too_large" });
    // Left alone it goes on for minutes.
    expect(performance.now() - from).toBeLessThan(10_000);
    expect((await readPdf(makeLaughingPdf(1))).text.match(/ha/g)).toHaveLength(100);
  });

  test.each([
    ["nothing after its first line", "%PDF-1.7\n"],
    ["no pages", "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>"],
    ["noise", `%PDF-1.7\n${"\u00e9\u0000(<<[".repeat(5_000)}`],
  ])("[DOC4] refuses one with %s", async (_, text) => {
    const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
    await expect(readPdf(bytes)).rejects.toMatchObject({ code: "attachment_rejected", fields: [{ path: "file" }] });
  });
});
