import type { VNode } from "preact";
import { useRoomScene } from "../room/room-context.ts";
import { useApp } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import type { FirstRunStage } from "./first-run-stage.ts";
import { KeepRoomDialog } from "./keep-room-dialog.tsx";
import { PhoneDialog } from "./phone-dialog.tsx";
import "../styles/first-run.css";

interface CardProps {
  readonly stage: FirstRunStage;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onClose: () => void;
}

/** A line above the composer that can be ignored for the whole visit. */
export function FirstRunCard({ stage, isOpen, onOpen, onClose }: CardProps): VNode {
  const { room } = useRoomScene();
  const { preferences } = useApp();
  const room_id = room.room_id.value ?? "";
  const words = stage === "keep" ? KEEP_WORDS : PHONE_WORDS;
  const done = () => {
    onOpen(false);
    if (stage === "keep") preferences.keep("room_kept", true);
    onClose();
  };
  return (
    <div>
      <div class="first-run-card" role="note" aria-label={words.title}>
        <p>
          <strong>{words.title}</strong> {words.more}
        </p>
        <button type="button" class="button button-small button-primary" onClick={() => onOpen(true)}>
          {words.act}
        </button>
        <button type="button" class="icon-button" aria-label="Not now" title="Not now" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      {isOpen && stage === "keep" && <KeepRoomDialog room_id={room_id} onClose={() => onOpen(false)} onDone={done} />}
      {isOpen && stage === "phone" && <PhoneDialog room_id={room_id} onClose={done} />}
    </div>
  );
}

const KEEP_WORDS = { title: "Keep this room?", more: "Pick a name — no e-mail needed.", act: "Keep this room" };
const PHONE_WORDS = { title: "Open on your phone", more: "The same table, at the same word.", act: "Show the code" };
