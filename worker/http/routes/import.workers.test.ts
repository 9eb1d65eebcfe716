import { env } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import { MAX_IMPORT_BYTES } from "../../../shared/fields/import.ts";
import { MAX_JSON_BYTES } from "../../../shared/formats/read-import.ts";
import * as make from "../../../shared/formats/testing/make-png.ts";
import { V2 } from "../../../shared/formats/testing/sample-files.ts";
import type { Env } from "../../env.ts";
import { call, json, signIn } from "../testing/call.ts";

const { DB: db, MEDIA: media } = env as unknown as Env;
let token: string;
let userId: string;
beforeEach(async () => {
  const mara = await signIn("mara@x.test", "Mara");
  ({ token } = mara);
  userId = mara.user.id;
});

const sendFile = (bytes: Uint8Array | string, name: string, query = "", vars: Partial<Env> = {}) => {
  const body = new FormData();
  body.set("file", new File([bytes as Uint8Array<ArrayBuffer>], name));
  return call(`/api/import${query}`, { token, body, vars });
};
const sendJson = (value: unknown, query = "") => call(`/api/import${query}`, { token, json: value });
const get = async (path: string) => json(await call(`/api/${path}`, { token }));
const mine = async () => {
  const counts = ["bots", "knowledge_collections", "knowledge", "collection_links", "jobs", "media"].map(
    async (table) => [
      table,
      await db.prepare(`SELECT count(*) AS n FROM ${table} WHERE user = ?`).bind(userId).first("n"),
    ],
  );
  return Object.fromEntries(await Promise.all(counts));
};
const NOTHING = { bots: 0, knowledge_collections: 0, knowledge: 0, collection_links: 0, jobs: 0, media: 0 };
const book = (entries: number, fields: object = {}) => ({
  name: "Grey Harbour",
  entries: Object.fromEntries(
    Array.from({ length: entries }, (_, uid) => [
      uid,
      {
        uid,
        key: [`lamp${uid}`],
        keysecondary: [],
        comment: `Lamp ${uid}`,
        content: `The lamp number ${uid}.`,
        order: 100,
        ...fields,
      },
    ]),
  ),
});
const card = {
  ...V2,
  data: {
    ...(V2["data"] as object),
    name: "Mara Quill",
    extensions: { talkativeness: "0.8" },
    character_book: {
      name: "Her book",
      entries: [{ keys: ["lamp"], content: "It is out.", enabled: true, insertion_order: 3, extensions: {} }],
      extensions: {},
    },
  },
};

