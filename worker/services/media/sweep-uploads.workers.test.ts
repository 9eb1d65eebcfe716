import { expect, test } from "vitest";
import type { Env } from "../../env.ts";
import { call, envWith, json, signIn } from "../../http/testing/call.ts";
import { deleteMedia } from "./media-rows.ts";
import { storeImage } from "./store-image.ts";
import { sweepUploads } from "./sweep-uploads.ts";
import { png } from "./testing/pictures.ts";

const env = envWith();
const HOUR_MS = 3_600_000;
const inHours = (hours: number) => sweepUploads(env, Date.now() + hours * HOUR_MS);
const objects = async () => (await env.MEDIA.list()).objects.length;
const rows = () => env.DB.prepare("select count(*) as n from media").first("n");
const left = async () => [await rows(), await objects()];
/** The bucket in which `fails` fails, as it does where a process dies before it. */
const dyingAt = (fails: "put" | "delete"): Env => ({
  ...env,
  MEDIA: new Proxy(env.MEDIA, {
    get: (bucket, name) =>
      name === fails ? () => Promise.reject(new Error("died")) : Reflect.get(bucket, name).bind(bucket),
  }),
});

async function painter() {
  const { token, user } = await signIn("painter@example.org");
  const store = (width: number, where: Env = env) => storeImage(where, user.id, png({ width }), { room_only: true });
  const listed = async () => (await json(await call("/api/media", { token }))).docs.map(({ id }: { id: string }) => id);
  const bot = await json(await call("/api/bots", { token, json: { name: "Keeper", system_prompt: "Keep." } }));
  const room = await json(await call("/api/conversations", { token, json: { bot_ids: [bot.id] } }));
  const send = async (id: string) => {
    const said = { conversation: room.id, entry: "Look", attachments: [id], respond: false };
    return await call("/api/messages", { token, json: said });
  };
  return { token, user, store, listed, room, send };
}

test("[MEDIA11] what no message took is gone a day after it was last uploaded; what one took stays", async () => {
  const { token, user, store, listed, room, send } = await painter();
  const [unsent, sent, again] = [await store(1), await store(2), await store(3)];
  const face = await storeImage(env, user.id, png({ width: 4 }));
  const message = await json(await send(sent.id));
  // As where D1 does not have it yet, or its path was put aside.
  await env.DB.prepare("delete from messages").run();
  await inHours(23);
  expect(await left()).toEqual([4, 4]);
  await env.DB.prepare("update media set updatedAt = '2026-01-01T00:00:00.000Z'").run();
  expect((await store(3)).id).toBe(again.id);
  await inHours(0);
  expect((await listed()).sort()).toEqual([sent.id, again.id, face.id].sort());
  expect(await objects()).toBe(3);
  const shown = await call(`/api/conversations/${room.id}/messages/${message.id}/media/${sent.id}`, { token });
  expect(shown.status).toBe(200);
  const refused = await send(unsent.id);
  expect([refused.status, (await json(refused)).errors[0].path]).toEqual([404, "attachments"]);
  await inHours(25);
  expect((await listed()).sort()).toEqual([sent.id, face.id].sort());
  expect(await objects()).toBe(2);
});

test("[MEDIA12] an upload that dies before its bytes are there is shown to nobody, goes on when repeated, or goes", async () => {
  const { store, listed, send } = await painter();
  await expect(store(1, dyingAt("put"))).rejects.toThrow("died");
  expect([await left(), await listed()]).toEqual([[1, 0], []]);
  const id = await env.DB.prepare("select id from media").first<string>("id");
  expect((await send(id ?? "")).status).toBe(404);
  expect((await store(1)).id).toBe(id);
  await expect(store(2, dyingAt("put"))).rejects.toThrow("died");
  expect([await left(), await listed()]).toEqual([[2, 1], [id]]);
  await inHours(25);
  expect(await left()).toEqual([0, 0]);
});

test("[MEDIA12] a deletion that dies before the bytes are gone is ended by the sweep, or by the same picture", async () => {
  const { user, store, listed } = await painter();
  const remove = async (id: string) => {
    await expect(deleteMedia(dyingAt("delete"), id, { userId: user.id })).rejects.toThrow("died");
    expect([await left(), await listed()]).toEqual([[1, 1], []]);
  };
  const first = await store(1);
  await remove(first.id);
  const second = await store(1);
  expect(second.id).not.toBe(first.id);
  expect([await left(), await listed()]).toEqual([[1, 1], [second.id]]);
  await remove(second.id);
  await inHours(0);
  expect(await left()).toEqual([0, 0]);
});
