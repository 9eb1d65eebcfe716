import { describe, expect, test } from "vitest";
import {
  DEFAULT_SETTINGS,
  DEFAULT_TURN_TAKING,
  type RoomBot,
  type RoomInfo,
} from "../../../shared/fields/conversation.ts";
import type { MessageRow, Take } from "../../../shared/fields/message.ts";
import { RoomFile } from "../../../shared/fields/room-file.ts";
import { sqliteRoomStore } from "../../conversation/adapters/sqlite-room-store.ts";
import { nodeSql } from "../../conversation/testing/node-sql.ts";
import { sampleMessage } from "../../testing/d1-rows.ts";
import { roomAsChat } from "./room-as-chat.ts";
import { roomAsJson } from "./room-as-json.ts";
import { roomAsMarkdown } from "./room-as-markdown.ts";
import { attachmentNamed, roomFileName } from "./room-file-name.ts";
import { type RoomWriter, type TakenRoom, written } from "./room-writer.ts";

const AT = "2026-11-23T05:00:00.000Z";
const INFO: RoomInfo = {
  id: "c",
  user: "anna",
  title: "The Corner Table",
  status: "active",
  conversation_type: "single-bot",
  settings: { ...DEFAULT_SETTINGS, api_key_id: "secret-key" },
  turn_taking: DEFAULT_TURN_TAKING,
  persona_id: "secret-persona",
  created_timestamp: AT,
  total_messages: 1,
  total_tokens: 1,
  last_activity: AT,
  persisted_seq: 1,
  branched_from: { conversation: "secret-room", message_id: "m" },
};
const MARA: RoomBot = {
  bot_id: "mara",
  joined_at: AT,
  role: "primary",
  is_active: true,
  talkativeness: 0.5,
  name: "Mara",
  picture: null,
  description: "",
  greeting: "",
  api_key_id: "secret-key",
  provider: null,
  model: null,
};
const member = (user_id: string, name: string, role: "owner" | "member") => ({
  user_id,
  name,
  role,
  joined_at: AT,
  read_up_to: null,
});
const room = (changes: Partial<TakenRoom> = {}): TakenRoom => ({
  room: INFO,
  bots: [MARA],
  members: [member("anna", "Anna", "owner"), member("ben", "Ben", "member")],
  title: "The Corner Table",
  userId: "ben",
  takenAt: AT,
  ...changes,
});
const take = (id: string, text: string, more: Partial<Take> = {}): Take => ({
  id,
  text,
  model: "m-1",
  state: "done",
  created_at: AT,
  segments: [],
  ...more,
});
const said = (fields: Partial<MessageRow>) => sampleMessage({ author_name: "Anna", user: "anna", ...fields });
const reply = (id: string, takes: Take[], current: string, fields: Partial<MessageRow> = {}) => {
  const entry = takes.find((one) => one.id === current)?.text ?? "";
  return said({ id, author_name: "Mara", bot: "mara", takes, current_take_id: current, entry, ...fields });
};

/** The file a writer makes of these messages, read two at a time. */
async function fileOf(writer: RoomWriter, rows: readonly MessageRow[]): Promise<string> {
  const portions = rows.flatMap((_, i) => (i % 2 === 0 ? [rows.slice(i, i + 2).map(({ id }) => id)] : []));
  const read = async (ids: readonly string[]) => rows.filter(({ id }) => ids.includes(id));
  let file = "";
  for await (const piece of written(writer, portions, read)) file += piece;
  return file;
}
const linesOf = (file: string) =>
  file
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

const TALK = [
  said({ id: "1", entry: "Hello" }),
  reply("2", [take("a", "Aye."), take("b", "No.", { reasoning: "hm", took_ms: 7 })], "a", { pinned: true }),
  said({ id: "3", entry: "not for bots", aside: true }),
  said({ id: "4", entry: "struck", hidden: true, message_thread: { ...said({}).message_thread, reply_to_id: "2" } }),
  reply("5", [take("c", "", { state: "streaming" })], "c", { streaming: true }),
  reply("6", [take("d", "Before."), take("e", "", { state: "streaming" })], "e", { streaming: true }),
];

