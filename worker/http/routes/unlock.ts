import { z } from "zod";
import { Id } from "../../../shared/fields/common.ts";
import { SharePasswordInput, UnlockAnswer, UnlockInput } from "../../../shared/fields/share-passwords.ts";
import type { LockableType } from "../../services/access/unlocked.ts";
import { issuerOf } from "../../services/session/issuer.ts";
import { setSharePassword } from "../../services/share-passwords/set-password.ts";
import { unlock } from "../../services/share-passwords/unlock.ts";
import { type Endpoint, endpoint, type Rate } from "../endpoint.ts";
import { editorOf, viewerOf } from "../sorted-list.ts";

const ById = z.object({ id: Id });

/** Guesses of one share's password: reliability S-21. */
const GUESSES: readonly Rate[] = [
  { max: 5, windowS: 15 * 60, lasting: true, per: "row-and-address" },
  { max: 50, windowS: 24 * 3_600, lasting: true, per: "row" },
];
/** A hash costs about 0.2 s of CPU. */
const SETTING: Rate = { max: 10, windowS: 60, of: "share-password" };

/** The calls of one kind of thing that can have a share password. */
function passwordEndpoints(type: LockableType, path: `/api/${string}`, thing: string): readonly Endpoint[] {
  const put = endpoint({
    method: "PUT",
    path: `${path}/:id/share-password`,
    need: "admin",
    summary: `Set the share password of ${thing}; what was unlocked with an older one is closed again`,
    params: ById,
    body: SharePasswordInput,
    output: z.null(),
    status: 204,
    rate: SETTING,
    handler: async (context, { params, body }) => {
      await setSharePassword(context.db, type, params.id, body.password, editorOf(context));
      return null;
    },
  });
  const remove = endpoint({
    method: "DELETE",
    path: `${path}/:id/share-password`,
    need: "admin",
    summary: `Take the share password from ${thing}, and with it all reading by link`,
    params: ById,
    output: z.null(),
    status: 204,
    handler: async (context, { params }) => {
      await setSharePassword(context.db, type, params.id, null, editorOf(context));
      return null;
    },
  });
  const open = endpoint({
    method: "POST",
    path: `${path}/:id/unlock`,
    need: "none",
    summary: `Show the share password of ${thing}; the token goes into the header X-Share-Token of what is read then`,
    params: ById,
    body: UnlockInput,
    output: UnlockAnswer,
    rate: GUESSES,
    changesNothing: true,
    givesSecret: true,
    handler: async (context, { params, body }) => {
      const issuer = await issuerOf(context.env.DB, context.nowMs);
      return unlock(context.db, issuer, { type, id: params.id, ...body }, viewerOf(context));
    },
  });
  return [put, remove, open];
}

export const unlockEndpoints: readonly Endpoint[] = [
  ...passwordEndpoints("knowledgeCollection", "/api/knowledge-collections", "a tome"),
  ...passwordEndpoints("knowledge", "/api/knowledge", "an entry"),
];
