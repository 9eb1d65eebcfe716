import { z } from "zod";

/** Most tags one list may be asked for. Chosen: more than anybody picks. */
const MAX_TAGS = 10;

/** `?tags=sea,night`: rows that have all of them, whatever the case. */
export const TagList = z
  .string()
  .max(700)
  .transform((text) => [...new Set(text.split(",").map((tag) => tag.trim().toLowerCase()))].filter(Boolean))
  .refine((tags) => tags.length <= MAX_TAGS, `names more than ${MAX_TAGS} tags`)
  .optional();
