import { check, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { isOneOf, isoTime } from "./columns.ts";

export const INSTANCE_KEY_KINDS = ["issuer"] as const;

/** Keys this instance made for itself on first start: the RSA pair that signs guests, embedded sign-in and tickets. */
export const instanceKeys = sqliteTable(
  "instance_keys",
  {
    /** The `kid` of tokens. */
    id: text().primaryKey(),
    kind: text({ enum: INSTANCE_KEY_KINDS }).notNull(),
    /** SPKI, PEM. */
    public_key: text().notNull(),
    /** PKCS #8, PEM. */
    private_key: text().notNull(),
    createdAt: isoTime(),
  },
  (t) => [
    uniqueIndex("instance_keys_kind_unique").on(t.kind), // two isolates starting at once agree on one key
    check("instance_keys_kind", isOneOf(t.kind, INSTANCE_KEY_KINDS)),
  ],
);
