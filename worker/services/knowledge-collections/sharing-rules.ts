import { AppError } from "../../../shared/app-error.ts";
import type { UserRole } from "../../../shared/fields/users.ts";

/** The refusal of lore that somebody would make public; that is done in the admin backend alone (schema.md). */
export const notPublic = (field: string): AppError =>
  new AppError("forbidden", "public lore", {
    publicMessage: "Lore can be made public by an admin only.",
    fields: [{ path: field, message: "cannot be made public" }],
  });

interface Sharing {
  readonly sharing_level?: string | null;
  readonly is_public?: boolean | null;
}

/** @throws AppError `forbidden` where anyone but an admin asks for a public tome, in either field. */
export function demandNotPublic({ sharing_level, is_public }: Sharing, role: UserRole): void {
  if (role === "admin") return;
  if (sharing_level === "public") throw notPublic("sharing_settings.sharing_level");
  if (is_public === true) throw notPublic("sharing_settings.is_public");
}
