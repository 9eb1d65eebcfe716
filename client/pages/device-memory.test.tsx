// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import type { Me } from "../state/session-store.ts";
import { deviceMemory } from "./device-memory.ts";

const anna: Me = {
  id: "u1",
  email: "a@example.org",
  displayName: "Anna",
  role: "user",
  guest: false,
  expires_at: null,
};

beforeEach(() => localStorage.clear());

test("[OFF11] a device knows who was signed in, and after signing out nobody", () => {
  expect([deviceMemory.wasSignedIn(), deviceMemory.me()]).toEqual([false, null]);
  deviceMemory.rememberMe({ ...anna, preferences: { theme: "menu" } });
  expect(deviceMemory.me()).toEqual({ ...anna, preferences: { theme: "menu" } });
  deviceMemory.rememberRoom("c1");
  deviceMemory.rememberMe(null);
  expect([deviceMemory.wasSignedIn(), deviceMemory.me(), deviceMemory.lastRoom()]).toEqual([false, null, null]);
});

test("[OFF8] it tells when what is kept for somebody has to go: they left, or another came", () => {
  expect(deviceMemory.rememberMe(null)).toBe(false);
  expect(deviceMemory.rememberMe(anna)).toBe(false);
  expect(deviceMemory.rememberMe({ ...anna, displayName: "Anna K." })).toBe(false);
  expect(deviceMemory.rememberMe({ ...anna, id: "u2" })).toBe(true);
  expect(deviceMemory.rememberMe(null)).toBe(true);
  // An earlier version wrote down that somebody was signed in, and not who.
  localStorage.setItem("signed_in", "yes");
  expect([deviceMemory.wasSignedIn(), deviceMemory.me(), deviceMemory.rememberMe(anna)]).toEqual([true, null, true]);
});
