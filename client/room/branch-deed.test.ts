import { expect, test } from "vitest";
import type { RoomListener } from "../state/room-listener.ts";
import { branchFrom } from "./branch-deed.ts";
import type { RoomModel } from "./room-model.ts";

test("[DEED10] the page goes to a branch when the room has opened it, once, and for its own wish alone", () => {
  const listeners = new Set<RoomListener>();
  const room = {
    command: () => "r1",
    listen: (listener: RoomListener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as RoomModel;
  const gone: string[] = [];
  branchFrom(room, { type: "branch", message_id: "m1" }, (id) => gone.push(id));
  const answer = (ref: string) => {
    for (const l of listeners) l.answered?.({ type: "ack", ref, seq: 1, conversation_id: `room of ${ref}` });
  };
  answer("other");
  expect(gone).toEqual([]);
  answer("r1");
  answer("r1");
  expect(gone).toEqual(["room of r1"]);
});
