import { hash } from "node:crypto";
import type { Env } from "../../env.ts";
import { newId } from "../../ids.ts";
import { AiModel } from "../../llm/ai-model.ts";
import { log } from "../../log.ts";
import type { RoomPorts } from "../room.ts";
import { D1Access } from "./d1-access.ts";
import { D1Context } from "./d1-context.ts";
import { D1OutboxSink } from "./d1-outbox-sink.ts";
import { doAlarms } from "./do-alarms.ts";
import { MemberStatus } from "./member-status.ts";
import { NewRooms } from "./new-rooms.ts";
import { PeopleHubs } from "./people-hubs.ts";
import { platformClock, platformLog } from "./platform.ts";
import { durableObjectSql } from "./sql-port.ts";
import { sqliteRoomStore } from "./sqlite-room-store.ts";

/** The surroundings of a room in the product: its own SQLite, D1, the model providers, the platform's clock. */
export function roomPorts(ctx: DurableObjectState, env: Env): RoomPorts {
  return {
    store: sqliteRoomStore(durableObjectSql(ctx.storage)),
    clock: platformClock,
    newId,
    rng: Math.random,
    // At once: a hash object of the runtime is a stream, and making one costs more than hashing a message.
    sha256: (text) => hash("sha256", text, "hex"),
    alarms: doAlarms(ctx.storage, platformLog),
    sink: new D1OutboxSink(env.DB),
    access: new D1Access(env),
    branches: new NewRooms(env),
    people: new PeopleHubs(env),
    statuses: new MemberStatus(env),
    contexts: new D1Context(env),
    models: new AiModel(env),
    log: platformLog,
    giveUp(cause) {
      log.error("the room's storage failed", cause);
      ctx.abort("storage failed");
    },
  };
}
