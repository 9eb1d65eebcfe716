import { z } from "zod";

/** Longest password, UTF-16 units; chosen. */
const MAX_PASSWORD = 200;

/** A new share password. Five guesses a quarter of an hour and fifty a day stand before eight characters. */
export const SharePasswordInput = z.strictObject({ password: z.string().min(8).max(MAX_PASSWORD) });
/** A password as somebody tries it. */
export const UnlockInput = z.strictObject({ password: z.string().min(1).max(MAX_PASSWORD) });
/** What shows the password from then on, in the header `X-Share-Token`. */
export const UnlockAnswer = z.object({ token: z.string(), expires_at: z.string() });
