import { signal } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import { useId, useMemo } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import type { Ticket } from "../../shared/protocol/server-messages.ts";
import { SAMPLE_SEATS } from "../../shared/sample/table.ts";
import { TranscriptLine } from "../room/message.tsx";
import { RoomContext } from "../room/room-context.ts";
import type { RoomModel } from "../room/room-model.ts";
import { useScene } from "../room/room-screen.tsx";
import { createSampleRoom } from "../room/sample-room.ts";
import { botRow, messageRow } from "../room/testing/room-fixtures.ts";
import { transcriptRows } from "../room/transcript-rows.ts";
import { TranscriptContext, type TranscriptState } from "../room/transcript-state.ts";
import type { PendingCommand } from "../state/pending-commands.ts";
import type { RoomStatus } from "../state/room-mirror.ts";

/** What a still room shows that the sample room does not. */
export interface StillParts {
  readonly messages?: readonly MessageRow[];
  readonly queue?: readonly Ticket[];
  readonly isHeld?: boolean;
  readonly status?: RoomStatus;
  readonly pending?: readonly PendingCommand[];
  readonly draft?: string;
}

/** The sample room at one moment: no server answers, so that each part stays in the state it is shown in. */
function stillRoom(parts: StillParts): RoomModel {
  const kept = new Map<string, string>();
  const sample = createSampleRoom({
    open: () => new Promise(() => {}),
    newRef: () => crypto.randomUUID(),
    nowMs: Date.now,
    storage: {
      get: (key) => kept.get(key) ?? null,
      set: (key, value) => void kept.set(key, value),
      remove: (key) => void kept.delete(key),
    },
  });
  if (parts.draft !== undefined) sample.composer.write(parts.draft);
  return {
    ...sample,
    messages: signal(parts.messages ?? []),
    queue: signal(parts.queue ?? []),
    held: signal(parts.isHeld ?? false),
    status: signal(parts.status ?? "live"),
    statusSince: signal(Date.now() - 20_000),
    bubbles: signal(parts.pending ?? []),
    budget: signal({ type: "budget", message_id: "m", window: 8_192, reserved: 512, sections: SECTIONS }),
  };
}

const SECTIONS = [
  { name: "system", label: "Room rules", tokens: 217 },
  { name: "persona", label: "Mara Quill", tokens: 240 },
  { name: "lore", label: "Lore", tokens: 488 },
  { name: "history", label: "Messages", tokens: 895 },
];

/** A part of a room with a room around it. */
export function StillScene({ parts, children }: { parts?: StillParts; children: ComponentChildren }): VNode {
  const room = useMemo(() => stillRoom(parts ?? {}), []);
  const scene = useScene(room, () => {});
  return (
    <RoomContext.Provider value={scene}>
      <div class="gallery-room">{children}</div>
    </RoomContext.Provider>
  );
}

/** Lines as the transcript draws them; those after `unread` count as not read yet. */
export function Lines(props: { messages: readonly MessageRow[]; state: TranscriptState; unread?: string }): VNode {
  const { messages, state, unread } = props;
  const after = messages.findIndex(({ id }) => id === unread) + 1;
  const reader = {
    user_id: "guest",
    first_unread: after > 0 ? (messages[after]?.id ?? null) : null,
    unread: after > 0 ? messages.length - after : 0,
    newest: messages.at(-1)?.id ?? null,
  };
  return (
    <TranscriptContext.Provider value={state}>
      <ol class="tail">
        {transcriptRows(messages, (iso) => iso.slice(0, 10), reader).map((row) => (
          <li key={row.message.id}>
            <TranscriptLine row={row} />
          </li>
        ))}
      </ol>
    </TranscriptContext.Provider>
  );
}

export const [MARA, TOBIAS, IVY] = SAMPLE_SEATS.map(({ id }) => id) as [string, string, string];

/** An id that is no other pane's. */
export function useOwnIds(): (name: string) => string {
  const own = useId();
  return (name) => `${own}-${name}`;
}

/** What the reader says. */
export const said = (id: string, changes: Partial<MessageRow> = {}): MessageRow =>
  messageRow({ id, user: "guest", author_name: "You", ...changes });

/** What a bot of the sample table says. */
export function replied(id: string, bot: string, changes: Partial<MessageRow> = {}): MessageRow {
  const name = SAMPLE_SEATS.find((seat) => seat.id === bot)?.name ?? "";
  return botRow({ id, bot, author_name: name, activation: null, ...changes });
}
