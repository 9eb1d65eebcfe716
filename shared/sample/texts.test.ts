import { expect, test } from "vitest";
import { DocumentationInput } from "../fields/documentation.ts";
import { LEGAL_TYPES, LegalDocumentInput } from "../fields/legal-documents.ts";
import { TutorialInput } from "../fields/tutorials.ts";
import { sampleArticles, sampleTutorials } from "./help.ts";
import { sampleLegalTexts } from "./legal.ts";

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const AT = "2026-11-23T04:55:06.000Z";

test("[SAMPLE6] every text is a valid row that anyone may read, under an id of its own", () => {
  const [articles, tutorials, texts] = [sampleArticles(), sampleTutorials(), sampleLegalTexts(AT)];
  for (const { input } of articles) expect(DocumentationInput.parse(input)).toEqual({ ...input, is_published: true });
  for (const { input } of tutorials) expect(TutorialInput.parse(input)).toEqual({ ...input, is_published: true });
  for (const { input } of texts) expect(LegalDocumentInput.parse(input)).toEqual({ ...input, is_active: true });
  const ids = [...articles, ...tutorials, ...texts].map(({ id }) => id);
  for (const id of ids) expect(id).toMatch(UUID_V7);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(articles.map(({ input }) => input.slug)).size).toBe(articles.length);
});

test("[SAMPLE6] each legal type has one text, which says that the server's own belong there", () => {
  const texts = sampleLegalTexts(AT);
  expect(texts.map(({ input }) => input.type)).toEqual([...LEGAL_TYPES]);
  for (const { input } of texts) expect(input.content).toContain("Whoever runs this server answers for it");
});
