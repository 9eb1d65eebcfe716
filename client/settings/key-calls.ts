import * as z from "zod/mini";
import { type Api, NOTHING } from "../net/api.ts";
import type { ApiResult } from "../state/ports.ts";

const Key = z.object({
  id: z.string(),
  provider: z.string(),
  nickname: z.string(),
  base_url: z.nullable(z.string()),
  last4: z.string(),
  is_active: z.boolean(),
  last_used: z.nullable(z.string()),
  usage_count: z.number(),
});
/** A key as its owner sees it: never the secret. */
export type ApiKey = z.infer<typeof Key>;
const Keys = z.object({ docs: z.array(Key) });

export const listKeys = (api: Api, signal: AbortSignal): Promise<ApiResult<{ docs: ApiKey[] }>> =>
  api.call("GET", "/api-keys?limit=50", Keys, { signal });

export interface NewKey {
  readonly provider: string;
  readonly key: string;
  readonly nickname: string;
  readonly base_url?: string;
}
export const addKey = (api: Api, body: NewKey): Promise<ApiResult<ApiKey>> =>
  api.call("POST", "/api-keys", Key, { body });
export const switchKey = (api: Api, id: string, is_active: boolean): Promise<ApiResult<ApiKey>> =>
  api.call("PATCH", `/api-keys/${id}`, Key, { body: { is_active } });
export const forgetKey = (api: Api, id: string): Promise<ApiResult<null>> =>
  api.call("DELETE", `/api-keys/${id}`, NOTHING);
