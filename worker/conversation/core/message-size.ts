import type { MessageRow } from "../../../shared/fields/message.ts";

/**
 * Largest row a command may make, UTF-16 units of JSON, each of up to three bytes: with another reply on top it must
 * still fit a cell of the object, 2 MB (reliability §1.1).
 */
const MAX_ROW = 450_000;

/** Whether a message may become so large. Every take and every earlier text lies in its one row. */
export const fitsRow = (row: MessageRow): boolean => JSON.stringify(row).length <= MAX_ROW;
