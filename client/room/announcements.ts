import type { MessageRow } from "../../shared/fields/message.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import type { Preferences } from "../state/preferences.ts";
import { countWords, wordsWords } from "../ui/count-words.ts";
import { plainText } from "../ui/markdown/plain-text.ts";
import { failureWords } from "./failure-words.ts";

/** Longest text announced in full, UTF-16 units (ux §6.1). */
const IN_FULL = 500;

/**
 * What the log region says of one finished message: who, then the text, or its beginning where it is long; only who and
 * how long where that was chosen. A reply that failed says why.
 */
export function messageWords(message: MessageRow, mode: Preferences["announce"] = "full"): string {
  const { author_name, failed } = message;
  if (failed) return failureWords(failed, author_name).what;
  const text = plainText(message.entry);
  if (mode === "brief") return `${author_name}, ${wordsWords(countWords(text))}.`;
  if (text.length <= IN_FULL) return `${author_name}: ${text}`;
  const sentences = [...new Intl.Segmenter(undefined, { granularity: "sentence" }).segment(text)];
  const beginning = sentences
    .slice(0, 2)
    .map(({ segment }) => segment)
    .join("")
    .trim();
  return `${author_name}: ${beginning} ${wordsWords(countWords(text))}, Alt R for the rest.`;
}

/**
 * The message an event finishes, or null: a reply that was open and has closed, or what another person said. One's own
 * messages are not echoed, later changes are not told again. `open` holds the replies under way and is kept current.
 */
export function finishedMessage(event: RoomEvent, me: string | null, open: Set<string>): MessageRow | null {
  if (event.type !== "message.created" && event.type !== "message.updated") return null;
  const { message } = event;
  if (message.streaming) {
    open.add(message.id);
    return null;
  }
  const wasOpen = open.delete(message.id);
  const isOthersNew = event.type === "message.created" && (message.bot !== null || message.user !== me);
  return wasOpen || isOthersNew ? message : null;
}

/** What the status region says: "Mara is replying, then Ivy." Empty while nobody speaks. */
export function floorWords(speaking: string | null, next: string | null): string {
  if (speaking === null) return "";
  return next === null ? `${speaking} is replying.` : `${speaking} is replying, then ${next}.`;
}
