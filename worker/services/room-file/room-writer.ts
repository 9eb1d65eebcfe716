import type { MessageRow } from "../../../shared/fields/message.ts";
import type { ConversationSnapshot } from "../../conversation/rpc.ts";

/** A room as one reader takes it along. */
export interface TakenRoom extends Pick<ConversationSnapshot, "room" | "bots" | "members"> {
  /** As the reader sees it: the room's own, else its bots' names. */
  readonly title: string;
  readonly userId: string;
  /** ISO 8601. */
  readonly takenAt: string;
}

/** One file in the making: what is written before, for each message, between two of those that say something, and after. */
export interface RoomWriter {
  readonly type: string;
  readonly extension: string;
  readonly head: string;
  /** Null where there is nothing to write of a message. Called once for each, oldest first. */
  readonly line: (row: MessageRow) => string | null;
  readonly between: string;
  readonly foot: string;
}

/** The file in pieces, one a portion. */
export async function* written(
  { head, line, between, foot }: RoomWriter,
  portions: readonly (readonly string[])[],
  read: (ids: readonly string[]) => Promise<readonly MessageRow[]>,
): AsyncGenerator<string> {
  yield head;
  let isFirst = true;
  for (const ids of portions) {
    const lines = (await read(ids)).map(line).filter((one) => one !== null);
    if (lines.length === 0) continue;
    yield `${isFirst ? "" : between}${lines.join(between)}`;
    isFirst = false;
  }
  yield foot;
}
