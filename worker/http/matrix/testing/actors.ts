import { envWith } from "../../testing/call.ts";
import { fakeClerk, ownForger } from "../../testing/forge.ts";

/**
 * Everyone who may stand at the door. Those named `share-…` were given something on what the owner shares; `blocked` was
 * too, before the owner blocked them, and `suspended` before they were suspended.
 */
export const ACTORS = [
  "owner",
  "share-admin",
  "share-write",
  "share-read",
  "share-expired",
  "share-revoked",
  "share-password-ok",
  "share-password-wrong",
  "link-only",
  "member",
  "viewer",
  "stranger",
  "blocked",
  "suspended",
  "guest",
  "anonymous",
  "platform admin",
  "platform moderator",
  "expired token",
  "wrong party",
  "other instance",
] as const;
export type Actor = (typeof ACTORS)[number];

/** Callers who show no session that counts. A suspended person's counts nowhere, but it is refused where one is needed. */
const NOBODY: readonly Actor[] = ["link-only", "anonymous", "expired token", "wrong party", "other instance"];
export const isNobody = (actor: Actor): boolean => NOBODY.includes(actor);

/** Everyone who has an account. */
export const PEOPLE = ACTORS.filter((actor) => !isNobody(actor));

/** The account behind an actor. Tokens that do not count are the owner's: they would open the most. */
export const accountOf = (actor: Actor): Actor => (isNobody(actor) ? "owner" : actor);

const slug = (actor: Actor): string => actor.replaceAll(/[^a-z]+/g, "-");
export const userIdOf = (actor: Actor): string => `user-${slug(accountOf(actor))}`;
/** Every address is a canary: nobody but the person themselves, and staff, may ever be answered it. */
export const emailOf = (actor: Actor): string => `canary-mail-${slug(accountOf(actor))}@x.test`;

/** Headers that make a call this actor's, without what opens shares. */
export async function sessionHeaders(actor: Actor): Promise<Record<string, string>> {
  if (actor === "anonymous" || actor === "link-only") return {};
  return { authorization: `Bearer ${await tokenOf(actor)}` };
}

const tokens = new Map<Actor, Promise<string>>();

/** The issuer's key outlives a test's data in this isolate, so each token is signed once. */
function tokenOf(actor: Actor): Promise<string> {
  const signed = tokens.get(actor) ?? sign(actor);
  tokens.set(actor, signed);
  return signed;
}

async function sign(actor: Actor): Promise<string> {
  const [id, email, now] = [userIdOf(actor), emailOf(actor), Math.floor(Date.now() / 1_000)];
  if (actor === "other instance") {
    const foreign = await fakeClerk("clerk.elsewhere.example", id, email);
    return foreign.sign(foreign.claims({ exp: now + 3_600 }));
  }
  const own = await ownForger(envWith(), id, email);
  if (actor === "expired token") return own.sign(own.claims({ iat: now - 7_200, nbf: now - 7_200, exp: now - 3_600 }));
  if (actor === "wrong party") return own.sign(own.claims({ exp: now + 3_600, azp: "https://evil.example" }));
  return own.sign(own.claims({ exp: now + 3_600, sid: `sess-${slug(actor)}` }));
}
