import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { TICKET_REASONS, Ticket } from "../../shared/protocol/server-messages.ts";
import { Composer } from "../room/composer.tsx";
import { ConnectionBar } from "../room/connection-bar.tsx";
import { FloorStrip } from "../room/floor-strip.tsx";
import { MentionList } from "../room/mention-list.tsx";
import { useRoomScene } from "../room/room-context.ts";
import { RoomHeader } from "../room/room-header.tsx";
import { panelOf, SlashPanel } from "../room/slash-panel.tsx";
import { TicketRail } from "../room/ticket-rail.tsx";
import { useSlash } from "../room/use-slash.ts";
import { DEEDS } from "./gallery-room-deeds.tsx";
import { PICTURES } from "./gallery-room-pictures.tsx";
import { IVY, MARA, replied, StillScene, TOBIAS, useOwnIds } from "./gallery-room-scene.tsx";
import { LEFT_PATH, TAKES } from "./gallery-room-takes.tsx";
import { GREETINGS, MESSAGES, OUTBOX, READING } from "./gallery-room-talk.tsx";
import type { SpecimenGroup } from "./gallery-specimen.ts";

const Headers = (): VNode => (
  <StillScene>
    <RoomHeader title="Harbour Nights" notice={null} pane="why" />
  </StillScene>
);

const ticket = (bot_id: string, state: Ticket["state"], code: (typeof TICKET_REASONS)[number]): Ticket => ({
  id: `t-${bot_id}`,
  bot_id,
  state,
  reason: code === "talkative" ? { code, roll: 0.4, threshold: 0.7 } : { code, by: "guest" },
  asked_by: "guest",
  payer: "practice",
});
const QUEUE = [
  ticket(MARA, "speaking", "mentioned"),
  ticket(TOBIAS, "queued", "talkative"),
  ticket(IVY, "queued", "order"),
];
const HELD = [ticket(TOBIAS, "held", "mentioned"), ticket(IVY, "held", "talkative")];

function Floors(): VNode {
  const idOf = useOwnIds();
  const speaking = replied(idOf("speaking"), MARA, { streaming: true, entry: "Nobody goes up there without my key." });
  return (
    <>
      <StillScene parts={{ queue: QUEUE, messages: [speaking] }}>
        <FloorStrip />
      </StillScene>
      <StillScene parts={{ queue: HELD, isHeld: true }}>
        <FloorStrip />
      </StillScene>
    </>
  );
}

const Rails = (): VNode => (
  <>
    <StillScene parts={{ draft: "@Ivy and then @Mara, who lit the lamp?" }}>
      <TicketRail />
    </StillScene>
    <StillScene parts={{ queue: QUEUE }}>
      <TicketRail />
    </StillScene>
    <StillScene parts={{ queue: HELD, isHeld: true }}>
      <TicketRail />
    </StillScene>
  </>
);

const Composers = (): VNode => (
  <>
    <StillScene>
      <Composer />
    </StillScene>
    <StillScene parts={{ draft: "Who lit the lamp on Tuesday night, if Mara has the only key?" }}>
      <Composer />
    </StillScene>
  </>
);

function Mentions(): VNode {
  const [at, setAt] = useState(0);
  const options = [
    { id: MARA, name: "Mara Quill", kind: "bot" },
    { id: "ben", name: "Ben", kind: "person" },
    { id: TOBIAS, name: "Tobias", kind: "bot", isMuted: true },
    { id: "sera", name: "Sera Vane", kind: "other" },
  ] as const;
  return (
    <StillScene>
      <MentionList
        options={options}
        at={at}
        onPick={({ id }) => setAt(options.findIndex((option) => option.id === id))}
      />
    </StillScene>
  );
}

const Commands = (): VNode => (
  <StillScene>
    <CommandPanel text="/s" />
    <CommandPanel text="/lantern" />
  </StillScene>
);

function CommandPanel({ text }: { text: string }): VNode {
  const scene = useRoomScene();
  return <SlashPanel panel={panelOf(text, scene, 0, null)} slash={useSlash()} onPicked={() => {}} />;
}

const Connections = (): VNode => (
  <>
    {(["reconnecting", "closed"] as const).map((status) => (
      <StillScene key={status} parts={{ status }}>
        <div class="gallery-over">
          <ConnectionBar />
        </div>
      </StillScene>
    ))}
  </>
);

export const ROOM: SpecimenGroup = {
  title: "The room",
  specimens: [
    { name: "Room header", isWide: true, Show: Headers },
    GREETINGS,
    MESSAGES,
    TAKES,
    LEFT_PATH,
    ...DEEDS,
    PICTURES,
    READING,
    OUTBOX,
    { name: "Floor strip", keys: "Esc leads to Stop and does not press it.", isWide: true, Show: Floors },
    { name: "Ticket rail", keys: "Each ticket's menu does what dragging does.", isWide: true, Show: Rails },
    {
      name: "Composer",
      keys: "Enter sends, Shift Enter breaks the line, @ and / open lists.",
      isWide: true,
      Show: Composers,
    },
    { name: "Mention list", keys: "↑ ↓ choose, Enter takes, Esc closes.", Show: Mentions },
    { name: "Command list", keys: "↑ ↓ choose, Enter takes, Esc closes.", Show: Commands },
    { name: "Connection bar", Show: Connections },
  ],
};
