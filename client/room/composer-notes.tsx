import type { VNode } from "preact";
import { lazyPart } from "../ui/lazy-part.tsx";
import { useRoomScene } from "./room-context.ts";
import { ownerRefusal } from "./ticket-rail-rights.ts";

const DraftChoice = lazyPart(() => import("./draft-choice.tsx").then(({ DraftChoice: choice }) => choice));

const AttachmentTrayView = lazyPart(() => import("./attachment-tray.tsx").then(({ AttachmentTrayView: view }) => view));

/** For most messages, everyone, and in answer to none. */
const WhisperNote = lazyPart(() => import("./composer-address-notes.tsx").then(({ WhisperNote: note }) => note));
const ReplyNote = lazyPart(() => import("./composer-address-notes.tsx").then(({ ReplyNote: note }) => note));

const UnclearNote = lazyPart(() => import("./unclear-note.tsx").then(({ UnclearNote: note }) => note), {
  isQuiet: true,
});

/** What holds for the message being written, above it: who reads it, what it answers, whom it wakes. */
export function ComposerNotes(): VNode {
  const { room, members, me } = useRoomScene();
  const { aside, reply_to_id, rival, whisper_to, tray } = room.composer;
  const isShared = members.value.some(({ user_id }) => user_id !== me.value);
  return (
    <>
      {aside.value && (
        <p class="composer-note aside-note">
          {isShared ? "Aside: people here read it, bots will not." : "Aside: bots will not read this."}
          <button type="button" class="link-button" onClick={() => room.composer.setAside(false)}>
            Turn aside off
          </button>
        </p>
      )}
      {whisper_to.value !== null && <WhisperNote bot_id={whisper_to.value} />}
      {tray.value !== null && <AttachmentTrayView tray={tray.value} />}
      {rival.value !== null && <DraftChoice rival={rival.value} />}
      {reply_to_id.value !== null && <ReplyNote message_id={reply_to_id.value} />}
      <MutedNote />
      {room.composer.unclear.value && <UnclearNote {...room.composer.unclear.value} />}
    </>
  );
}

/** A muted bot that is called by name speaks all the same, this once. */
function MutedNote(): VNode | null {
  const { room, bots } = useRoomScene();
  const called = new Set(room.composer.speakers.value);
  const muted = bots.value.find((bot) => !bot.is_active && called.has(bot.bot_id));
  if (!muted) return null;
  return (
    <p class="composer-note">
      <span>
        <bdi>{muted.name}</bdi> is muted, and will be woken just once.
      </span>
      {ownerRefusal(room.you.value?.role) === null && (
        <button
          type="button"
          class="link-button"
          onClick={() => room.command({ type: "bots", update: { bot_id: muted.bot_id, is_active: true } })}
        >
          Unmute
        </button>
      )}
    </p>
  );
}
