import { describe, expect, test } from "vitest";
import { png } from "../../services/media/testing/pictures.ts";
import { call, envWith, json, signIn } from "../testing/call.ts";

const { DB, MEDIA } = envWith();

async function upload(token: string, purpose?: string) {
  const form = new FormData();
  form.set("file", new File([png({}) as Uint8Array<ArrayBuffer>], "lamp.png", { type: "image/png" }));
  if (purpose !== undefined) form.set("for", purpose);
  return await call("/api/media", { method: "POST", body: form, token });
}
const bot = (token: string) =>
  call("/api/bots", { token, json: { name: "Keeper", system_prompt: "Keep it.", greeting: "Aye." } }).then(json);

/** Mara's room, into which she has sent a picture. */
async function table() {
  const [mara, ivy] = [await signIn("mara@x.test", "Mara"), await signIn("ivy@x.test", "Ivy")];
  const picture = await json(await upload(mara.token, "room"));
  const room = await json(
    await call("/api/conversations", { token: mara.token, json: { bot_ids: [(await bot(mara.token)).id] } }),
  );
  const said = { conversation: room.id, entry: "", attachments: [picture.id], respond: false };
  const message = await json(await call("/api/messages", { token: mara.token, json: said }));
  const path = `/api/conversations/${room.id}/messages/${message.id}/media/${picture.id}`;
  return { mara, ivy, picture, room, message, path };
}
const statusOf = async (path: string, token?: string) =>
  (await call(path, token === undefined ? {} : { token })).status;

describe("a picture sent in a room", () => {
  test("[ATT4] is shown to its members through the message, and to nobody after they are let go", async () => {
    const { mara, ivy, picture, room, message, path } = await table();
    expect(message.message_content.attachments).toMatchObject([{ id: picture.id, width: 3, height: 2 }]);
    const shown = await call(path, { token: mara.token });
    expect([shown.status, shown.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(shown.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    expect(shown.headers.get("cache-control")).toBe("private, no-cache");
    const headers = { "if-none-match": shown.headers.get("etag") ?? "" };
    expect((await call(path, { token: mara.token, headers })).status).toBe(304);
    expect([await statusOf(path), await statusOf(path, ivy.token)]).toEqual([401, 404]);

    const link = await json(
      await call(`/api/conversations/${room.id}/invitations`, { token: mara.token, json: { role: "viewer" } }),
    );
    await call(`/api/invitations/${link.code}/accept`, { method: "POST", token: ivy.token });
    expect(await statusOf(path, ivy.token)).toBe(200);
    await envWith()
      .CONVERSATION.getByName(room.id)
      .act(
        { user_id: mara.user.id, name: "Mara" },
        { type: "members", ref: crypto.randomUUID(), remove: [ivy.user.id] },
      );
    expect(await statusOf(path, ivy.token), "let go").toBe(404);
    expect(await statusOf(path, mara.token)).toBe(200);
  });

  test("[ATT4] what the message does not show is not shown through it, whoever asks", async () => {
    const { mara, room, message, path, picture } = await table();
    const other = await json(await upload(mara.token));
    expect(await statusOf(path.replace(picture.id, other.id), mara.token)).toBe(404);
    expect(await statusOf(path.replace(message.id, "nothing"), mara.token)).toBe(404);
    const gone = { type: "delete", ref: crypto.randomUUID(), message_id: message.id } as const;
    await envWith().CONVERSATION.getByName(room.id).act({ user_id: mara.user.id, name: "Mara" }, gone);
    expect(await statusOf(path, mara.token), "of what was deleted").toBe(404);
  });

  test("[MEDIA10] [MEDIA8] its own address shows it to its uploader alone, and it is nobody's face", async () => {
    const { mara, ivy, picture } = await table();
    expect(picture.room_only).toBe(true);
    expect(await Promise.all([mara.token, ivy.token, undefined].map((token) => statusOf(picture.url, token)))).toEqual([
      200, 404, 404,
    ]);
    const face = await call("/api/me", { method: "PATCH", json: { avatar: picture.id }, token: mara.token });
    expect((await json(face)).errors[0].path).toBe("avatar");
    const open = await json(await upload(mara.token));
    expect(open.id).not.toBe(picture.id);
    expect(await statusOf(open.url)).toBe(200);
    expect((await json(await upload(mara.token, "room"))).id).toBe(picture.id);
    expect((await json(await upload(mara.token, "everyone"))).errors[0].path).toBe("for");
  });

  test("[ATT2] another's upload cannot be sent", async () => {
    const { mara, ivy, room } = await table();
    const theirs = await json(await upload(ivy.token, "room"));
    const send = async (id: string) => {
      const said = { conversation: room.id, entry: "Look", attachments: [id] };
      const response = await call("/api/messages", { token: mara.token, json: said });
      const { errors, detail } = await json(response);
      return [response.status, errors[0].path, detail];
    };
    expect(await send(theirs.id)).toEqual(await send("nothing"));
    expect((await send(theirs.id)).slice(0, 2)).toEqual([404, "attachments"]);
  });

  test("[ATT6] however many they are; what is shown elsewhere too, being no room's own, stays", async () => {
    const { mara, room } = await table();
    const open = await json(await upload(mara.token));
    const said = { conversation: room.id, entry: "My face", attachments: [open.id], respond: false };
    expect((await call("/api/messages", { token: mara.token, json: said })).status).toBe(201);
    await DB.batch([
      DB.prepare(
        `insert into media (id, user, url, filename, mimeType, filesize, width, height, sha256, r2_key, room_only, createdAt, updatedAt)
         with recursive n(at) as (select 1 union all select at + 1 from n where at < ?1)
         select 'm' || at, user, url, filename, mimeType, filesize, width, height, printf('%064d', at), 'm' || at, 1, createdAt, updatedAt
         from media, n where room_only = 1`,
      ).bind(120),
      DB.prepare(
        `update messages set message_content = json_set(message_content, '$.media_attachments',
           (select json_group_array(id) from media where room_only = 1)) where conversation = ? and entry = ''`,
      ).bind(room.id),
    ]);
    await call(`/api/conversations/${room.id}`, { method: "DELETE", token: mara.token });
    const { results } = await DB.prepare("select id from media").all();
    expect([results, await statusOf(open.url)]).toEqual([[{ id: open.id }], 200]);
  });

  test("[ATT6] is deleted with its room, unless a branch shows it", async () => {
    const { mara, room, message, picture } = await table();
    const branch = await json(
      await call(`/api/conversations/${room.id}/branch`, { token: mara.token, json: { message_id: message.id } }),
    );
    const there = (await json(await call(`/api/conversations/${branch.id}/messages`, { token: mara.token }))).docs.at(
      -1,
    );
    const path = `/api/conversations/${branch.id}/messages/${there.id}/media/${picture.id}`;
    expect(await statusOf(path, mara.token)).toBe(200);
    const rows = () => DB.prepare("select count(*) as n from media").first("n");
    await call(`/api/conversations/${room.id}`, { method: "DELETE", token: mara.token });
    expect([await statusOf(path, mara.token), await rows()]).toEqual([200, 1]);
    await call(`/api/conversations/${branch.id}`, { method: "DELETE", token: mara.token });
    expect([await rows(), (await MEDIA.list()).objects.length]).toEqual([0, 0]);
  });
});
