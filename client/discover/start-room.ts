import * as z from "zod/mini";
import { newUuid } from "../net/ids.ts";
import { titleOf } from "../pages/room-title.ts";
import type { ApiProblem, ApiResult } from "../state/ports.ts";
import type { App } from "../ui/app-context.ts";

const Created = z.object({ id: z.string() });

/** Who sits down at a new table. */
export interface Seat {
  readonly id: string;
  readonly name: string;
}

/** A table that is being laid: what of it is done already is not done twice when it is tried again. */
export interface NewTable {
  room: string | null;
  readonly ref: string;
}
export const newTable = (): NewTable => ({ room: null, ref: newUuid() });

/**
 * Opens a room with `bots` and says `text` in it, if there is any. Whoever is nobody yet becomes a guest.
 * @returns The room's id.
 */
export async function startRoom(
  { api, session }: Pick<App, "api" | "session">,
  bots: readonly Seat[],
  text: string,
  table: NewTable,
): Promise<ApiResult<string>> {
  const me = await session.ensure();
  if (me === null) return { ok: false, problem: session.problem.peek() ?? NO_SESSION };
  if (table.room === null) {
    const body = { bot_ids: bots.map(({ id }) => id), title: titleOf(bots) };
    const answer = await api.call("POST", "/conversations", Created, { body });
    if (!answer.ok) return answer;
    table.room = answer.value.id;
  }
  if (text !== "") {
    const body = { conversation: table.room, entry: text, ref: table.ref };
    const answer = await api.call("POST", "/messages", Created, { body });
    if (!answer.ok) return answer;
  }
  return { ok: true, value: table.room };
}

const NO_SESSION: ApiProblem = {
  status: 0,
  code: "unauthenticated",
  detail: "No table is free right now. Try again in a moment.",
  errors: [],
};
