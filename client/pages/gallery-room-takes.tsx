import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { PathBanner } from "../room/path-banner.tsx";
import { type LeftPath, TranscriptState } from "../room/transcript-state.ts";
import { IVY, Lines, MARA, replied, StillScene, said, TOBIAS, useOwnIds } from "./gallery-room-scene.tsx";
import type { Specimen } from "./gallery-specimen.ts";

type Take = MessageRow["takes"][number];

const AT = "2026-11-23T14:07:00.000Z";

const take = (id: string, text: string, changes: Partial<Take> = {}): Take => ({
  id,
  text,
  model: "practice",
  state: "done",
  created_at: AT,
  segments: [],
  ...changes,
});

const reactions = (given: Record<string, string[]>, row: MessageRow): MessageRow => ({
  ...row,
  message_content: { ...row.message_content, reactions: given },
});

/** What may stand below a message, and what is struck from prompts. */
function talkOf(idOf: (name: string) => string): MessageRow[] {
  const bread = "There is bread on the ferry steps every morning.";
  const words = "Ask Mara. She has the only key.";
  const bell = "Four minutes late, and nobody but me has timed it.";
  const [first, second, third] = [
    take("t1", "No."),
    take("t2", bread, { hint: "longer" }),
    take("t3", "Ask the gulls."),
  ];
  return [
    reactions(
      { "🎉": ["guest", "anna"], "👍": ["anna"] },
      replied(idOf("takes"), TOBIAS, { entry: bread, takes: [first, second, third], current_take_id: "t2" }),
    ),
    replied(idOf("edited"), MARA, {
      entry: words,
      takes: [take("t1", "Ask me."), take("t2", words, { edited: { by: "guest", of: "t1" } })],
      current_take_id: "t2",
    }),
    replied(idOf("writing"), IVY, {
      entry: bell,
      takes: [take("t1", bell), take("t2", "", { state: "streaming" })],
      current_take_id: "t1",
    }),
    said(idOf("hidden"), { entry: "Bots do not read this one.", hidden: true }),
  ];
}

function Takes(): VNode {
  const idOf = useOwnIds();
  const messages = useMemo(() => talkOf(idOf), []);
  const state = useMemo(() => new TranscriptState(), []);
  return (
    <StillScene parts={{ messages }}>
      <Lines messages={messages} state={state} />
    </StillScene>
  );
}

function LeftPaths(): VNode {
  const idOf = useOwnIds();
  const message = useMemo(() => replied(idOf("left"), MARA, { entry: "Sit where you can see the window." }), []);
  const left: LeftPath = { message_id: message.id, take_id: "t1", count: 10 };
  return (
    <StillScene parts={{ messages: [message] }}>
      <div class="gallery-over">
        <PathBanner left={left} />
      </div>
    </StillScene>
  );
}

export const TAKES: Specimen = {
  name: "Takes, reactions, hidden from bots",
  keys: "On a message ← → and [ ] turn its takes, + reacts.",
  Show: Takes,
};
export const LEFT_PATH: Specimen = { name: "Another path", Show: LeftPaths };
