import { PROOF_MS } from "../../shared/protocol/limits.ts";
import type { ApiResult, ClientClock, FrameSocket } from "../state/ports.ts";

/** How long before its end a proof of identity is renewed, and how long until the next try, milliseconds. Chosen: several tries fit. */
export const RENEW_BEFORE_MS = 90_000;
export const RENEW_RETRY_MS = 15_000;

export interface ProofRenewal {
  /** A socket has opened: its proof is fresh. */
  start(): void;
  stop(): void;
}

/**
 * Keeps the proof of identity on an open socket from ending (rooms.md §2): a one-time ticket from the server goes into
 * an `auth` frame in good time. A refused ticket means the session is over; the room then closes the socket itself.
 */
export function createProofRenewal(
  clock: ClientClock,
  socket: FrameSocket,
  fetchTicket: () => Promise<ApiResult<string>>,
): ProofRenewal {
  let cancel = () => {};
  let round = 0;
  const plan = (ms: number) => {
    cancel = clock.after(ms, () => void renew());
  };
  const renew = async () => {
    const mine = round;
    const ticket = await fetchTicket();
    if (mine !== round) return; // Another socket has opened meanwhile, or none is left.
    if (!ticket.ok && ticket.problem.status === 401) return;
    const isSent = ticket.ok && socket.send({ type: "auth", ticket: ticket.value });
    plan(isSent ? PROOF_MS - RENEW_BEFORE_MS : RENEW_RETRY_MS);
  };
  const stop = () => {
    round += 1;
    cancel();
  };
  const start = () => {
    stop();
    plan(PROOF_MS - RENEW_BEFORE_MS);
  };
  return { start, stop };
}