test("[EXP2] json is the shape it says it is, with names and without anything of the owner's", async () => {
  const file = await fileOf(roomAsJson(room()), TALK);
  const read = RoomFile.parse(JSON.parse(file));
  expect(read).toMatchObject({
    version: 1,
    room: { title: "The Corner Table" },
    people: [{ name: "Anna" }, { name: "Ben" }],
    bots: [{ name: "Mara" }],
  });
  expect(read.messages).toEqual(TALK);
  expect(file).not.toContain("secret");
  expect(RoomFile.parse(JSON.parse(await fileOf(roomAsJson(room()), []))).messages).toEqual([]);
});

test("[EXP3] [EXP5] jsonl is a header and a line a message, takes as swipes, what only began left out", async () => {
  const [header, ...lines] = linesOf(await fileOf(roomAsChat(room()), TALK));
  expect(header).toEqual({
    user_name: "Ben",
    character_name: "Mara",
    create_date: AT,
    chat_metadata: {
      botcafe: { version: 1, exported_at: AT, title: "The Corner Table", people: ["Anna", "Ben"], bots: ["Mara"] },
    },
  });
  expect(lines.map((line) => [line.name, line.is_user, line.is_system, line.mes, line.swipes, line.swipe_id])).toEqual([
    ["Anna", true, false, "Hello", ["Hello"], 0],
    ["Mara", false, false, "Aye.", ["Aye.", "No."], 0],
    ["Anna", true, true, "not for bots", ["not for bots"], 0],
    ["Anna", true, true, "struck", ["struck"], 0],
    ["Mara", false, false, "Before.", ["Before."], 0],
  ]);
  expect(lines[1]).toMatchObject({
    send_date: AT,
    extra: { model: "m-1", botcafe: { id: "2", bot: "mara", pinned: true } },
    swipe_info: [{ extra: { model: "m-1" } }, { extra: { reasoning: "hm", gen_ms: 7 } }],
  });
  expect(lines[3].extra.botcafe).toEqual({ id: "4", reply_to: "2", hidden: true });
});

