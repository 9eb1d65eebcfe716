import { describe, expect, test } from "vitest";
import { passOn } from "./pass-on.ts";
import { SimRoom } from "./testing/sim-room.ts";

const AT = "2026-11-23T06:00:00.000Z";
const NOBODY = { user_id: null, name: "Deleted account" };
const MARA = { user_id: "mara", name: "Mara" };

/** A room in which its owner said something and was answered. */
async function afterTalk() {
  const room = new SimRoom();
  const desk = room.join();
  await room.settle();
  desk.store.send("one flat white");
  await room.reply("Coming right up.");
  await room.drain();
  return { room, desk };
}
const authors = (room: SimRoom) => room.view.messages.map(({ user, author_name, bot }) => [user, author_name, bot]);
/** Everything the room holds, as text. */
const stored = (room: SimRoom) =>
  ["events", "messages", "state", "outbox"]
    .map((table) => JSON.stringify(room.sql.all(`SELECT * FROM ${table}`)))
    .join();

describe("passing on", () => {
  test("[LIFE10] makes owner, members and messages another's, and tells whoever is here", async () => {
    const { room, desk } = await afterTalk();
    await passOn(room.room, "anna", MARA, AT);
    await room.settle();
    expect(room.view.room.user).toBe("mara");
    expect(room.view.members.map(({ user_id, name, role }) => [user_id, name, role])).toEqual([
      ["mara", "Mara", "owner"],
    ]);
    expect(authors(room)).toEqual([
      ["mara", "Barista", "bot-0"],
      ["mara", "Mara", null],
      ["mara", "Barista", "bot-0"],
    ]);
    expect(desk.isConnected).toBe(false);
    expect(JSON.stringify(desk.heard)).toContain('"type":"room.updated","user":"mara"');
    expect(stored(room)).not.toContain('"anna"');
    // After a death it is all the same.
    room.kill();
    expect(room.view.room.user).toBe("mara");
    const { seq } = room.view;
    await passOn(room.room, "anna", MARA, AT);
    expect(room.view.seq).toBe(seq);
  });

  test.each([MARA, NOBODY])(
    "[LIFE10] [LIFE11] what waits is asked by the heir, and of nobody who is gone: %j",
    async (heir) => {
      const { room, desk } = await afterTalk();
      desk.store.command({ type: "set", turn_taking: { strategy: "auto" } });
      desk.store.command({ type: "queue", hold: true });
      desk.store.send("@Barista, and another");
      await room.settle();
      expect(room.core.queue).toMatchObject({ turns: [{ asked_by: "anna" }], auto: { asked_by: "anna" } });
      await passOn(room.room, "anna", heir, AT);
      const { turns, auto } = room.core.queue;
      const who = heir.user_id;
      expect([turns.map((t) => t.asked_by), auto?.asked_by ?? null]).toEqual([who === null ? [] : [who], who]);
      room.kill();
      expect(room.core.queue).toEqual({ ...room.core.queue, turns, auto });
    },
  );

  test("[LIFE10] brings the same to D1", async () => {
    const { room } = await afterTalk();
    await passOn(room.room, "anna", MARA, AT);
    await room.drain();
    expect(room.core.store.outbox.size()).toBe(0);
    expect(JSON.stringify([...room.world.rows.values()])).not.toContain('"anna"');
  });

  test("[LIFE10] [TAKE9] of another path nothing comes to D1 by it", async () => {
    const { room, desk } = await afterTalk();
    const message_id = room.view.messages[1]?.id ?? "";
    desk.store.command({ type: "edit", message_id, text: "one espresso", respond: true });
    await room.reply("Strong, then.");
    await room.drain();
    await passOn(room.room, "anna", MARA, AT);
    await room.drain();
    const inD1 = [...room.world.rows.values()].flatMap((row) =>
      row.kind === "message" ? [JSON.parse(row.payload).entry] : [],
    );
    expect(inD1.sort()).toEqual(["Hello Anna, I am Barista.", "Strong, then.", "one espresso"]);
    expect(room.core.counters).toMatchObject({ total_messages: 3 });
  });

  test("[LIFE10] reactions, stops and edits follow, on messages of others too, and none is doubled", async () => {
    const { room, desk } = await afterTalk();
    const message_id = room.view.messages.at(-1)?.id ?? "";
    const row = room.core.message(message_id);
    if (!row) throw new Error("no reply");
    desk.store.command({ type: "react", message_id, emoji: "🍞", on: true });
    desk.store.command({ type: "edit", message_id, text: "Right up, coming." });
    await room.settle();
    const now = room.core.message(message_id) ?? row;
    const reactions = { ...now.message_content.reactions, "☕": ["mara", "anna"] };
    const message_content = { ...now.message_content, reactions };
    const takes = now.takes.map((take, at) => (at === 0 ? { ...take, stopped_by: "anna" } : take));
    const message = { ...now, takes, message_content, stopped_by: "anna", user: "ben", rev: now.rev + 1 };
    room.core.commit({ events: [{ type: "message.updated", message }] }, AT);
    await passOn(room.room, "anna", MARA, AT);
    expect(room.core.message(message_id)).toMatchObject({
      user: "ben",
      stopped_by: "mara",
      message_content: { reactions: { "🍞": ["mara"], "☕": ["mara"] } },
      takes: [{ stopped_by: "mara" }, { edited: { by: "mara" } }],
    });
    expect(stored(room)).not.toContain('"anna"');
  });

  test("[LIFE11] keeps the words of who is gone under nobody's name, also in the log", async () => {
    const { room } = await afterTalk();
    await passOn(room.room, "anna", NOBODY, AT);
    await room.drain();
    expect(room.view.members).toEqual([]);
    expect(authors(room)).toContainEqual(["anna", "Deleted account", null]);
    expect(room.view.messages.map(({ entry }) => entry)).toContain("one flat white");
    expect(room.sql.all("SELECT * FROM events").filter((row) => JSON.stringify(row).includes("Anna"))).toEqual([]);
    expect(room.sql.all("SELECT * FROM messages WHERE payload GLOB '*\"Anna\"*'")).toEqual([]);
    expect(room.sql.all("SELECT * FROM lore_cache"), "[WHY6]").toEqual([]);
    // A device that comes back gets the room as it is.
    expect(room.core.store.log.eventsAfter(1)).toBeNull();
  });
});
