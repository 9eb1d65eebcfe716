import type { Connection } from "partyserver";
import type * as z from "zod/mini";
import type { DeviceSocket } from "../ports.ts";

/** What an object needs of a connection. */
type SocketLike = WebSocket & Pick<Connection, "setState">;

/**
 * A partyserver connection as its object sees it. Its id is ours: the platform's comes from the client and may repeat
 * (architecture §8 B). The runtime does not say how much a socket still owes, so what was sent since its last sign of
 * life stands in: a device that reads says `ping` every 25 s or more, a frozen one says nothing.
 */
export function doSocket<Facts>(
  connection: SocketLike,
  id: string,
  ctx: Pick<DurableObjectState, "getWebSocketAutoResponseTimestamp">,
): DeviceSocket<Facts> {
  let unproven = 0;
  let pingMs: number | null = null;
  const lastPingMs = () => ctx.getWebSocketAutoResponseTimestamp(connection)?.getTime() ?? null;
  return {
    id,
    send(frame) {
      unproven += frame.length;
      try {
        connection.send(frame);
      } catch {
        // The socket is gone; its close event follows and takes it off the list.
      }
    },
    close(code, reason) {
      try {
        connection.close(code, reason);
      } catch {
        // Already closed by the other end.
      }
    },
    heard() {
      unproven = 0;
    },
    bufferedBytes() {
      const ping = lastPingMs();
      if (ping !== pingMs) unproven = 0;
      pingMs = ping;
      return unproven;
    },
    save(facts) {
      connection.setState({ id, facts });
    },
    lastPingMs,
  };
}

/** What was saved beside a socket before the object slept; null where it is not ours. */
export function savedFacts<Facts>(
  connection: Connection,
  shape: z.ZodMiniType<Facts>,
): { id: string; facts: Facts } | null {
  const state: unknown = connection.state;
  if (typeof state !== "object" || state === null || !("id" in state) || !("facts" in state)) return null;
  const facts = shape.safeParse(state.facts);
  return typeof state.id === "string" && facts.success ? { id: state.id, facts: facts.data } : null;
}
