import * as z from "zod/mini";
import type { ApiResult } from "../state/ports.ts";
import { type Kept, withChanges } from "../state/preferences-store.ts";
import { type Api, NOTHING } from "./api.ts";

const Account = z.object({ preferences: z.record(z.string(), z.unknown()) });

/** Merges `changes` into what the account keeps by now: another device may have changed something else. */
export async function savePreferences(api: Api, changes: Kept): Promise<ApiResult<unknown>> {
  const account = await api.call("GET", "/me", Account);
  if (!account.ok) return account;
  const preferences = withChanges(account.value.preferences, changes);
  return await api.call("PATCH", "/me", NOTHING, { body: { preferences } });
}
