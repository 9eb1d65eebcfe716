import { z } from "zod";
import { AppError } from "../../../shared/app-error.ts";
import { localPath } from "../../../shared/names/local-path.ts";
import type { ClerkSettings } from "../../env.ts";
import { isDevelopment, portalAddress, shakeHands } from "../../services/session/clerk-hand-shake.ts";
import { isEndedSession } from "../../services/session/find-principal.ts";
import { verifySession } from "../../services/session/verify-token.ts";
import type { RequestContext } from "../context.ts";
import { handShakeCookies } from "../cookies.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";

const PATH = "/api/session/clerk";
/** Longest address to go on to afterwards, characters. Chosen: a room with an open pane fits many times. */
const MAX_TO = 500;

// Clerk adds fields of its own to the address it sends people back to.
const Query = z.object({
  to: z.string().max(MAX_TO).optional(),
  new: z.literal("1").optional(),
  back: z.literal("1").optional(),
  __clerk_handshake: z.string().optional(),
  __clerk_db_jwt: z.string().optional(),
});
type Query = z.output<typeof Query>;

const signIn = endpoint({
  method: "GET",
  path: PATH,
  need: "none",
  summary: "For browsers: on to Clerk's own sign-in page, and with its answer back to the page `to`",
  query: Query,
  output: z.null(),
  status: 302,
  handler: async (context, { query }) => {
    const { clerk } = context.settings;
    if (clerk === null)
      throw new AppError("not_found", "no Clerk", { publicMessage: "Nobody signs in with Clerk here." });
    return query.back === undefined
      ? goOn(portalAddress(clerk, query.new === undefined ? "sign-in" : "sign-up", backAddress(context, query)))
      : comeBack(context, clerk, query);
  },
});

async function comeBack(context: RequestContext, clerk: ClerkSettings, query: Query): Promise<Response> {
  const { env, db, settings, request, headers, nowMs } = context;
  const address = backAddress(context, query);
  // Only development instances answer in the address; elsewhere a link could sign its reader in as somebody else.
  if (isDevelopment(clerk))
    for (const name of ["__clerk_handshake", "__clerk_db_jwt"] as const) {
      const value = query[name];
      if (value !== undefined) address.searchParams.set(name, value);
    }
  const answer = await shakeHands(clerk, settings, { address, cookies: handShakeCookies(request) });
  const keep = () => {
    for (const line of answer.cookies) headers.append("set-cookie", line);
  };
  if (answer.kind === "ask") {
    keep();
    return goOn(answer.location);
  }
  if (answer.kind === "signed_out") return goOn(loginAddress(query, "unfinished"));
  const session = await verifySession(env, settings, { kind: "token", token: answer.token }, nowMs);
  if (session?.by !== "clerk") return goOn(loginAddress(query, "unfinished"));
  if (await isEndedSession(db, session.claims.sid)) return goOn(loginAddress(query, "ended"));
  keep();
  return goOn(localPath(query.to));
}

const goOn = (location: string): Response => new Response(null, { status: 302, headers: { location } });

/** This endpoint again, as Clerk is told to come back to: never of the Host header's making. */
function backAddress({ url, settings }: RequestContext, { to }: Query): URL {
  const origin = settings.origins.includes(url.origin) ? url.origin : (settings.origins[0] ?? url.origin);
  const address = new URL(PATH, origin);
  address.searchParams.set("back", "1");
  address.searchParams.set("to", localPath(to));
  return address;
}

const loginAddress = ({ to }: Query, problem: "unfinished" | "ended"): string =>
  `/login?then=${encodeURIComponent(localPath(to))}&problem=${problem}`;

export const clerkSignInEndpoints: readonly Endpoint[] = [signIn];
