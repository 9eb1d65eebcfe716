import { AppError } from "../../../shared/app-error.ts";

/** The refusal of lore that somebody would make public; that is done in the admin backend alone (schema.md). */
export const notPublic = (field: string): AppError =>
  new AppError("forbidden", "public lore", {
    publicMessage: "Lore is made public by admins, in the admin backend.",
    fields: [{ path: field, message: "cannot be made public" }],
  });

interface Sharing {
  readonly sharing_level?: string | null;
  readonly is_public?: boolean | null;
}

/**
 * Whoever asks, staff too: as anywhere outside the admin backend, their role gives no right here. What is public already
 * may be said again.
 * @throws AppError `forbidden` for a tome that would become public, in either field.
 */
export function demandNotPublic({ sharing_level, is_public }: Sharing, before: Sharing = {}): void {
  if (sharing_level === "public" && before.sharing_level !== "public")
    throw notPublic("sharing_settings.sharing_level");
  if (is_public === true && before.is_public !== true) throw notPublic("sharing_settings.is_public");
}
