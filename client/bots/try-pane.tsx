import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Announcer } from "../room/announcer.tsx";
import { Composer } from "../room/composer.tsx";
import { FloorStrip } from "../room/floor-strip.tsx";
import { Inspector } from "../room/inspector.tsx";
import { Refusals } from "../room/refusals.tsx";
import { type Pane, RoomContext } from "../room/room-context.ts";
import type { RoomModel } from "../room/room-model.ts";
import { useScene } from "../room/room-screen.tsx";
import { RoomSkeleton } from "../room/room-skeleton.tsx";
import { Transcript } from "../room/transcript.tsx";
import { Icon } from "../ui/icon.tsx";
import { useEditor } from "./editor-context.ts";
import { useTrial } from "./use-trial.ts";

/** Talking with the bot while it is being written, in a room that is thrown away afterwards. */
export function TryPane({ onSave }: { onSave: () => Promise<boolean> }): VNode {
  const editor = useEditor();
  const bot = editor.bot.value;
  if (!bot) {
    return (
      <section class="try-pane try-idle" aria-label="Try it">
        <h2>Try it</h2>
        <p>Once the bot is saved you can talk with it here while you go on writing.</p>
      </section>
    );
  }
  return <BotTrial key={bot.id} bot_id={bot.id} name={bot.name} onSave={onSave} />;
}

interface BotTrialProps {
  readonly bot_id: string;
  readonly name: string;
  readonly onSave: () => Promise<boolean>;
}

function BotTrial({ bot_id, name, onSave }: BotTrialProps): VNode {
  const editor = useEditor();
  const isUnsaved = editor.unsaved.value.length > 0;
  const { trial, problem, isBusy, start, end } = useTrial(bot_id, name);
  const saveAndStart = async () => {
    if (await onSave()) start();
  };
  return (
    <section class={trial ? "try-pane" : "try-pane try-idle"} aria-label="Try it">
      <header class="try-head">
        <h2>Try it</h2>
        {trial && (
          <>
            <button type="button" class="button button-small" disabled={isBusy} onClick={start}>
              Start over
            </button>
            <button type="button" class="icon-button" aria-label="End the trial" onClick={end}>
              <Icon name="close" />
            </button>
          </>
        )}
      </header>
      {isUnsaved && (
        <p class="try-note">
          {trial ? `${name} answers as last saved.` : "What is not saved yet is not tried."}{" "}
          <button type="button" class="link-button" onClick={() => void saveAndStart()}>
            {trial ? "Save and start over" : "Save and try"}
          </button>
        </p>
      )}
      {problem && (
        <p class="form-problem" role="alert">
          {problem.detail}
        </p>
      )}
      {trial ? (
        <TrialRoom key={trial.id} room={trial.room} />
      ) : (
        <>
          <p>A room of your own with {name}. When you leave, it is thrown away.</p>
          <button type="button" class="button button-primary" disabled={isBusy} onClick={start}>
            Talk with <bdi>{name}</bdi>
          </button>
        </>
      )}
    </section>
  );
}

function TrialRoom({ room }: { room: RoomModel }): VNode {
  const [shown, setShown] = useState<{ readonly pane: Pane; readonly of: string | null } | null>(null);
  const scene = useScene(room, (pane, of) => setShown({ pane, of: of ?? null }));
  useEffect(() => room.watch({ activation: true }), [room]);
  return (
    <RoomContext.Provider value={scene}>
      <div class="try-room">
        <div class="room-middle">{room.view.value ? <Transcript /> : <RoomSkeleton />}</div>
        <div class="dock">
          <Refusals />
          <FloorStrip />
          <Composer />
        </div>
        {shown && <Inspector pane={shown.pane} message_id={shown.of} onClose={() => setShown(null)} />}
      </div>
      <Announcer />
    </RoomContext.Provider>
  );
}
