import { Me, MePatch } from "../../../shared/fields/users.ts";
import { toMe } from "../../services/users/to-me.ts";
import { readUser, updateMe } from "../../services/users/update-me.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { editorOf } from "../sorted-list.ts";

const read = endpoint({
  method: "GET",
  path: "/api/me",
  need: "session",
  summary: "My account and chat preferences",
  output: Me,
  handler: async ({ db, principal }) => toMe(await readUser(db, principal.userId)),
});

const update = endpoint({
  method: "PATCH",
  path: "/api/me",
  need: "session",
  summary: "Change my account and chat preferences",
  body: MePatch,
  output: Me,
  handler: async (context, { body }) => toMe(await updateMe(context.db, editorOf(context), body)),
});

export const meEndpoints: readonly Endpoint[] = [read, update];
