import { afterEach, expect, test, vi } from "vitest";
import { askedEarly } from "./asked-early.ts";

afterEach(() => vi.unstubAllGlobals());

test("[CLI103] who is signed in, asked before the script ran, is taken once and for that question alone", async () => {
  const answer = Response.json({ user: null });
  vi.stubGlobal("window", { askedEarly: Promise.resolve(answer) });
  expect(askedEarly("/api/me")).toBeUndefined();
  expect(await askedEarly("/api/session")).toBe(answer);
  expect(askedEarly("/api/session")).toBeUndefined();
});
