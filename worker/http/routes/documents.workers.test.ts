import { env } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { makePdf } from "../../services/documents/testing/make-pdf.ts";
import { grant } from "../../testing/d1-rows.ts";
import { call, json, signIn } from "../testing/call.ts";

const { DB, MEDIA } = env as unknown as { DB: D1Database; MEDIA: R2Bucket };

const people = async () => {
  await signIn("admin@x.test", "Admin");
  return { mara: await signIn("mara@x.test", "Mara"), ivy: await signIn("ivy@x.test", "Ivy") };
};
const makeTome = async (token: string): Promise<string> =>
  (await json(await call("/api/knowledge-collections", { token, json: { name: "Grey Harbour" } }))).id;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const upload = (token: string, tome: string, bytes: Uint8Array, name: string, more: Record<string, string> = {}) => {
  const form = new FormData();
  form.set("file", new File([bytes as Uint8Array<ArrayBuffer>], name));
  form.set("knowledge_collection", tome);
  for (const [field, value] of Object.entries(more)) form.set(field, value);
  return call("/api/knowledge/documents", { method: "POST", token, body: form });
};
const entry = async (token: string, id: string) => json(await call(`/api/knowledge/${id}`, { token }));
const filesOf = async (user: string) => (await MEDIA.list({ prefix: `documents/${user}/` })).objects.length;