describe("an import", () => {
  test("[DATA60] of a card's picture makes bot, book, entries, link and picture, and answers a job that is done", async () => {
    const png = make.png(make.text("chara", make.base64Json(card)));
    const response = await sendFile(png, "mara.png");
    expect(response.status).toBe(200);
    const job = await json(response);
    expect(job).toMatchObject({ kind: "import", status: "done", done: 3, total: 3 });
    expect(job.result).toMatchObject({ knowledge: 1, conversations: [] });
    const [botId] = job.result.bots;
    const [tomeId] = job.result.knowledge_collections;
    const bot = await get(`bots/${botId}`);
    expect(bot).toMatchObject({
      name: "Mara Quill",
      slug: "mara-quill",
      knowledge_collections: [tomeId],
      right: "owner",
    });
    expect(bot.extensions.talkativeness).toBe(0.8);
    const picture = await call(bot.picture_url);
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(new TextDecoder("latin1").decode(await picture.arrayBuffer())).not.toContain("chara");
    const { docs } = await get(`knowledge?knowledge_collection=${tomeId}`);
    expect(docs).toMatchObject([{ entry: "It is out.", user: userId, positioning: { order: 3 } }]);
    expect(docs[0].tokens).toBeGreaterThan(0);
    expect(await get(`jobs/${job.id}`)).toMatchObject({ id: job.id, result: job.result });
    expect((await get("jobs?kind=import")).docs).toHaveLength(1);
  });

  test("[DATA60] of JSON, as a file or as the body, is the same; a name twice is numbered", async () => {
    await sendFile(JSON.stringify(card), "mara.json");
    const job = await json(await sendJson(card));
    expect((await get(`bots/${job.result.bots[0]}`)).slug).toBe("mara-quill-2");
    expect(await mine()).toEqual({
      ...NOTHING,
      bots: 2,
      knowledge_collections: 2,
      knowledge: 2,
      collection_links: 2,
      jobs: 2,
    });
  });

  test("[DATA61] as a preview says what it would make, with the same warnings, and makes nothing", async () => {
    const odd = book(2, { position: 2, extraField: 1, order: 5_000 });
    const preview = await json(await sendJson(odd, "?preview=true"));
    expect(preview).toMatchObject({
      format: "world_info",
      bots: [],
      knowledge_collections: [{ name: "Grey Harbour", entries: 2 }],
      knowledge: 2,
    });
    expect(preview.warnings.length).toBeGreaterThan(0);
    expect(await mine()).toEqual(NOTHING);
    const { result } = await json(await sendJson(odd));
    expect(result.warnings).toEqual(preview.warnings);
  });

  test("[DATA62] of ten thousand entries is one transaction", async () => {
    const { result, total } = await json(await sendJson(book(10_000)));
    expect([result.knowledge, total]).toEqual([10_000, 10_001]);
    expect(
      (await get(`knowledge-collections/${result.knowledge_collections[0]}`)).sharing_settings.knowledge_count,
    ).toBe(10_000);
  }, 60_000);

  test("[DATA62] that breaks off leaves nothing behind, not even the picture", async () => {
    await db
      .prepare("CREATE TRIGGER nothing_more BEFORE INSERT ON jobs BEGIN SELECT raise(ABORT, 'D1 fails here'); END")
      .run();
    const png = make.png(make.text("chara", make.base64Json(card)));
    expect((await sendFile(png, "mara.png")).status).toBe(500);
    expect(await mine()).toEqual(NOTHING);
    expect((await media.list()).objects).toEqual([]);
  });

  test("[DATA63] with keys that cannot run keeps the entry, says so, and lets the rest of it be changed", async () => {
    const job = await json(await sendJson(book(1, { key: ["/(?<=a)b/"] })));
    expect(job.result.warnings).not.toEqual([]);
    const [entry] = (await get(`knowledge?knowledge_collection=${job.result.knowledge_collections[0]}`)).docs;
    const change = (body: object) => call(`/api/knowledge/${entry.id}`, { method: "PATCH", token, json: body });
    expect((await change({ title: "Still here" })).status).toBe(200);
  });
});

describe("a file that is refused costs nothing", () => {
  test.each([
    ["no card and no book", JSON.stringify({ hello: 1 }), "a.json", 400],
    ["nothing at all", "", "a.json", 400],
    ["broken JSON", '{"spec": "chara_card_v2", ', "a.json", 400],
    ["JSON nested without end", "[".repeat(100_000), "a.json", 413],
    [
      "a picture cut off in the middle",
      make.png(make.text("chara", make.base64Json(V2))).subarray(0, 90),
      "a.png",
      400,
    ],
    ["a picture without a card", make.png(), "a.png", 400],
    ["a zip", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), "a.charx", 415],
  ])("[DATA64] %s", async (_, bytes, name, status) => {
    const response = await sendFile(bytes, name);
    expect([response.status, (await json(response)).errors.length]).toEqual([status, 1]);
    expect(await mine()).toEqual(NOTHING);
  });

  test("[DATA64] a form without a file, and a file from nobody", async () => {
    const body = new FormData();
    body.set("card", "x");
    const response = await call("/api/import", { token, body });
    expect([response.status, (await json(response)).errors[0].path]).toEqual([400, "file"]);
    expect((await call("/api/import", { json: card })).status).toBe(401);
  });

  test("[DATA64] two hundred megabytes are not read to their end", async () => {
    let sent = 0;
    const chunk = new Uint8Array(1_000_000).fill(0x20);
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1;
        if (sent > 200) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const headers = { "content-type": "application/json" };
    expect((await call("/api/import", { token, body: endless, headers })).status).toBe(413);
    expect(sent).toBeLessThan(50);
    expect(MAX_IMPORT_BYTES).toBe(MAX_JSON_BYTES);
  });
});
