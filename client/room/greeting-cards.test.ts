import { describe, expect, test } from "vitest";
import { greetingOf } from "./greeting-cards.ts";
import { botRow, messageRow, roomBot } from "./testing/room-fixtures.ts";

const mara = roomBot();
const ivy = roomBot({ bot_id: "ivy", name: "Ivy", greeting: "Oh! Hello." });
const greeting = botRow({ id: "g", entry: mara.greeting });

describe("[UI13] a room opens with a card for each bot", () => {
  test("an empty room shows all of them", () => {
    expect(greetingOf([mara, ivy], [])).toEqual({ cards: [mara, ivy], greeted: 0 });
  });

  test("a greeting that is also a message is said once", () => {
    expect(greetingOf([mara, ivy], [greeting, messageRow()]).greeted).toBe(1);
    expect(greetingOf([mara, ivy], [greeting]).greeted).toBe(1);
    expect(greetingOf([mara, ivy], [messageRow(), greeting]).greeted).toBe(0);
  });

  test("a bot that joined after the talk began has no card", () => {
    const late = { ...ivy, joined_at: "2026-11-24T00:00:00.000Z" };
    expect(greetingOf([mara, late], [greeting, messageRow()]).cards).toEqual([mara]);
  });
});
