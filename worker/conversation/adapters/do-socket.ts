import type { Connection } from "partyserver";
import type * as z from "zod/mini";
import type { DeviceSocket } from "../ports.ts";

/** What an object needs of a connection. */
type SocketLike = WebSocket & Pick<Connection, "setState">;

/**
 * A partyserver connection as its object sees it. Its id is ours: the platform's comes from the client and may repeat
 * (architecture §8 B).
 */
export function doSocket<Facts>(
  connection: SocketLike,
  id: string,
  ctx: Pick<DurableObjectState, "getWebSocketAutoResponseTimestamp">,
): DeviceSocket<Facts> {
  return {
    id,
    send(frame) {
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
    save(facts) {
      connection.setState({ id, facts });
    },
    lastPingMs: () => ctx.getWebSocketAutoResponseTimestamp(connection)?.getTime() ?? null,
  };
}

/** By which name the object knows a socket; undefined where it is not ours. Asked with every frame, so nothing else is read. */
export function savedId({ state }: Connection): string | undefined {
  const id = typeof state === "object" && state !== null && "id" in state ? state.id : undefined;
  return typeof id === "string" ? id : undefined;
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
