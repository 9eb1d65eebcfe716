import type { Connection } from "partyserver";
import { SessionFacts } from "../core/session-facts.ts";
import type { RoomSocket } from "../ports.ts";

/**
 * A partyserver connection as the room sees it. Its id is ours: the platform's comes from the client and may repeat
 * (architecture §8 B).
 */
export function doSocket(connection: Connection, id: string, ctx: DurableObjectState): RoomSocket {
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
    bufferedBytes() {
      // Readable on accepted sockets, though the platform's types do not say so (reliability §1.1).
      const amount: unknown = Reflect.get(connection, "bufferedAmount");
      return typeof amount === "number" ? amount : 0;
    },
    save(facts) {
      connection.setState({ id, facts });
    },
    lastPingMs: () => ctx.getWebSocketAutoResponseTimestamp(connection)?.getTime() ?? null,
  };
}

/** What was saved beside a socket before the object slept; null where it is not ours. */
export function savedFacts(connection: Connection): { id: string; facts: SessionFacts } | null {
  const state: unknown = connection.state;
  if (typeof state !== "object" || state === null || !("id" in state) || !("facts" in state)) return null;
  const facts = SessionFacts.safeParse(state.facts);
  return typeof state.id === "string" && facts.success ? { id: state.id, facts: facts.data } : null;
}
