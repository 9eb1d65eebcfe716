import { describe, expect, test } from "vitest";
import { concat, gif, jpeg, pictureText, png, text, webp } from "../../services/media/testing/pictures.ts";
import { IMPOSTORS, PAYLOAD, POLYGLOTS } from "../../services/media/testing/polyglots.ts";
import { call, envWith, json, signIn } from "../testing/call.ts";

const { DB, MEDIA } = envWith();
const AT = "2026-11-23T05:00:00.000Z";
const objects = async (): Promise<number> => (await MEDIA.list()).objects.length;
const post = (form: FormData, token: string) => call("/api/media", { method: "POST", body: form, token });

function upload(bytes: Uint8Array, token: string, { name = "mara.png", type = "image/png" } = {}) {
  const form = new FormData();
  form.set("file", new File([bytes as Uint8Array<ArrayBuffer>], name, { type }));
  return post(form, token);
}
const uploaded = async (token: string, width = 3) => json(await upload(png({ width }), token));
const patch = (path: string, body: unknown, token: string) => call(path, { method: "PATCH", json: body, token });

/** Rows of pictures that take up `bytes` of a person's quota, 10 MB at most each. */
async function fill(user: string, bytes: number): Promise<void> {
  const sql = `with recursive n(i, rest) as (select 1, ?2 union all select i + 1, rest - min(rest, 10000000) from n where rest > 10000000)
    insert into media (id, user, url, filename, mimeType, filesize, width, height, sha256, r2_key, createdAt, updatedAt)
    select 'full' || i, ?1, '/media/full' || i, 'a.png', 'image/png', min(rest, 10000000), 1, 1,
      printf('%064d', i), 'none', ?3, ?3 from n`;
  await DB.prepare(sql).bind(user, bytes, AT).run();
}

