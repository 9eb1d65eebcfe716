import { expect, test, vi } from "vitest";
import type { ApiResult } from "./ports.ts";
import { type Me, type SessionCalls, SessionStore } from "./session-store.ts";

const anna: Me = {
  id: "u1",
  email: "anna@example.org",
  displayName: "Anna",
  role: "user",
  guest: false,
  expires_at: null,
};
const guest: Me = { ...anna, id: "u2", email: "u2@guest.invalid", guest: true, expires_at: "2026-12-07T00:00:00Z" };
const problem = (status: number): ApiResult<never> => ({
  ok: false,
  problem: { status, code: status === 401 ? "unauthenticated" : "offline", detail: "", errors: [] },
});
const minted = { ok: true as const, value: { user: guest, expires_at: "2026-12-07T00:00:00Z", room: "c9" } };

function session(calls: Partial<SessionCalls> = {}, remembered: Me | null = null) {
  const all = {
    me: vi.fn<SessionCalls["me"]>(async () => ({ ok: true, value: null })),
    guest: vi.fn<SessionCalls["guest"]>(async () => minted),
    devSignIn: vi.fn<SessionCalls["devSignIn"]>(async () => ({
      ok: true,
      value: { user: anna, expires_at: "", room: null },
    })),
    signOut: vi.fn<SessionCalls["signOut"]>(async () => ({ ok: true, value: null })),
  };
  return { store: new SessionStore({ ...all, ...calls }, { get: () => remembered }), calls: all };
}

test("[CLI80] a guest is made where nobody is signed in, one for all who ask", async () => {
  const { store, calls } = session();
  const [one, other] = await Promise.all([store.ensure("Cleo"), store.ensure()]);
  expect(one).toEqual(guest);
  expect(other).toBe(one);
  expect(calls.guest.mock.calls).toEqual([["Cleo"]]);
  expect(store.room.value).toBe("c9");
  await store.ensure();
  expect(calls.guest).toHaveBeenCalledTimes(1);
});

test("[CLI80] nobody is made a guest who is signed in, or while that is unknown", async () => {
  const signedIn = session({ me: async () => ({ ok: true, value: anna }) });
  expect(await signedIn.store.ensure()).toEqual(anna);
  expect(signedIn.calls.guest).not.toHaveBeenCalled();

  const offline = session({ me: async () => problem(0) });
  expect(await offline.store.ensure()).toBeNull();
  expect(offline.calls.guest).not.toHaveBeenCalled();
  expect(offline.store.state.value).toBe("unknown");
  expect(offline.store.problem.value?.code).toBe("offline");
});

test("[CLI80] after a failure the next one who asks tries again", async () => {
  const { store, calls } = session();
  calls.guest.mockResolvedValueOnce(problem(503));
  expect(await store.ensure()).toBeNull();
  expect(store.problem.value?.status).toBe(503);
  expect(await store.ensure()).toEqual(guest);
  expect(store.problem.value).toBeNull();
  expect(calls.guest).toHaveBeenCalledTimes(2);
});

test("[CLI81] a failed question changes nothing but the problem; a 401 signs out", async () => {
  const me = vi.fn<SessionCalls["me"]>().mockResolvedValueOnce({ ok: true, value: anna });
  const { store } = session({ me });
  await store.load();
  expect(store.state.value).toBe("signed_in");
  me.mockResolvedValueOnce(problem(0));
  expect(await store.load()).toEqual(anna);
  expect(store.problem.value?.code).toBe("offline");
  me.mockResolvedValueOnce(problem(401));
  expect(await store.load()).toBeNull();
  expect(store.state.value).toBe("signed_out");
});

test("[CLI81] a call elsewhere that was answered 401 signs out", async () => {
  const { store } = session();
  await store.devSignIn("anna@example.org");
  expect(store.state.value).toBe("signed_in");
  store.expired();
  expect(store.state.value).toBe("signed_out");
});

test("[CLI81] signing out that fails leaves us signed in and says so", async () => {
  const { store } = session({ signOut: vi.fn().mockResolvedValueOnce(problem(0)).mockResolvedValue(problem(401)) });
  await store.devSignIn("anna@example.org", "Anna");
  await store.signOut();
  expect(store.me.value).toEqual(anna);
  expect(store.problem.value).not.toBeNull();
  await store.signOut();
  expect(store.me.value).toBeNull();
});

test("[CLI82] a guest is told from a member as the server says", async () => {
  const { store } = session({ me: async () => ({ ok: true, value: guest }) });
  expect(store.state.value).toBe("unknown");
  await store.load();
  expect(store.state.value).toBe("guest");
});

test("[OFF11] where the server cannot be asked, the device's memory is believed until it can", async () => {
  let answer: ApiResult<Me | null> = problem(0);
  const { store, calls } = session({ me: async () => answer }, anna);
  expect(await store.load()).toBe(anna);
  expect([store.state.value, store.isBelieved, store.problem.value]).toEqual(["signed_in", true, null]);
  expect(await store.ensure()).toBe(anna);
  expect(calls.guest).not.toHaveBeenCalled();
  // Still no answer: nothing changes.
  expect(await store.load()).toBe(anna);
  expect([store.isBelieved, store.problem.value?.code]).toEqual([true, "offline"]);
  answer = { ok: true, value: anna };
  await store.load();
  expect([store.state.value, store.isBelieved, store.problem.value]).toEqual(["signed_in", false, null]);
});

test("[OFF11] what the server says counts more than any memory; without one nobody is believed", async () => {
  const gone = session({ me: async () => problem(401) }, anna);
  expect(await gone.store.load()).toBeNull();
  expect(gone.store.state.value).toBe("signed_out");

  const believed = session({ me: async () => problem(0) }, anna);
  await believed.store.load();
  believed.store.expired();
  expect([believed.store.state.value, believed.store.isBelieved]).toEqual(["signed_out", false]);

  const blank = session({ me: async () => problem(0) });
  expect(await blank.store.load()).toBeNull();
  expect([blank.store.state.value, blank.store.problem.value?.code]).toEqual(["unknown", "offline"]);
});
