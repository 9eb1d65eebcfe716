import { expect, test, vi } from "vitest";
import { settings } from "../env.ts";
import { verifySession } from "../services/session/verify-token.ts";
import { envWith } from "./testing/call.ts";
import { ownForger } from "./testing/forge.ts";

test("[AUTH16] a token is checked once and counts until it ends, for these settings and as it was shown", async () => {
  const env = envWith();
  const known = settings(env);
  const forger = await ownForger(env, "u", "u@example.org");
  const now = Date.now();
  const token = await forger.sign(forger.claims());
  const verify = vi.spyOn(crypto.subtle, "verify");
  const shown = { kind: "token", token } as const;
  const first = await verifySession(env, known, shown, now);
  const checks = verify.mock.calls.length;
  expect([first?.claims.sub, checks > 0]).toEqual(["u", true]);
  expect(await verifySession(env, known, shown, now + 1_000)).toBe(first);
  expect(verify.mock.calls.length).toBe(checks);

  const changed = `${token.slice(0, -6)}AAAAAA`;
  expect(await verifySession(env, known, { kind: "token", token: changed }, now)).toBeNull();
  expect(await verifySession(env, known, { kind: "token", token: `x=${token}` }, now)).toBeNull();
  const strict = settings(envWith({ ALLOWED_ORIGINS: "https://other.example" }));
  expect(await verifySession(env, strict, shown, now)).toBeNull();
  const before = verify.mock.calls.length;
  await verifySession(env, known, shown, now + 61_000);
  expect(verify.mock.calls.length).toBeGreaterThan(before);
  verify.mockRestore();
});