describe("md", () => {
  test("[EXP4] [EXP5] says who, when, to whom, in which manner, and pictures in words", async () => {
    const lamp = { id: "p", mimeType: "image/png", filename: "l.png", filesize: 1, width: 1, height: 1, alt: "A lamp" };
    const shown = { media_attachments: ["p"], code_snippets: [], reactions: {}, attachments: [lamp] };
    const file = await fileOf(roomAsMarkdown(room()), [
      ...TALK,
      said({ id: "7", entry: "", whisper_to: "mara", message_content: shown }),
    ]);
    expect(file).toBe(
      [
        "# The Corner Table",
        "Begun 2026-11-23 05:00 UTC, saved 2026-11-23 05:00 UTC.",
        "People: Anna, Ben. Bots: Mara.",
        "**Anna** · 2026-11-23 05:00 UTC",
        "> Hello",
        "**Mara** (bot) · 2026-11-23 05:00 UTC · one of 2 takes",
        "> Aye.",
        "**Anna** · 2026-11-23 05:00 UTC · aside",
        "> not for bots",
        "**Anna** · 2026-11-23 05:00 UTC · in reply to Mara · hidden from bots",
        "> struck",
        "**Mara** (bot) · 2026-11-23 05:00 UTC · one of 2 takes",
        "> Before.",
        "**Anna** · 2026-11-23 05:00 UTC · whisper",
        "> \\[picture l.png: A lamp\\]\n",
      ].join("\n\n"),
    );
  });

  test("[EXP4] names are text, and what is said neither leaves its quote nor fetches or runs anything", async () => {
    const evil = "# <img src=x onerror=a()> [x](http://e.test)\n**Anna** `y`\u202e";
    const forged =
      "```\n\n**Mara** (bot) · now\r\n\r> so\r# Title\n![t](http://e.test/p.png) \\<script>a()</script> <!-- a < b";
    const file = await fileOf(roomAsMarkdown(room({ title: evil, bots: [{ ...MARA, name: evil }] })), [
      said({ id: "1", author_name: evil, entry: forged }),
      said({ id: "2", entry: "after" }),
    ]);
    const lines = file.split(/[\r\n]/).filter((line) => line !== "");
    const ours = lines.filter((line) => !line.startsWith(">"));
    expect(ours.map((line) => line.slice(0, 6))).toEqual(
      ["# \\# \\<", "Begun ", "People", "**\\# \\", "**Anna"].map((it) => it.slice(0, 6)),
    );
    expect(file).not.toMatch(/!\[|(?<!\\)<[a-z/!?]|\u202e/i);
    for (const line of ours) expect(line.replaceAll(/\\./g, "")).not.toMatch(/[<`[\]]/);
    expect(file).toContain("a < b");
  });
});

test.each([
  ["The Corner Table", "The-Corner-Table"],
  ["../../etc/passwd", "etc-passwd"],
  ['a"; filename="x.exe\r\nset-cookie: y', "a-filename-x-exe-set-cookie-y"],
  ["con", "con"],
  ["…", "room"],
  ["\ud800龍の間\u202e", "龍の間"],
  ["é".repeat(300), "é".repeat(60)],
  ["🍞".repeat(9), "room"],
])("[EXP6] a room called %j becomes a safe name", (title, expected) => {
  const name = roomFileName(title, AT, "md");
  expect(name).toBe(`${expected}-2026-11-23.md`);
  const header = new Headers({ "content-disposition": attachmentNamed(name) }).get("content-disposition") ?? "";
  expect(header).toMatch(/^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.%-]+$/);
  expect(decodeURIComponent(header.split("''")[1] ?? "")).toBe(name);
});

describe("reading a long room", () => {
  const human = (n: number, entry = `m${n}`) => sampleMessage({ id: `m${n}`, seq: n, entry });
  function long(rows: readonly MessageRow[]) {
    const { messages } = sqliteRoomStore(nodeSql());
    for (const row of rows) messages.put(row);
    return messages;
  }

  test("[EXP7] portions hold the whole path in order, by number and by size", () => {
    const many = long(Array.from({ length: 250 }, (_, n) => human(n + 1)));
    expect(many.portions().map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(many.portions().flat()).toEqual(Array.from({ length: 250 }, (_, n) => `m${n + 1}`));
    const large = long([human(1, "x".repeat(2_500_000)), human(2, "y".repeat(2_500_000)), human(3)]);
    expect(large.portions()).toEqual([["m1"], ["m2", "m3"]]);
    expect(long([]).portions()).toEqual([]);
  });

  test("[EXP7] a path chosen or a message deleted meanwhile leaves no mixture of two paths", async () => {
    const messages = long(Array.from({ length: 250 }, (_, n) => human(n + 1)));
    const portions = messages.portions();
    let portion = 0;
    const read = async (ids: readonly string[]) => {
      portion += 1;
      if (portion === 2) {
        messages.shelve("m50", "old");
        messages.put(human(300, "of another path"));
        messages.delete("m249");
      }
      return messages.named(ids);
    };
    let file = "";
    for await (const piece of written(roomAsJson(room()), portions, read)) file += piece;
    const ids = RoomFile.parse(JSON.parse(file)).messages.map(({ id }) => id);
    expect(ids).toEqual([...Array.from({ length: 248 }, (_, n) => `m${n + 1}`), "m250"]);
  });

  test("[EXP7] what cannot be read breaks the file off", async () => {
    const read = async (): Promise<MessageRow[]> => {
      throw new Error("the room is gone");
    };
    const pieces = written(roomAsJson(room()), [["m1"]], read);
    await pieces.next();
    await expect(pieces.next()).rejects.toThrow("gone");
  });
});