describe("uploads", () => {
  test("[QUOT2] twenty at once at the end of the quota: as many as fit, and no bytes of the others", async () => {
    const { token, user } = await signIn("painter@example.org");
    const { length } = png({});
    await fill(user.id, 500_000_000 - 3 * length);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => upload(png({ width: n + 1 }), token)));
    const codes = await Promise.all(answers.map(async (answer) => (await json(answer)).code ?? "made"));
    expect(codes.filter((code) => code === "made")).toHaveLength(3);
    expect(codes.filter((code) => code === "limit_reached")).toHaveLength(17);
    expect([await DB.prepare("select sum(filesize) as n from media").first("n"), await objects()]).toEqual([
      500_000_000, 3,
    ]);
    const other = await signIn("other@example.org");
    expect((await upload(png({}), other.token)).status).toBe(201);
  });

  test("[MEDIA5] [MEDIA9] one picture many times at once is one row with one object, and both go together", async () => {
    const { token } = await signIn("painter@example.org");
    const answers = await Promise.all(Array.from({ length: 8 }, async () => json(await upload(png({}), token))));
    expect([new Set(answers.map(({ id }) => id)).size, await objects()]).toEqual([1, 1]);
    expect((await call(answers[0].url)).status).toBe(200);
    expect((await call(`/api/media/${answers[0].id}`, { method: "DELETE", token })).status).toBe(204);
    expect(await objects()).toBe(0);
  });

  test("[MEDIA6] what is served of files that are two things is a picture and nothing else", async () => {
    const { token } = await signIn("painter@example.org");
    const sample = POLYGLOTS.filter((_, n) => n % 6 === 0);
    expect(sample.length).toBeGreaterThan(7);
    for (const [name, bytes] of sample) {
      const { url } = await json(await upload(bytes, token, { name: `${name}.html`, type: "text/html" }));
      const shown = await call(url);
      expect(shown.headers.get("content-type")).toMatch(/^image\/(png|jpeg|gif|webp)$/);
      expect(shown.headers.get("x-content-type-options")).toBe("nosniff");
      expect(shown.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
      const served = pictureText(new Uint8Array(await shown.arrayBuffer()));
      expect([pictureText(bytes).includes(PAYLOAD), served.includes("canary")]).toEqual([true, false]);
    }
    for (const [, bytes] of IMPOSTORS.filter((_, n) => n % 8 === 0))
      expect([400, 413]).toContain((await upload(bytes, token)).status);
  });

  test("[MEDIA8] take a file and what it shows, and nothing else", async () => {
    const { token } = await signIn("painter@example.org");
    const form = (fields: [string, string | File][]) => {
      const made = new FormData();
      for (const [name, value] of fields) made.append(name, value);
      return made;
    };
    const file = new File([png({}) as Uint8Array<ArrayBuffer>], "a.png");
    const refused = async (fields: [string, string | File][]) => {
      const response = await post(form(fields), token);
      return [response.status, (await json(response)).errors[0].path];
    };
    expect(await refused([["alt", "x"]])).toEqual([400, "file"]);
    expect(await refused([["file", "a text"]])).toEqual([400, "file"]);
    for (const name of ["user", "url", "r2_key", "mimeType", "id", "constructor"])
      expect(
        await refused([
          ["file", file],
          [name, "x"],
        ]),
      ).toEqual([400, name]);
    expect(
      await refused([
        ["file", file],
        ["file", file],
      ]),
    ).toEqual([400, "file"]);
    expect(
      await refused([
        ["file", file],
        ["alt", "x".repeat(1_001)],
      ]),
    ).toEqual([400, "alt"]);
    expect(
      await refused([
        ["file", file],
        ["alt", file],
      ]),
    ).toEqual([400, "alt"]);
    expect(await objects()).toBe(0);
    const { id, alt } = await json(
      await post(
        form([
          ["file", file],
          ["alt", " A lamp "],
        ]),
        token,
      ),
    );
    expect(alt).toBe("A lamp");
    expect((await json(await patch(`/api/media/${id}`, { alt: "" }, token))).alt).toBe("");
    for (const field of ["url", "user", "filename", "width"])
      expect((await json(await patch(`/api/media/${id}`, { [field]: "x" }, token))).errors[0].path).toBe(field);
  });

  test("[MEDIA9] stay while anything shows them", async () => {
    const { token, user } = await signIn("painter@example.org");
    const remove = async (id: string) => (await call(`/api/media/${id}`, { method: "DELETE", token })).status;
    const [avatar, face, picture, banner, attached] = await Promise.all([1, 2, 3, 4, 5].map((n) => uploaded(token, n)));
    await patch("/api/me", { avatar: avatar.id }, token);
    const persona = { name: "Wren", description: "A bird.", appearance: { avatar: face.id } };
    const made = await json(await call("/api/personas", { json: persona, token }));
    expect(made.appearance).toEqual({ avatar: face.id, avatar_url: face.url });
    const bot = { name: "Mara", system_prompt: "You are Mara.", picture: picture.id };
    expect((await call("/api/bots", { json: bot, token })).status).toBe(201);
    await DB.prepare("update creator_profiles set profile_media = json_object('banner', ?)").bind(banner.id).run();
    await DB.batch([
      DB.prepare(
        `insert into conversations (id, user, conversation_type, participants, conversation_metadata, conversation_settings,
         turn_taking, rev, seq, created_timestamp, modified_timestamp, createdAt, updatedAt)
         values ('r', ?1, 'single-bot', '{}', '{}', '{}', '{}', 0, 0, ?2, ?2, ?2, ?2)`,
      ).bind(user.id, AT),
      DB.prepare(
        `insert into messages (id, conversation, seq, user, author_name, message_type, entry, message_attribution,
         message_content, message_thread, token_tracking, message_status, metadata, rev, created_timestamp,
         modified_timestamp, createdAt, updatedAt) values ('m', 'r', 1, ?1, 'Mara', 'text', 'See.', '{}', ?2, '{}', '{}', '{}',
         '{}', 0, ?3, ?3, ?3, ?3)`,
      ).bind(user.id, JSON.stringify({ media_attachments: ["x", attached.id] }), "2099-01-01T00:00:00.000Z"),
    ]);
    for (const { id } of [avatar, face, picture, banner, attached]) expect(await remove(id)).toBe(409);
    await patch("/api/me", { avatar: null }, token);
    await call(`/api/personas/${made.id}`, { method: "DELETE", token });
    await DB.batch(
      ["bots set picture = null", "creator_profiles set profile_media = '{}'"].map((set) =>
        DB.prepare(`update ${set}`),
      ),
    );
    await DB.prepare("delete from messages").run();
    for (const { id } of [avatar, face, picture, banner, attached]) expect(await remove(id)).toBe(204);
    expect(await objects()).toBe(0);
  });

  test("[MEDIA5] are listed by type, name and size, and counted", async () => {
    const { token } = await signIn("painter@example.org");
    const files = [png({}), jpeg({}), webp({}), gif({}), concat(png({ width: 9 }), text("x"))];
    for (const [n, bytes] of files.entries()) await upload(bytes, token, { name: `picture ${n}.png` });
    const list = async (query: string) => json(await call(`/api/media?${query}`, { token }));
    expect((await list("mimeType=image/png&count=true")).total).toBe(2);
    const bySize = (await list("sort=-filesize&limit=100")).docs.map(({ filesize }: { filesize: number }) => filesize);
    expect(bySize).toEqual([...bySize].sort((a, b) => b - a));
    expect((await list("search=picture 3")).docs).toMatchObject([{ mimeType: "image/gif" }]);
    expect((await call("/api/media?mimeType=image/svg%2Bxml", { token })).status).toBe(400);
  });
});
