import { AppError } from "../../../shared/app-error.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import type { Db } from "../../db.ts";
import { setHash } from "../share-passwords/set-password.ts";
import type { Resource } from "./resources.ts";
import { type Granter, revokeAll } from "./write-grants.ts";

/**
 * What making a thing private does beside saying so: every grant ends and a tome loses its password, so that private
 * means its owner alone. Only the owner does it: anyone else would shut themselves out with all others.
 * @param asked The visibility asked for, and what it is now. Anything but a change to private takes nothing back.
 * @returns Statements for the batch that writes the change.
 * @throws AppError `forbidden` naming `field`.
 */
export function takeBack(
  db: Db,
  resource: Resource,
  asked: {
    readonly field: string;
    readonly from: string;
    readonly to: string | null | undefined;
    readonly right: Right;
  },
  editor: Granter,
) {
  if (asked.to !== "private" || asked.from === "private") return [];
  if (asked.right !== "owner")
    throw new AppError("forbidden", asked.field, {
      publicMessage: "Only its owner can make this private.",
      fields: [{ path: asked.field, message: "can be made private by its owner alone" }],
    });
  const { type, id } = resource;
  const password = type === "bot" ? [] : setHash(db, "knowledgeCollection", id, null, editor.nowMs);
  return [revokeAll(db, resource, editor), ...password];
}
