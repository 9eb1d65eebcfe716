import { roomPorts as productPorts } from "../../conversation/adapters/room-ports.ts";
import type { RoomPorts } from "../../conversation/room.ts";
import type { Env } from "../../env.ts";
import { spin } from "./failpoints.ts";
import { faultyD1 } from "./faulty-d1.ts";
import { plan } from "./plan.ts";

/** The product's surroundings of a room, with every place where the harness can end the process or break D1. */
export function roomPorts(ctx: DurableObjectState, env: Env): RoomPorts {
  const ports = productPorts(ctx, Object.create(env, { DB: { value: faultyD1(env.DB) } }) as Env);
  const { store, alarms } = ports;
  const outbox = Object.create(store.outbox, {
    next: {
      value: (limit: number) => {
        const rows = store.outbox.next(limit);
        if (rows.length > 0) spin("outbox-read");
        return rows;
      },
    },
    remove: {
      value: (rows: Parameters<typeof store.outbox.remove>[0]) => {
        spin("outbox-unremoved");
        store.outbox.remove(rows);
        spin("outbox-removed");
      },
    },
  }) as typeof store.outbox;
  return {
    ...ports,
    store: { ...store, outbox: bound(outbox, store.outbox), transaction: (work) => transaction(store, work) },
    alarms: {
      set(atMs) {
        spin("alarm-unset");
        // The platform rings by its own clock, whatever the harness does to ours.
        alarms.set(atMs === null ? null : atMs - plan.clockOffsetMs);
        spin("alarm-set");
      },
    },
  };
}

function transaction<T>(store: RoomPorts["store"], work: () => T): T {
  const result = store.transaction(() => {
    spin("transaction-begun");
    const made = work();
    spin("transaction-written");
    return made;
  });
  spin("transaction-closed");
  return result;
}

/** Methods that are not replaced run on the object they belong to: its private fields are there only. */
function bound<T extends object>(face: T, real: T): T {
  return new Proxy(face, {
    get(target, key) {
      if (Object.hasOwn(target, key)) return Reflect.get(target, key) as unknown;
      const value: unknown = Reflect.get(real, key);
      return typeof value === "function" ? value.bind(real) : value;
    },
  });
}
