import { expect, test } from "vitest";
import { PROOF_MS } from "../../shared/protocol/limits.ts";
import type { ApiResult } from "../state/ports.ts";
import { VirtualClock } from "../state/testing/virtual-clock.ts";
import { createProofRenewal, RENEW_BEFORE_MS, RENEW_RETRY_MS } from "./proof-renewal.ts";

function renewing(answers: ApiResult<string>[]) {
  const clock = new VirtualClock();
  const sent: object[] = [];
  let asked = 0;
  const socket = {
    send: (frame: object) => {
      sent.push(frame);
      return true;
    },
  };
  const renewal = createProofRenewal(clock, socket, async () => {
    asked += 1;
    return answers.shift() ?? { ok: true, value: `ticket ${asked}` };
  });
  /** Lets time pass and the answers come in. */
  const pass = async (ms: number) => {
    clock.advance(ms);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return { clock, sent, renewal, pass, asked: () => asked };
}
const failure = (status: number): ApiResult<string> => ({
  ok: false,
  problem: { status, code: "x", detail: "", errors: [] },
});

test("[CLI89] the proof is renewed before it ends, and again", async () => {
  const { sent, renewal, pass } = renewing([]);
  renewal.start();
  await pass(PROOF_MS - RENEW_BEFORE_MS - 1);
  expect(sent).toEqual([]);
  await pass(1);
  expect(sent).toEqual([{ type: "auth", ticket: "ticket 1" }]);
  await pass(PROOF_MS - RENEW_BEFORE_MS);
  expect(sent).toHaveLength(2);
});

test("[CLI89] after a failure it is tried again while there is time", async () => {
  const { sent, renewal, pass } = renewing([failure(0), failure(503)]);
  renewal.start();
  await pass(PROOF_MS - RENEW_BEFORE_MS);
  await pass(RENEW_RETRY_MS);
  expect(sent).toEqual([]);
  await pass(RENEW_RETRY_MS);
  expect(sent).toHaveLength(1);
});

test("[CLI89] once the session is over nothing more is tried", async () => {
  const { clock, renewal, pass, asked } = renewing([failure(401)]);
  renewal.start();
  await pass(PROOF_MS);
  expect(asked()).toBe(1);
  expect(clock.waiting).toBe(0);
});

test("[CLI89] a ticket that comes after the socket has closed is not sent", async () => {
  const { clock, sent, renewal, pass } = renewing([]);
  renewal.start();
  clock.advance(PROOF_MS - RENEW_BEFORE_MS);
  renewal.stop();
  await pass(PROOF_MS);
  expect(sent).toEqual([]);
  expect(clock.waiting).toBe(0);
});
