import * as z from "zod/mini";
import { foldName, usernameProblem } from "../../shared/names/usernames.ts";
import { type Api, NOTHING } from "../net/api.ts";
import type { ApiResult } from "../state/ports.ts";

const Profile = z.object({ id: z.string(), username: z.string() });
const Profiles = z.object({ docs: z.array(Profile) });

/** The address a name becomes: "Café Cat" is not one, "cafe cat" is at `/cafe-cat`. */
export const usernameOf = (name: string): string => foldName(name).replaceAll(/\s+/gu, "-");

/** What is wrong with `name`, as a sentence; null where it can be tried. */
export function nameProblem(name: string): string | null {
  if (name.trim() === "") return "Pick a name first.";
  const username = usernameOf(name);
  const problem = usernameProblem(username);
  if (problem === null) return null;
  if (problem === "is reserved") return `“${username}” is reserved: it is an address of the café itself. Pick another.`;
  return `“${username}” ${problem}.`;
}

/**
 * Gives the person a name that people see, and a page of their own under it.
 * @returns The username that now leads to them.
 */
export async function takeName(api: Api, user_id: string, name: string): Promise<ApiResult<string>> {
  const username = usernameOf(name);
  const display_name = name.trim();
  const body = { username, display_name, bio: `${display_name} has just sat down.` };
  const made = await api.call("POST", "/creator-profiles", Profile, { body });
  const profile = hasPageAlready(made) ? await rename(api, user_id, { username, display_name }) : made;
  if (!profile.ok) return profile;
  const named = await api.call("PATCH", "/me", NOTHING, { body: { displayName: display_name } });
  return named.ok ? { ok: true, value: profile.value.username } : named;
}

const hasPageAlready = (answer: ApiResult<unknown>): boolean =>
  !answer.ok && answer.problem.code === "conflict" && answer.problem.errors[0]?.path !== "username";

/** Whoever has made a bot has a page already: it gets the name. */
async function rename(
  api: Api,
  user: string,
  body: { readonly username: string; readonly display_name: string },
): Promise<ApiResult<z.infer<typeof Profile>>> {
  const own = await api.call("GET", `/creator-profiles?${new URLSearchParams({ user, limit: "1" })}`, Profiles);
  if (!own.ok) return own;
  const [profile] = own.value.docs;
  if (!profile) return { ok: false, problem: { status: 404, code: "not_found", detail: "Try again.", errors: [] } };
  return await api.call("PATCH", `/creator-profiles/${profile.id}`, Profile, { body });
}
