import { describe, expect, test } from "vitest";
import { concat, gif, jpeg, png, SECRET, text, webp } from "../services/media/testing/pictures.ts";
import { call, envWith, json, signIn } from "./testing/call.ts";

const { DB, MEDIA } = envWith();
const upload = (bytes: Uint8Array, token: string, { name = "mara.png", type = "image/png", alt = "" } = {}) => {
  const form = new FormData();
  form.set("file", new File([bytes as Uint8Array<ArrayBuffer>], name, { type }));
  if (alt !== "") form.set("alt", alt);
  return call("/api/media", { method: "POST", body: form, token });
};
const stored = async (): Promise<number> => (await MEDIA.list()).objects.length;

describe("pictures", () => {
  test.each([
    ["png", png({}), "image/png"],
    ["jpeg", jpeg({}), "image/jpeg"],
    ["webp", webp({}), "image/webp"],
    ["gif", gif({}), "image/gif"],
  ])("[MEDIA1] a %s is what its bytes say, whatever its name", async (_, bytes, mimeType) => {
    const { token } = await signIn("painter@example.org");
    const response = await upload(bytes, token, { name: "../../evil.html", type: "text/html", alt: "A lamp" });
    expect(response.status).toBe(201);
    const row = await json(response);
    expect(row).toMatchObject({ mimeType, width: 3, height: 2, alt: "A lamp", url: `/media/${row.id}` });
    expect(row.filename).toBe(`evil.${mimeType.slice(6).replace("jpeg", "jpg")}`);
    expect(row).not.toHaveProperty("r2_key");
  });

  test("[MEDIA1] nothing else is taken, and nothing of it is kept", async () => {
    const { token } = await signIn("painter@example.org");
    const svg = text(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${" ".repeat(40)}</svg>`);
    const others = [
      svg,
      text(`<!doctype html><script>alert(1)</script>${" ".repeat(40)}`),
      text("%PDF-1.7".padEnd(60)),
      text("BM".padEnd(60)),
      text("PK\u0003\u0004".padEnd(60)),
      concat(text("\0\0\0 ftypavif"), new Uint8Array(50)),
      concat(text("RIFF\u0010\0\0\0WAVEfmt "), new Uint8Array(50)),
      png({}).subarray(0, 30),
      png({}).subarray(0, 50),
      concat(new Uint8Array(1), png({})),
      jpeg({}).subarray(0, 20),
      new Uint8Array(0),
    ];
    for (const bytes of others) {
      const response = await upload(bytes, token);
      expect([response.status, (await json(response)).code]).toEqual([400, "attachment_rejected"]);
    }
    expect((await call("/api/media", { json: { file: "x" }, token })).status).toBe(415);
    const empty = new FormData();
    empty.set("file", "a text");
    expect((await call("/api/media", { method: "POST", body: empty, token })).status).toBe(400);
    expect(await stored()).toBe(0);
  });

  test("[MEDIA2] too many bytes or pixels are refused before anything is stored", async () => {
    const { token } = await signIn("painter@example.org");
    const large = [
      png({ width: 10_001, height: 1 }),
      png({ width: 9_000, height: 9_000 }),
      png({ width: 65_500, height: 65_500 }),
      gif({ width: 65_535, height: 65_535 }),
      concat(png({}), new Uint8Array(10 * 1024 * 1024)),
      concat(png({}), new Uint8Array(11 * 1024 * 1024)),
    ];
    for (const bytes of large) expect((await upload(bytes, token)).status).toBe(413);
    expect(await stored()).toBe(0);
  });

  test.each([
    ["png", png({ secret: true })],
    ["jpeg", jpeg({ secret: true })],
    ["webp", webp({ secret: true })],
    ["gif", gif({ secret: true })],
  ])("[MEDIA3] a %s is served without what nobody sees in it", async (_, bytes) => {
    const { token } = await signIn("painter@example.org");
    const { url, filesize } = await json(await upload(bytes, token));
    const served = new Uint8Array(await (await call(url)).arrayBuffer());
    expect(served.length).toBe(filesize);
    expect(new TextDecoder("latin1").decode(bytes)).toContain(SECRET);
    expect(new TextDecoder("latin1").decode(served)).not.toContain(SECRET);
  });

  test("[MEDIA4] a picture is served with its own type, sandboxed, to whoever has its id", async () => {
    const { token } = await signIn("painter@example.org");
    const { url } = await json(
      await upload(concat(png({}), text("<script>alert(1)</script>")), token, { type: "text/html" }),
    );
    const response = await call(url);
    const { headers } = response;
    expect([response.status, headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toContain("immutable");
    const again = await call(url, { headers: { "if-none-match": headers.get("etag")! } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect((await call("/media/0199aaaa-0000-7000-8000-000000000000")).status).toBe(404);
  });

  test("[MEDIA5] the same picture twice is one row; another's upload is not mine", async () => {
    const [one, other] = [await signIn("painter@example.org"), await signIn("other@example.org")];
    const first = await json(await upload(png({}), one.token));
    expect((await json(await upload(png({}), one.token))).id).toBe(first.id);
    expect((await json(await upload(png({}), other.token))).id).not.toBe(first.id);
    expect((await call(`/api/media/${first.id}`, { token: other.token })).status).toBe(404);
    expect((await call(`/api/media/${first.id}`, { method: "DELETE", token: other.token })).status).toBe(404);
    const patched = await call(`/api/media/${first.id}`, { method: "PATCH", json: { alt: "Fog" }, token: one.token });
    expect((await json(patched)).alt).toBe("Fog");
    expect((await json(await call("/api/media", { token: one.token }))).docs).toHaveLength(1);
  });

  test("[MEDIA5] a picture in use stays, one that is not goes with its bytes", async () => {
    const { token, user } = await signIn("painter@example.org");
    const { id, url } = await json(await upload(png({}), token));
    await call("/api/me", { method: "PATCH", json: { avatar: id }, token });
    const remove = () => call(`/api/media/${id}`, { method: "DELETE", token });
    expect((await remove()).status).toBe(409);
    await DB.prepare("update users set avatar = null where id = ?").bind(user.id).run();
    expect((await remove()).status).toBe(204);
    expect([(await call(url)).status, await stored()]).toEqual([404, 0]);
  });
});
