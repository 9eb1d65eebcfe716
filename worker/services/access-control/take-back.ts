import { AppError } from "../../../shared/app-error.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import type { Db } from "../../db.ts";
import { setHash } from "../share-passwords/set-password.ts";
import type { Resource } from "./resources.ts";
import { type Granter, revokeAll } from "./write-grants.ts";

/** Only the owner makes a thing private: everyone else would shut themselves out with all others. */
export function demandTakeBack(right: Right, field: string): void {
  if (right === "owner") return;
  throw new AppError("forbidden", field, {
    publicMessage: "Only its owner can make this private.",
    fields: [{ path: field, message: "can be made private by its owner alone" }],
  });
}

/** What makes a thing private, beside saying so: every grant ends, and a tome loses its password. For one batch. */
export const takeBackBot = (db: Db, id: string, owner: Granter) => [revokeAll(db, { type: "bot", id }, owner)] as const;

export function takeBackTome(db: Db, id: string, owner: Granter) {
  const tome: Resource = { type: "knowledgeCollection", id };
  return [revokeAll(db, tome, owner), ...setHash(db, "knowledgeCollection", id, null, owner.nowMs)] as const;
}
