import { and, eq } from "drizzle-orm";
import { media } from "../../../schema/tables/media.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { Db } from "../../db.ts";
import { isThere } from "./media-rows.ts";

/** Lets on only images the user uploaded to be shown; null is no image. @throws AppError `invalid` naming `field`. */
export async function demandOwnImage(db: Db, id: string | null, userId: string, field: string): Promise<void> {
  if (id === null) return;
  const row = await db
    .select({ id: media.id })
    .from(media)
    .where(and(eq(media.id, id), eq(media.user, userId), eq(media.room_only, false), isThere))
    .get();
  if (row !== undefined) return;
  throw new AppError("invalid", "image", {
    publicMessage: "This picture is not among your uploads.",
    fields: [{ path: field, message: "is not among your uploads" }],
  });
}
