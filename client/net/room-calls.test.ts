import { expect, test, vi } from "vitest";
import { activationRow, messageRow } from "../room/testing/room-fixtures.ts";
import { createApi } from "./api.ts";
import { fetchActivations, fetchMessages, fetchTicket } from "./room-calls.ts";
import { createSessionCalls } from "./session-calls.ts";

function answering(...answers: unknown[]) {
  const fetch = vi.fn(async (_path: string, _init: RequestInit) => Response.json(answers.shift()));
  const api = createApi({ fetch, onUnauthenticated: () => {} });
  return { api, paths: () => fetch.mock.calls.map(([path]) => path), fetch };
}
const { signal } = new AbortController();

test("[CLI94] history is asked for before a message, and tells whether there is more", async () => {
  const it = answering({ docs: [messageRow()], next_cursor: "c" }, { docs: [], next_cursor: null });
  expect(await fetchMessages(it.api, "c1", "m9", signal)).toEqual({
    ok: true,
    value: { messages: [messageRow()], has_more: true },
  });
  expect(await fetchMessages(it.api, "c1", "m1", signal)).toMatchObject({ value: { has_more: false } });
  expect(it.paths()[0]).toBe("/api/conversations/c1/messages?before=m9&limit=50");
});

test("[CLI94] activation rows are read to the last page", async () => {
  const it = answering(
    { docs: [activationRow()], next_cursor: "a b" },
    { docs: [activationRow({ id: "a2" })], next_cursor: null },
  );
  const rows = await fetchActivations(it.api, "c1", "b1", signal);
  expect(rows.ok && rows.value.map((row) => row.id)).toEqual(["a1", "a2"]);
  expect(it.paths()).toEqual([
    "/api/knowledge-activation-log?conversation_id=c1&message_id=b1&limit=100",
    "/api/knowledge-activation-log?conversation_id=c1&message_id=b1&limit=100&cursor=a+b",
  ]);
});

test("[CLI94] a page that fails fails the rows", async () => {
  const it = answering({ docs: [activationRow()], next_cursor: "x" }, { nonsense: true });
  expect(await fetchActivations(it.api, "c1", "b1", signal)).toMatchObject({ ok: false });
});

test("[CLI94] an endless list of rows ends", async () => {
  const it = answering(...Array.from({ length: 20 }, () => ({ docs: [], next_cursor: "x" })));
  expect(await fetchActivations(it.api, "c1", "b1", signal)).toEqual({ ok: true, value: [] });
  expect(it.paths()).toHaveLength(10);
});

test("[CLI94] a ticket is for the room's socket", async () => {
  const it = answering({ ticket: "t", expires_at: "" });
  expect(await fetchTicket(it.api, "conversation", "c1")).toEqual({ ok: true, value: "t" });
  expect(it.fetch.mock.calls[0]?.[1]).toMatchObject({ method: "POST", body: '{"party":"conversation","room":"c1"}' });
});

test("[CLI94] the session's calls read the person and leave the token", async () => {
  const user = {
    id: "u1",
    email: "a@b.c",
    displayName: "A",
    role: "user",
    guest: false,
    expires_at: null,
    tokenBalance: 3,
  };
  const { tokenBalance: _rest, ...me } = user;
  const it = answering(
    { user },
    { user, expires_at: "x", token: "secret" },
    { user, expires_at: "x", room: "c9" },
    null,
  );
  const calls = createSessionCalls(it.api);
  expect(await calls.me()).toEqual({ ok: true, value: me });
  expect(await calls.guest(null)).toEqual({ ok: true, value: { user: me, expires_at: "x", room: null } });
  expect(await calls.devSignIn("a@b.c", "Anna")).toMatchObject({ value: { room: "c9" } });
  expect(await calls.signOut()).toEqual({ ok: true, value: null });
  expect(it.fetch.mock.calls.map(([path, init]) => [path, init.method, init.body])).toEqual([
    ["/api/session", "GET", undefined],
    ["/api/guest", "POST", "{}"],
    ["/api/dev/session", "POST", '{"email":"a@b.c","displayName":"Anna"}'],
    ["/api/logout", "POST", undefined],
  ]);
});
