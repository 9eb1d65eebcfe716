import { z } from "zod";
import { Id } from "./common.ts";

/** Which tomes are read while a persona is worn. The whole list is written at once. */
export const PersonaTomesInput = z.strictObject({ knowledge_collections: z.array(Id).max(50) });
export type PersonaTomesInput = z.infer<typeof PersonaTomesInput>;

/** The same as answers carry it; `updatedAt` is the persona's. */
export const PersonaTomes = z.object({ knowledge_collections: z.array(z.string()), updatedAt: z.string() });
export type PersonaTomes = z.infer<typeof PersonaTomes>;
