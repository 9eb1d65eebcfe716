import type { VNode } from "preact";
import type { RoomBot } from "../../shared/fields/conversation.ts";
import { Intro } from "./intro.tsx";
import { TranscriptLine } from "./message.tsx";
import { TranscriptGap } from "./transcript-gap.tsx";
import type { TranscriptRow } from "./transcript-rows.ts";

/** A line of the list: the cards a room opens with, a message, or the mark of what is not fetched. */
export type Line =
  | { readonly key: string; readonly cards: readonly RoomBot[] }
  | { readonly key: string; readonly row: TranscriptRow }
  | { readonly key: string; readonly isGap: true };

export function LineView({ line }: { line: Line }): VNode {
  if ("isGap" in line) return <TranscriptGap />;
  return "row" in line ? <TranscriptLine row={line.row} /> : <Intro cards={line.cards} />;
}
