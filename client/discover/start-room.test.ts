import { expect, test } from "vitest";
import type { Api } from "../net/api.ts";
import type { SessionStore } from "../state/session-store.ts";
import { newTable, startRoom } from "./start-room.ts";

const MARA = [{ id: "b1", name: "Mara" }];
const OFFLINE = { ok: false, problem: { status: 0, code: "offline", detail: "", errors: [] } };
const ROOM = { ok: true, value: { id: "r1" } };

function app(answers: unknown[], me: object | null = { id: "u1" }) {
  const calls: { path: string; body: unknown }[] = [];
  const call = async (_method: string, path: string, _decoder: unknown, options: { body: unknown }) => {
    calls.push({ path, body: options.body });
    return answers.shift();
  };
  const session = { ensure: async () => me, problem: { peek: () => null } };
  return { calls, app: { api: { call } as unknown as Api, session: session as unknown as SessionStore } };
}

test("[CAT5] a first word opens a room and is said there", async () => {
  const { app: cafe, calls } = app([ROOM, { ok: true, value: { id: "m1" } }]);
  const table = newTable();
  expect(await startRoom(cafe, MARA, "Hello", table)).toEqual({ ok: true, value: "r1" });
  expect(calls).toEqual([
    { path: "/conversations", body: { bot_ids: ["b1"], title: "Mara" } },
    { path: "/messages", body: { conversation: "r1", entry: "Hello", ref: table.ref } },
  ]);
});

test("[CAT5] tried again, the same room is used and the same word said once", async () => {
  const { app: cafe, calls } = app([ROOM, OFFLINE, { ok: true, value: { id: "m1" } }]);
  const table = newTable();
  expect(await startRoom(cafe, MARA, "Hello", table)).toMatchObject({ ok: false });
  expect(await startRoom(cafe, MARA, "Hello", table)).toMatchObject({ ok: true });
  expect(calls.map(({ path }) => path)).toEqual(["/conversations", "/messages", "/messages"]);
  expect(calls[1]?.body).toEqual(calls[2]?.body);
});

test("[CAT5] without words one only sits down; who cannot become anybody is told", async () => {
  const { app: cafe, calls } = app([ROOM]);
  expect(await startRoom(cafe, MARA, "", newTable())).toEqual({ ok: true, value: "r1" });
  expect(calls).toHaveLength(1);
  expect(await startRoom(app([], null).app, MARA, "", newTable())).toMatchObject({
    ok: false,
    problem: { code: "unauthenticated" },
  });
});
