import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS, DEFAULT_TURN_TAKING } from "../fields/conversation.ts";
import { EVENT_EXAMPLES, EXAMPLE_MESSAGE, EXAMPLE_VIEW } from "./event-examples.ts";
import { RoomEvent } from "./events.ts";
import { applyEvent, messageIdOf } from "./room-view.ts";

test("[VIEW1] an event the view holds changes nothing; hidden ones only move seq", () => {
  for (const event of EVENT_EXAMPLES)
    expect(applyEvent(EXAMPLE_VIEW, { ...event, seq: EXAMPLE_VIEW.seq })).toBe(EXAMPLE_VIEW);
  expect(applyEvent(EXAMPLE_VIEW, { seq: 11, at: "", type: "hidden" })).toEqual({ ...EXAMPLE_VIEW, seq: 11 });
});

test("[VIEW2] there is an example of every kind of event, and each survives the wire", () => {
  const kinds = RoomEvent.def.options.map((o) => o.shape.type.def.values[0]);
  expect([...new Set(EVENT_EXAMPLES.map((e) => e.type))].sort()).toEqual([...kinds].sort());
  for (const event of EVENT_EXAMPLES) expect(RoomEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
});

describe("[VIEW2] the snapshot before and the event give the snapshot after", () => {
  const viewAfter = (type: RoomEvent["type"]) => {
    const event = EVENT_EXAMPLES.find((e) => e.type === type);
    if (!event) throw new Error(`no example of ${type}`);
    return applyEvent(EXAMPLE_VIEW, event);
  };

  test("messages", () => {
    expect(viewAfter("message.created").messages.map((m) => m.id)).toEqual(["m1", "m2", "m3"]);
    expect(viewAfter("message.updated").messages.map((m) => m.entry)).toEqual(["Hello", "done"]);
    expect(viewAfter("message.deleted").messages.map((m) => m.id)).toEqual(["m1"]);
    expect(viewAfter("path.changed")).toMatchObject({ has_more: true, messages: [{ id: "m9" }] });
  });

  test("takes and their explanation", () => {
    const taken = (type: RoomEvent["type"]) => viewAfter(type).messages.find((m) => m.id === "m2");
    expect(taken("take.created")?.takes.map((t) => t.id)).toEqual(["t1", "t2"]);
    expect(taken("take.chosen")).toMatchObject({ current_take_id: "t1", entry: EXAMPLE_MESSAGE.takes[0]?.text });
    expect(taken("take.deleted")?.takes).toEqual([]);
    expect(taken("activation.turn")?.activation).toMatchObject({ included: 2, cut: 1 });
  });

  test("people, bots and the room", () => {
    expect(viewAfter("bot.joined").bots.map((b) => b.bot_id)).toEqual(["b1", "b2"]);
    expect(viewAfter("bot.updated").bots).toMatchObject([{ bot_id: "b1", is_active: false }]);
    expect(viewAfter("bot.left").bots).toEqual([]);
    expect(viewAfter("member.joined").members.map((m) => m.user_id)).toEqual(["anna", "ben"]);
    expect(viewAfter("member.updated").members).toMatchObject([{ user_id: "anna", role: "viewer" }]);
    expect(viewAfter("member.left").members).toEqual([]);
    expect(viewAfter("read.moved").members).toMatchObject([{ read_up_to: "m2" }]);
    expect(viewAfter("room.updated").room).toMatchObject({
      title: "Renamed",
      status: "active",
      settings: DEFAULT_SETTINGS,
      turn_taking: DEFAULT_TURN_TAKING,
    });
  });

  test("every event that touches a message names it", () => {
    for (const event of EVENT_EXAMPLES)
      if (/^(message|take|activation)\./.test(event.type)) expect(messageIdOf(event), event.type).not.toBeNull();
  });
});
