import { describe, expect, test } from "vitest";
import type { MessageRow } from "../../shared/fields/message.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import { finishedMessage, floorWords, messageWords } from "./announcements.ts";
import { botRow, messageRow } from "./testing/room-fixtures.ts";

const event = (type: "message.created" | "message.updated", message: MessageRow): RoomEvent => ({
  seq: 1,
  at: "",
  type,
  message,
});

describe("[UI14] assistive technology hears boundaries, never tokens", () => {
  test("a reply is told once, when it closes", () => {
    const open = new Set<string>();
    const heard = [
      event("message.created", botRow({ streaming: true })),
      event("message.updated", botRow({ streaming: true })),
      event("message.updated", botRow()),
      event("message.updated", botRow({ pinned: true })),
    ].map((e) => finishedMessage(e, "anna", open)?.id ?? null);
    expect(heard).toEqual([null, null, "b1", null]);
  });

  test("others are told, one's own messages are not echoed", () => {
    expect(finishedMessage(event("message.created", messageRow()), "anna", new Set())).toBeNull();
    expect(finishedMessage(event("message.created", messageRow()), "ben", new Set())?.id).toBe("m1");
    expect(finishedMessage({ seq: 1, at: "", type: "hidden" }, "ben", new Set())).toBeNull();
  });

  test("short texts in full and without marks, long ones by their beginning", () => {
    expect(messageWords(botRow({ entry: "**No** one." }))).toBe("Mara Quill: No one.");
    const long = `First thing. Second thing. ${"And more words follow. ".repeat(40)}`;
    expect(messageWords(botRow({ entry: long }))).toBe(
      "Mara Quill: First thing. Second thing. 164 words, Alt R for the rest.",
    );
  });

  test("the floor is one short sentence", () => {
    expect(floorWords("Mara", "Ivy")).toBe("Mara is replying, then Ivy.");
    expect(floorWords("Mara", null)).toBe("Mara is replying.");
    expect(floorWords(null, "Ivy")).toBe("");
  });
});
