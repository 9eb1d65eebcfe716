import { effect, type ReadonlySignal } from "@preact/signals";
import type { MessageRow } from "../../shared/fields/message.ts";
import type { Preferences } from "../state/preferences.ts";
import { countWords, wordsWords } from "../ui/count-words.ts";
import { plainText } from "../ui/markdown/plain-text.ts";
import { untilLastSentence } from "../ui/reduced-motion.ts";
import { createBell } from "./announce-bell.ts";
import { namesPerson, ownName } from "./announce-desktop.ts";
import { StatusWords } from "./announce-status.ts";
import { finishedMessage, floorWords, messageWords } from "./announcements.ts";
import { connectionWords, QUIET_MS } from "./connection-words.ts";
import { isInFront, type RoomScene } from "./room-context.ts";

/** What is announced, and where to. */
export interface Announcing {
  readonly scene: RoomScene;
  readonly preferences: ReadonlySignal<Preferences>;
  /** The status region: short words about what happens. */
  readonly status: (words: string) => void;
  /** The log region: one finished message at a time. */
  readonly log: (words: string) => void;
}

/**
 * Tells assistive technology of a room: boundaries, never tokens; and the desktop, where the page is hidden. @returns
 * how to end it.
 */
export function announceRoom(announcing: Announcing): () => void {
  const ends = [followFloor(announcing), followConnection(announcing), followMessages(announcing)];
  return () => {
    for (const end of ends) end();
  };
}

/** Whether the reader is at this room: on this page, and of two rooms in it at this one. */
const isAttended = (scene: RoomScene): boolean => document.hasFocus() && isInFront(scene);

/** Who speaks and who is next; for a long reply now and then that it goes on. */
function followFloor({ scene, preferences, status }: Announcing): () => void {
  const { room, bots } = scene;
  const words = new StatusWords(status);
  let writing: string | null = null;
  const stop = effect(() => {
    const speaking = room.messages.value.findLast((message) => message.streaming) ?? null;
    const next = room.queue.value.find((ticket) => ticket.state === "queued");
    const nextName = bots.value.find((bot) => bot.bot_id === next?.bot_id)?.name ?? null;
    if (preferences.value.announce === "off" || !isInFront(scene)) return words.end();
    words.set(floorWords(speaking?.author_name ?? null, nextName));
    if (speaking?.id === writing) return;
    writing = speaking?.id ?? null;
    words.rest();
    if (speaking) words.keepSaying(() => stillWords(scene, speaking));
  });
  return () => {
    stop();
    words.end();
  };
}

const stillWords = ({ room }: RoomScene, { id, author_name }: MessageRow): string =>
  `${author_name} is still writing, ${wordsWords(countWords(room.streamOf(id).peek()?.text ?? ""))}.`;

/** A line that is lost for longer than a moment, and what came in meanwhile. */
function followConnection({ scene: { room }, status }: Announcing): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const now = room.status.value;
    const arrived = room.arrived.value;
    clearTimeout(timer);
    if (now === "live" && arrived > 0) status(`Back. ${arrived === 1 ? "1 message" : `${arrived} messages`} came in.`);
    if (now !== "live") {
      timer = setTimeout(() => status(connectionWords(now, QUIET_MS, room.closeReason.peek()) ?? ""), QUIET_MS);
    }
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/** Each message of others once, when it is whole; as it is written where that was chosen. */
function followMessages({ scene, preferences, log }: Announcing): () => void {
  const { room, me } = scene;
  const open = new Set(room.messages.peek().flatMap((message) => (message.streaming ? [message.id] : [])));
  const reader = readAlong(scene, preferences, log);
  const bell = createBell(scene, preferences);
  let last: MessageRow | null = null;
  const unlisten = room.listen({
    applied: (event) => {
      const message = finishedMessage(event, me.peek(), open);
      // What was missed while the line was gone is counted, not read out.
      if (!message || room.status.peek() !== "live") return;
      last = message;
      bell.ring(message);
      const { announce } = preferences.peek();
      const rest = reader.rest(message);
      // Whoever is elsewhere hears of what names them alone.
      if (announce === "off" || !(isAttended(scene) || namesPerson(message, ownName(scene)))) return;
      log(rest ?? messageWords(message, announce));
    },
  });
  const onKey = (event: KeyboardEvent) => {
    if (!event.altKey || event.code !== "KeyR" || !last || !isInFront(scene)) return;
    event.preventDefault();
    log(last.failed ? messageWords(last) : plainText(last.entry));
  };
  addEventListener("keydown", onKey);
  return () => {
    unlisten();
    bell.end();
    reader.end();
    removeEventListener("keydown", onKey);
  };
}

/**
 * A reply as it is written, sentence by sentence, where that was chosen. `rest` answers what of a finished message was
 * not told yet; null where nothing of it was.
 */
function readAlong(scene: RoomScene, preferences: Announcing["preferences"], log: Announcing["log"]) {
  const { room } = scene;
  let told = { id: "", length: 0 };
  const follow = ({ id, author_name }: MessageRow) => {
    const from = told.id === id ? told.length : 0;
    const whole = untilLastSentence(room.streamOf(id).value?.text ?? "");
    if (whole.length <= from || !isAttended(scene)) return;
    const piece = plainText(whole.slice(from));
    told = { id, length: whole.length };
    log(from === 0 ? `${author_name}: ${piece}` : piece);
  };
  const end = effect(() => {
    if (preferences.value.announce !== "sentences") return;
    const speaking = room.messages.value.findLast((message) => message.streaming);
    if (speaking) follow(speaking);
  });
  const rest = ({ id, entry, failed }: MessageRow): string | null =>
    told.id !== id || failed ? null : plainText(entry.slice(told.length));
  return { rest, end };
}
