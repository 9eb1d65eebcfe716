import { expect, test } from "vitest";
import { keepLeftPath } from "./left-path.ts";
import { TranscriptState } from "./transcript-state.ts";

test("[DEED6] the way back survives a reload, until it is taken or put away", () => {
  const kept = new Map<string, string>();
  const storage = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string) => void kept.set(key, value),
    remove: (key: string) => void kept.delete(key),
  };
  const open = (room_id = "c1") => {
    const state = new TranscriptState();
    keepLeftPath(state, room_id, storage);
    return state;
  };
  open().leave({ message_id: "m1", take_id: "t1", count: 10 });
  expect(open().left.value).toEqual({ message_id: "m1", take_id: "t1", count: 10 });
  open().leave({ message_id: "m1", take_id: "t1", count: null });
  expect(open().left.value?.count).toBeNull();
  expect(open("c2").left.value).toBeNull();
  const gone = new TranscriptState();
  gone.leave({ message_id: "m2", take_id: "t2", count: 1 });
  keepLeftPath(gone, "c1", storage);
  expect(gone.left.value?.message_id, "the path that was left last").toBe("m2");
  open().leave(null);
  expect(open().left.value).toBeNull();
});
