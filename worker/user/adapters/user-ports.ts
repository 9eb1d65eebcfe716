import { doAlarms } from "../../conversation/adapters/do-alarms.ts";
import { platformClock, platformLog } from "../../conversation/adapters/platform.ts";
import { durableObjectSql } from "../../conversation/adapters/sql-port.ts";
import type { Env } from "../../env.ts";
import { newId } from "../../ids.ts";
import type { UserPorts } from "../ports.ts";
import { D1Directory } from "./d1-directory.ts";
import { SqliteUserStore } from "./sqlite-user-store.ts";

/** The surroundings of a person's object in the product. It is always found by name: the id of its person. */
export function userPorts(ctx: DurableObjectState, env: Env): UserPorts {
  const userId = ctx.id.name ?? "";
  return {
    userId,
    store: new SqliteUserStore(durableObjectSql(ctx.storage)),
    clock: platformClock,
    newId,
    alarms: doAlarms(ctx.storage, platformLog),
    directory: new D1Directory(env, userId),
    rooms: {
      whereabouts: (conversationId, isAround) =>
        env.CONVERSATION.getByName(conversationId).whereabouts(userId, isAround),
    },
    log: platformLog,
  };
}
