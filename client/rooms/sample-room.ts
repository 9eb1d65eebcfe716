import * as z from "zod/mini";
import { SAMPLE_ROOM, SAMPLE_SEATS } from "../../shared/sample/table.ts";
import type { Api } from "../net/api.ts";
import type { ApiResult } from "../state/ports.ts";

const Created = z.object({ id: z.string() });

/** Lays the sample table for somebody who is signed in. @returns The room's id. */
export async function newSampleTable(api: Api): Promise<ApiResult<string>> {
  const body = { bot_ids: SAMPLE_SEATS.map(({ id }) => id), title: SAMPLE_ROOM.title };
  const answer = await api.call("POST", "/conversations", Created, { body });
  if (answer.ok) return { ok: true, value: answer.value.id };
  const isGone = answer.problem.status === 404;
  return isGone
    ? { ok: false, problem: { ...answer.problem, detail: "The sample bots are away. Pick other ones." } }
    : answer;
}
