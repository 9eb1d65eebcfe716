import { CLOSE } from "../../shared/protocol/close-codes.ts";
import type { Api } from "./api.ts";
import { browserClock } from "./browser-clock.ts";
import { freshSession, isClerks } from "./fresh-session.ts";
import { pageHints } from "./page-hints.ts";
import { createProofRenewal } from "./proof-renewal.ts";
import { fetchTicket, type Party } from "./room-calls.ts";
import { RoomSocket } from "./room-socket.ts";

/** What is made of a connection. */
interface Listener {
  opened(): void;
  received(raw: string): void;
  closed(code: number, reason: string, retryMs: number): void;
  /** Whether the connection that ended was in use: only then a lost proof may be an accident. */
  wasLive(): boolean;
}

/** The connection of this page to an object of the server: comes back by itself, and keeps its proof of identity fresh. */
export function connectParty(api: Api, party: Party, room: string, listener: Listener): RoomSocket {
  const ticket = () => fetchTicket(api, party, room);
  const proof = createProofRenewal(browserClock, { send: (frame) => socket.send(frame) }, ticket);
  /** A laptop that slept through the end of its proof is still signed in: ask once, by HTTP, before giving up. */
  const comeBack = async () => {
    if ((await ticket()).ok) socket.reconnect();
  };
  const socket: RoomSocket = new RoomSocket({
    host: location.host,
    protocol: location.protocol === "https:" ? "wss" : "ws",
    party,
    room,
    clock: browserClock,
    random: Math.random,
    page: pageHints,
    ...(isClerks() && { beforeOpening: freshSession }),
    opened: () => {
      proof.start();
      listener.opened();
    },
    received: listener.received,
    closed: (code, reason, retryMs) => {
      proof.stop();
      const wasLive = listener.wasLive();
      listener.closed(code, reason, retryMs);
      if (code === CLOSE.unauthenticated && wasLive) void comeBack();
    },
  });
  return socket;
}
