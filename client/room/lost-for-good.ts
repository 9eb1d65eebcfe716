import { CLOSE } from "../../shared/protocol/close-codes.ts";

/** Whether the room is lost to the person: whatever they do here, it does not open again. */
export const isForGood = (code: number | undefined): boolean =>
  code === CLOSE.forbidden || code === CLOSE.not_found || code === CLOSE.deleted;
