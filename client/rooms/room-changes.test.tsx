// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { expect, test, vi } from "vitest";
import type { Api } from "../net/api.ts";
import { type RoomListRow, roomListOf } from "../pages/room-list.ts";
import { ToastStore } from "../state/toast-store.ts";
import { descriptionOf, mount, only, write } from "../ui/testing/mount.tsx";
import { RenameRoom } from "./rename-room.tsx";
import { changeRoom } from "./room-changes.ts";

const ROOM: RoomListRow = {
  id: "1",
  title: "Bakery",
  status: "active",
  role: "owner",
  conversation_type: "multi-bot",
  bots: [{ bot_id: "b", name: "Mara", picture: null }],
  last_message: null,
  unread: 0,
  conversation_metadata: { total_messages: 1, last_activity: "2026-01-01T00:00:00.000Z" },
};

test("[RMS5] a change shows at once; refused, the room is as before and the page says why", async () => {
  const asked = Promise.withResolvers<unknown>();
  const call = vi.fn(async (method: string) =>
    method === "GET" ? { ok: true, value: { docs: [ROOM], next_cursor: null } } : asked.promise,
  );
  const api = { call } as unknown as Api;
  const list = roomListOf(api);
  const titles = () => list.rows.value?.map(({ title }) => title);
  await list.refresh();
  const toasts = new ToastStore();
  const changing = changeRoom(api, toasts, ROOM, { title: "Harbour" });
  expect(titles()).toEqual(["Harbour"]);
  asked.resolve({ ok: false, problem: { status: 403, code: "forbidden", detail: "Only its owner.", errors: [] } });
  expect(await changing).toBe(false);
  expect(titles()).toEqual(["Bakery"]);
  expect(toasts.list.value.map(({ words, tone }) => [words, tone])).toEqual([["Bakery: Only its owner.", "problem"]]);
});

test("[RMS10] a title is emptied so that the bots give it; a refusal stands beside the field, which stays", async () => {
  const onRename = vi.fn(async (_title: string | null): Promise<string | null> => null);
  const onClose = vi.fn();
  await mount(<RenameRoom title="Bakery" bots={ROOM.bots} onRename={onRename} onClose={onClose} />);
  const field = only<HTMLInputElement>(document, "input");
  const submit = () =>
    act(async () => void only(document, "form").dispatchEvent(new Event("submit", { cancelable: true })));
  expect([field.value, descriptionOf(field)]).toEqual(["Bakery", "Left empty, it is called Mara."]);
  onRename.mockResolvedValueOnce("Too long.");
  await write(field, " Harbour ");
  await submit();
  expect([descriptionOf(field).includes("Too long."), onClose.mock.calls.length]).toEqual([true, 0]);
  await write(field, "  ");
  await submit();
  expect([onRename.mock.calls, onClose.mock.calls.length]).toEqual([[["Harbour"], [null]], 1]);
});
