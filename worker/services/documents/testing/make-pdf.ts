import { zlibSync } from "fflate";

/** What a page shows: lines in a Latin font, and letters of any script in a font that only maps them. */
export interface PageText {
  readonly lines?: readonly string[];
  readonly mapped?: string;
}

export interface PdfOptions {
  /** How the pages' parts are packed. */
  readonly packing?: "none" | "flate" | "ascii85";
  /** More entries of the trailer, e.g. `/Encrypt 9 0 R`. */
  readonly trailer?: string;
  readonly author?: string;
  readonly language?: string;
  /** Parts beside those that are needed, each with its dictionary. */
  readonly parts?: readonly { readonly dictionary: string; readonly bytes: Uint8Array }[];
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const textOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

export function ascii85(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4) {
    const group = [...bytes.subarray(at, at + 4)];
    const word = [0, 1, 2, 3].reduce((sum, nth) => sum * 256 + (group[nth] ?? 0), 0);
    const digits = [4, 3, 2, 1, 0].map((power) => String.fromCharCode(33 + (Math.floor(word / 85 ** power) % 85)));
    text += digits.slice(0, group.length + 1).join("");
  }
  return `${text}~>`;
}

function part(dictionary: string, body: Uint8Array, packing: PdfOptions["packing"] = "none"): string {
  const packed = packing === "none" ? body : zlibSync(body);
  const [filter, text] = {
    none: ["", textOf(packed)],
    flate: ["/Filter /FlateDecode", textOf(packed)],
    ascii85: ["/Filter [/ASCII85Decode /FlateDecode]", packing === "ascii85" ? ascii85(packed) : ""],
  }[packing] as [string, string];
  return `<< ${dictionary} ${filter} /Length ${text.length} >>\nstream\n${text}\nendstream`;
}

/** Every letter of `mapped` as a number of its own, and the map back. */
function letterMap(letters: readonly string[]): string {
  const hex = (code: number) => code.toString(16).padStart(4, "0");
  const rows = letters.map((letter, at) => `<${hex(at + 1)}> <${hex(letter.codePointAt(0)!)}>`).join("\n");
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Letters def
1 begincodespacerange <0000> <FFFF> endcodespacerange ${letters.length} beginbfchar ${rows} endbfchar endcmap end end`;
}

function contentOf({ lines = [], mapped = "" }: PageText, letters: readonly string[]): string {
  const shown = lines.map((line) => (line === "" ? "0 -14 Td" : `0 -14 Td (${line.replace(/[()\\]/g, "\\$&")}) Tj`));
  const codes = [...mapped].map((letter) => (letters.indexOf(letter) + 1).toString(16).padStart(4, "0")).join("");
  const foreign = mapped === "" ? "" : `/F2 12 Tf 0 -40 Td <${codes}> Tj`;
  return `BT /F1 12 Tf 72 760 Td ${shown.join(" ")} ${foreign} ET`;
}

/** A small PDF, built byte by byte: a Latin font, and one of two bytes a letter that only its map explains. */
export function makePdf(pages: readonly PageText[], options: PdfOptions = {}): Uint8Array {
  const letters = [...new Set(pages.flatMap(({ mapped = "" }) => [...mapped]))];
  const firstPage = 8;
  const kids = pages.map((_, at) => `${firstPage + 2 * at} 0 R`).join(" ");
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${options.language ? `/Lang (${options.language})` : ""} >>`,
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    "<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>",
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>",
    part("", latin1(letterMap(letters)), options.packing),
    `<< /Author (${options.author ?? ""}) >>`,
    ...pages.flatMap((page, at) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${firstPage + 2 * at + 1} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>`,
      part("", latin1(contentOf(page, letters)), options.packing),
    ]),
    ...(options.parts ?? []).map(
      ({ dictionary, bytes }) => `<< ${dictionary} /Length ${bytes.length} >>\nstream\n${textOf(bytes)}\nendstream`,
    ),
  ];
  return latin1(fileOf(objects, `/Info 7 0 R ${options.trailer ?? ""}`));
}

const form = (next: number, content: string): string =>
  part(
    `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> /XObject << /X ${next} 0 R >> >>`,
    latin1(content),
  );

/** A PDF of a few kilobytes that draws one word ten times as often with each of `depth` forms, each drawing the next. */
export function makeLaughingPdf(depth: number): Uint8Array {
  const tenTimes = "/X Do ".repeat(10);
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /XObject << /X 6 0 R >> >> >>",
    part("", latin1(tenTimes)),
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ...Array.from({ length: depth }, (_, at) => form(7 + at, tenTimes)),
    form(1, "BT /F1 12 Tf 10 10 Td (ha) Tj ET"),
  ];
  return latin1(fileOf(objects, ""));
}

function fileOf(objects: readonly string[], trailer: string): string {
  let text = "%PDF-1.7\n";
  const offsets = objects.map((object, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const size = objects.length + 1;
  return `${text}xref\n0 ${size}\n0000000000 65535 f \n${offsets.join("")}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${text.length}\n%%EOF`;
}
