import { SAMPLE_ROOM, SAMPLE_SEATS } from "../../../shared/sample/table.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { newId } from "../../ids.ts";
import { openRoom } from "../conversations/open-room.ts";
import { seed } from "./seed.ts";

/**
 * A person's own copy of the sample room, with the house's bots at the table.
 * @returns Its id.
 * @throws AppError with the room's code where it cannot be made.
 */
export async function openSampleRoom(
  env: Env,
  owner: { readonly userId: string; readonly name: string },
  nowMs: number,
): Promise<string> {
  await seed(openDb(env.DB), nowMs);
  const id = newId();
  const bots = SAMPLE_SEATS.map(({ id: bot_id, name, description, greeting, talkativeness }) => {
    const model = { api_key_id: null, provider: null, model: null };
    return { bot_id, name, description, greeting, talkativeness, picture: null, ...model };
  });
  await openRoom(env, {
    id,
    owner: { user_id: owner.userId, name: owner.name },
    title: SAMPLE_ROOM.title,
    personaId: null,
    personaName: null,
    bots,
  });
  return id;
}
