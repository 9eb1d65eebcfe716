import { AppError } from "../../../shared/app-error.ts";

/** The refusal of an upload that cannot become lore: what is wrong with it, in words for whoever sent it. */
export const refused = (message: string, detail = message): AppError =>
  new AppError("attachment_rejected", detail, { publicMessage: message, fields: [{ path: "file", message }] });

/** The refusal of an upload that is too much. */
export const tooMuch = (message: string): AppError =>
  new AppError("too_large", message, { publicMessage: message, fields: [{ path: "file", message }] });
