import { expect, test } from "vitest";
import { openingLines } from "./opening-lines.ts";
import { botRow, messageRow, roomBot } from "./testing/room-fixtures.ts";

test("[CLI140] lines to begin with call bots that listen, until a person has spoken", () => {
  const muted = roomBot({ bot_id: "m", name: "Mute", is_active: false });
  const ivy = roomBot({ bot_id: "ivy", name: "Ivy" });
  const bo = roomBot({ bot_id: "bo", name: "Bo" });
  const lines = openingLines([muted, ivy, bo], [botRow()]);
  expect(new Set(lines).size).toBe(4);
  for (const line of lines) expect(line).toMatch(/^@(?:Ivy|Bo) /);
  expect(new Set(openingLines([ivy], [])).size).toBe(4);
  expect(openingLines([muted], [])).toEqual([]);
  expect(openingLines([ivy], [botRow(), messageRow()])).toEqual([]);
});
