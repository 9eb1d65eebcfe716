import { describe, expect, test } from "vitest";
import { decodeDocumentText } from "./decode-document-text.ts";
import { sniffDocument } from "./sniff-document.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, isLittle: boolean) => {
  const marked = `\ufeff${text}`;
  const view = new DataView(new ArrayBuffer(2 * marked.length));
  for (let at = 0; at < marked.length; at++) view.setUint16(2 * at, marked.charCodeAt(at), isLittle);
  return new Uint8Array(view.buffer);
};
const messageOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (
      (error as { publicMessage: string; fields: { path: string }[] }).fields.map(({ path }) => path) +
      ": " +
      (error as { publicMessage: string }).publicMessage
    );
  }
  return "taken";
};

describe("the text of a file", () => {
  test.each([
    ["UTF-8", utf8("Prilliv Прилив 龍 😀")],
    ["UTF-8 with its mark", utf8("\ufeffPrilliv Прилив 龍 😀")],
    ["UTF-16, little end first", utf16("Prilliv Прилив 龍 😀", true)],
    ["UTF-16, big end first", utf16("Prilliv Прилив 龍 😀", false)],
  ])("[DOC2] is read from %s", (_, bytes) => {
    expect(decodeDocumentText(bytes)).toBe("Prilliv Прилив 龍 😀");
  });

  test("[DOC2] has one kind of line end, page breaks as paragraphs and no other controls", () => {
    expect(decodeDocumentText(utf8("a\r\nb\rc\td\fe\u0007\u001bf\u0085g"))).toBe("a\nb\nc\td\n\nefg");
  });

  test.each([
    ["Latin-1", Uint8Array.of(0x63, 0x61, 0x66, 0xe9), /not UTF-8/],
    ["UTF-8 that breaks off", utf8("龍").slice(0, 2), /not UTF-8/],
    ["UTF-16 that breaks off", utf16("ab", true).slice(0, 5), /damaged UTF-16/],
    ["half a pair", utf16("a\ud83d", true), /damaged UTF-16/],
    ["NUL bytes", new Uint8Array(64), /NUL/],
    ["UTF-16 without its mark", utf16("abc", true).slice(2), /NUL/],
  ])("[DOC3] is refused of %s", (_, bytes, words) => {
    expect(messageOf(() => decodeDocumentText(bytes))).toMatch(words);
    expect(messageOf(() => decodeDocumentText(bytes))).toMatch(/^file: /);
  });
});

describe("what a file is", () => {
  const pdf = utf8("%PDF-1.4\n");
  test.each([
    ["a.pdf", pdf, "pdf"],
    ["a.txt", pdf, "pdf"],
    ["", pdf, "pdf"],
    ["a.txt", utf8("x"), "text"],
    ["a.TEXT", utf8("x"), "text"],
    ["notes", utf8("x"), "text"],
    ["a.md", utf8("# x"), "markdown"],
    ["a.b.Markdown", utf8("# x"), "markdown"],
  ])("[DOC3] %s is taken for what it is", (name, bytes, kind) => {
    expect(sniffDocument(bytes, name)).toBe(kind);
  });

  const start = (...bytes: number[]) => Uint8Array.from([...bytes, 0x20, 0x20]);
  test.each([
    ["a.pdf", utf8("<html>%PDF-1.4"), /called a PDF/],
    ["a.pdf", start(0x50, 0x4b, 3, 4), /PDF, TXT or Markdown/],
    ["a.txt", start(0x50, 0x4b, 3, 4), /PDF, TXT or Markdown/],
    ["a.md", start(0x89, 0x50, 0x4e, 0x47), /PDF, TXT or Markdown/],
    ["a.txt", start(0x47, 0x49, 0x46, 0x38), /PDF, TXT or Markdown/],
    ["a.txt", start(0xff, 0xd8, 0xff), /PDF, TXT or Markdown/],
    ["a.docx", utf8("x"), /PDF, TXT or Markdown/],
    ["a.html", utf8("<script>"), /PDF, TXT or Markdown/],
    ["a.svg", utf8("<svg>"), /PDF, TXT or Markdown/],
    ["a.txt.exe", utf8("x"), /PDF, TXT or Markdown/],
  ])("[DOC3] %s is refused", (name, bytes, words) => {
    expect(messageOf(() => sniffDocument(bytes, name))).toMatch(words);
  });
});