describe("a document", () => {
  test("[DOC1] a PDF becomes an entry with its text, in whatever script, and what it says of itself", async () => {
    const { mara } = await people();
    const tome = await makeTome(mara.token);
    const pages = [
      { lines: ["The lamp never goes out.", "Nobody knows why."], mapped: "Прилив龍" },
      { lines: ["Second page."] },
    ];
    const bytes = makePdf(pages, { packing: "flate", author: "Wren", language: "en-GB" });
    const answer = await upload(mara.token, tome, bytes, "Tides & lamps.pdf", { tags: "tide, lamp" });
    expect(answer.status).toBe(201);
    const made = await json(answer);
    expect(made).toMatchObject({ filename: "Tides  lamps.pdf", mime_type: "application/pdf", pages: 2 });
    const row = await entry(mara.token, made.knowledge[0].id);
    expect(row.entry).toBe("The lamp never goes out.\nNobody knows why.\n\nПрилив龍\n\nSecond page.");
    expect(row).toMatchObject({ type: "document", title: "Tides  lamps", r2_file_key: made.r2_file_key });
    expect(row.tags).toEqual([{ tag: "tide" }, { tag: "lamp" }]);
    expect(row.activation_settings.activation_mode).toBe("vector");
    expect(row.content_metadata).toMatchObject({ author: "Wren", language: "en-GB", pages: 2, word_count: 12 });
    expect(row.tokens).toBeGreaterThan(10);
  });

  test("[DOC1] is one where its text was written for old readers, letter by letter", async () => {
    const { mara } = await people();
    const bytes = makePdf([{ lines: ["Tide."] }], { packing: "ascii85" });
    const made = await json(await upload(mara.token, await makeTome(mara.token), bytes, "old.txt"));
    expect((await entry(mara.token, made.knowledge[0].id)).entry).toBe("Tide.");
  });

  test.each([
    ["notes.txt", "text/plain; charset=utf-8", "Ebb.\r\n\r\nFlow."],
    ["notes.md", "text/markdown; charset=utf-8", "\ufeff# Ebb\r\nFlow."],
  ])("[DOC2] %s becomes an entry", async (name, mime_type, text) => {
    const { mara } = await people();
    const tome = await makeTome(mara.token);
    const made = await json(await upload(mara.token, tome, utf8(text), name));
    expect(made).toMatchObject({ filename: name, mime_type, pages: null, word_count: 2 });
    const row = await entry(mara.token, made.knowledge[0].id);
    expect(row.entry).toBe(text.replace("\ufeff", "").replaceAll("\r\n", "\n"));
    expect(row.content_metadata).toMatchObject({ filename: name, mime_type, word_count: 2, author: null });
    expect(
      (await json(await call(`/api/knowledge?knowledge_collection=${tome}`, { token: mara.token }))).docs,
    ).toHaveLength(1);
  });

  test("[DOC3] [DOC4] what is no document is refused naming `file`, and nothing of it is kept", async () => {
    const { mara } = await people();
    const tome = await makeTome(mara.token);
    const pictures = makePdf([{}, {}]);
    const cut = makePdf([{ lines: ["x"] }]).slice(0, 60);
    const pages = makePdf(Array.from({ length: 501 }, () => ({ lines: ["x"] })));
    const bad: [string, Uint8Array, number, RegExp][] = [
      ["a.pdf", utf8("<html>%PDF-1.4"), 400, /called a PDF/],
      ["a.exe", utf8("MZ"), 400, /PDF, TXT or Markdown/],
      ["a.txt", new Uint8Array(64), 400, /NUL/],
      ["a.txt", Uint8Array.of(0xe9), 400, /UTF-8/],
      ["a.txt", utf8(" \n"), 400, /no text/],
      ["a.txt", new Uint8Array(0), 400, /empty/],
      ["a.txt", new Uint8Array(10_000_001).fill(0x61), 413, /10 MB/],
      ["a.pdf", pictures, 400, /OCR/],
      ["a.pdf", cut, 400, /damaged/],
      ["a.pdf", makePdf([{ lines: ["x"] }], { trailer: "/Encrypt 9 0 R" }), 400, /encrypted/],
      ["a.pdf", pages, 413, /500 pages/],
    ];
    for (const [name, bytes, status, words] of bad) {
      const answer = await upload(mara.token, tome, bytes, name);
      const problem = await json(answer);
      expect([answer.status, problem.errors?.[0]?.path, problem.detail]).toEqual([
        status,
        "file",
        expect.stringMatching(words),
      ]);
    }
    expect(await filesOf(mara.user.id)).toBe(0);
    const { docs } = await json(await call(`/api/knowledge?knowledge_collection=${tome}`, { token: mara.token }));
    expect(docs).toEqual([]);
  });

  test.each([
    ["no file", { file: null }, "file"],
    ["no tome", { knowledge_collection: null }, "knowledge_collection"],
    ["a field nobody declared", { user: "x" }, "user"],
    ["a tag too long", { tags: "x".repeat(61) }, "tags"],
  ])("[DOC9] a form with %s is refused by name", async (_, change, path) => {
    const { mara } = await people();
    const fields: Record<string, string | File | null> = {
      file: new File(["x"], "a.txt"),
      knowledge_collection: await makeTome(mara.token),
      ...change,
    };
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) if (value !== null) form.set(name, value);
    const answer = await call("/api/knowledge/documents", { method: "POST", token: mara.token, body: form });
    expect([answer.status, (await json(answer)).errors[0].path]).toEqual([400, path]);
  });

  test("[DOC5] [DOC8] that is longer than an entry becomes several, in order, sharing one file", async () => {
    const { mara } = await people();
    const tome = await makeTome(mara.token);
    const paragraphs = Array.from({ length: 45 }, (_, at) => `${at} ${"tide ".repeat(2_000)}`.trim());
    const made = await json(await upload(mara.token, tome, utf8(paragraphs.join("\n\n")), "Tides.txt"));
    expect(made.knowledge.map(({ title }: { title: string }) => title)).toEqual([
      "Tides (1 of 3)",
      "Tides (2 of 3)",
      "Tides (3 of 3)",
    ]);
    const rows = await Promise.all(made.knowledge.map(({ id }: { id: string }) => entry(mara.token, id)));
    expect(rows.map(({ entry: text }) => text).join("\n\n") === paragraphs.join("\n\n")).toBe(true);
    expect(rows.map(({ content_metadata: { part, parts } }) => [part, parts])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    const { docs } = await json(
      await call(`/api/knowledge?knowledge_collection=${tome}&sort=createdAt`, { token: mara.token }),
    );
    expect(docs.map(({ id }: { id: string }) => id)).toEqual(made.knowledge.map(({ id }: { id: string }) => id));
    expect(await filesOf(mara.user.id)).toBe(1);
    for (const [at, { id }] of rows.entries()) {
      expect((await call(`/api/knowledge/${id}`, { method: "DELETE", token: mara.token })).status).toBe(204);
      expect(await filesOf(mara.user.id)).toBe(at === 2 ? 0 : 1);
    }
  });

  test("[DOC7] [DOC8] its file is for those who read the entry, to be kept and never run, and goes with it", async () => {
    const { mara, ivy } = await people();
    const tome = await makeTome(mara.token);
    const bytes = utf8("<script>alert(1)</script>");
    const made = await json(await upload(mara.token, tome, bytes, 'Ebb "and" Flöw.txt'));
    const path = `/api/knowledge/${made.knowledge[0].id}/file`;
    const file = await call(path, { token: mara.token });
    expect(file.status).toBe(200);
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": "attachment; filename=\"Ebb and Fl_w.txt\"; filename*=UTF-8''Ebb%20and%20Fl%C3%B6w.txt",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    });
    for (const token of [undefined, ivy.token]) expect((await call(path, token ? { token } : {})).status).toBe(404);
    const type = "knowledgeCollection";
    await grant(DB, { user: ivy.user.id, by: mara.user.id, type, id: tome, permission: "read" });
    expect((await call(path, { token: ivy.token })).status).toBe(200);
    const other = await json(
      await call("/api/knowledge", { token: mara.token, json: { entry: "x", knowledge_collection: tome } }),
    );
    expect((await call(`/api/knowledge/${other.id}/file`, { token: mara.token })).status).toBe(404);
    await call(`/api/knowledge/${made.knowledge[0].id}`, { method: "DELETE", token: mara.token });
    expect([(await call(path, { token: mara.token })).status, await filesOf(mara.user.id)]).toEqual([404, 0]);
  });

  test("[DOC9] is for those who may write in the tome, and in its owner's room", async () => {
    const { mara, ivy } = await people();
    const tome = await makeTome(mara.token);
    const send = () => upload(ivy.token, tome, utf8("Ebb."), "a.txt");
    expect((await send()).status).toBe(404);
    const given = { user: ivy.user.id, by: mara.user.id, type: "knowledgeCollection", id: tome } as const;
    await grant(DB, { ...given, permission: "read" });
    expect((await send()).status).toBe(403);
    await grant(DB, { ...given, permission: "write" });
    const made = await json(await send());
    expect(await entry(mara.token, made.knowledge[0].id)).toMatchObject({ user: mara.user.id, right: "owner" });
    const full =
      "UPDATE knowledge SET content_metadata = json_set(content_metadata, '$.filesize', 500000000) WHERE id = ?";
    await DB.prepare(full).bind(made.knowledge[0].id).run();
    const refusal = await send();
    expect([refusal.status, (await json(refusal)).code]).toEqual([403, "limit_reached"]);
    expect(await filesOf(mara.user.id)).toBe(1);
  });
});
