import { tombstones } from "../../../schema/tables/tombstones.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import type { Deletable } from "./plan.ts";

/** The mark that makes rights and lists take a row for gone, for the batch that begins its deletion. */
export const bury = (db: Db, kind: Deletable, id: string, nowMs: number) =>
  db
    .insert(tombstones)
    .values({ id, kind, createdAt: isoTime(nowMs) })
    .onConflictDoNothing();
