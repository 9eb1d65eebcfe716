import * as z from "zod/mini";
import { type Api, NOTHING } from "../net/api.ts";
import type { ApiResult } from "../state/ports.ts";

const text = z.nullable(z.string());
const Account = z.object({
  id: z.string(),
  email: z.string(),
  displayName: z.string(),
  nickname: text,
  bio: text,
  avatar: text,
  avatar_url: text,
  pronouns: text,
  custom_pronouns: text,
  guest: z.boolean(),
});
/** The reader's account, as far as its form goes. */
export type Account = z.infer<typeof Account>;

export const readAccount = (api: Api, signal?: AbortSignal): Promise<ApiResult<Account>> =>
  api.call("GET", "/me", Account, { ...(signal && { signal }) });

export const writeAccount = (api: Api, changes: Partial<Account>): Promise<ApiResult<Account>> =>
  api.call("PATCH", "/me", Account, { body: changes });

const Uploaded = z.object({ id: z.string() });

/** Puts `file` in the place of the picture, or takes it away. */
export async function changePicture(
  api: Api,
  file: File | null,
  { displayName }: Account,
): Promise<ApiResult<Account>> {
  if (file === null) return writeAccount(api, { avatar: null });
  const form = new FormData();
  form.set("file", file);
  form.set("alt", `Picture of ${displayName}`);
  const uploaded = await api.call("POST", "/media", Uploaded, { form });
  return uploaded.ok ? writeAccount(api, { avatar: uploaded.value.id }) : uploaded;
}

const Profile = z.object({ id: z.string(), username: z.string() });
const Profiles = z.object({ docs: z.array(Profile) });
/** Where the reader's public page is; null while they have none. */
export type Profile = z.infer<typeof Profile>;

export async function readProfile(api: Api, user_id: string): Promise<ApiResult<Profile | null>> {
  const answer = await api.call("GET", `/creator-profiles?user=${encodeURIComponent(user_id)}`, Profiles);
  return answer.ok ? { ok: true, value: answer.value.docs[0] ?? null } : answer;
}

/** Takes a username: the profile gets another, or there is a profile now. */
export const writeUsername = (
  api: Api,
  profile: Profile | null,
  username: string,
  { displayName, bio }: Account,
): Promise<ApiResult<Profile>> =>
  profile
    ? api.call("PATCH", `/creator-profiles/${profile.id}`, Profile, { body: { username } })
    : api.call("POST", "/creator-profiles", Profile, {
        body: { username, display_name: displayName, bio: bio?.trim() || `${displayName} makes bots.` },
      });

const ExportJob = z.object({ id: z.string(), status: z.string() });
/** Asks for everything of the reader's in one file: a job. */
export const startExport = (api: Api): Promise<ApiResult<z.infer<typeof ExportJob>>> =>
  api.call("GET", "/me/export", ExportJob);

export const deleteAccount = (api: Api, confirm: string): Promise<ApiResult<null>> =>
  api.call("DELETE", "/me", NOTHING, { body: { confirm } });
