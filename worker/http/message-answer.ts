import { z } from "zod";
import { MessageRow } from "../../shared/fields/message.ts";

/** A message as every call answers it: the room's own row, and the pair every collection ends with. */
export const MessageAnswer = z.object({ ...MessageRow.shape, createdAt: z.string(), updatedAt: z.string() });

export const messageAnswer = (row: MessageRow): z.input<typeof MessageAnswer> => ({
  ...row,
  createdAt: row.created_timestamp,
  updatedAt: row.modified_timestamp,
});
