import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { PaneResizer } from "../frame/pane-resizer.tsx";
import { useEscape } from "../frame/use-escape.ts";
import { Icon } from "../ui/icon.tsx";
import { lazyPart } from "../ui/lazy-part.tsx";
import { PANES, type Pane, useRoomScene } from "./room-context.ts";
import { PANE_WORDS } from "./room-header.tsx";

const meanwhile = <p class="pane-note">Loading…</p>;
const WhyPane = lazyPart(() => import("./why-pane.tsx").then(({ WhyPane: pane }) => pane), { meanwhile });
const TokensPane = lazyPart(() => import("./token-bar-pane.tsx").then(({ TokensPane: pane }) => pane), { meanwhile });
const PromptPane = lazyPart(() => import("./prompt-pane.tsx").then(({ PromptPane: pane }) => pane), { meanwhile });
const ThreadPane = lazyPart(() => import("./thread-pane.tsx").then(({ ThreadPane: pane }) => pane), { meanwhile });
const PeoplePane = lazyPart(() => import("./people-pane.tsx").then(({ PeoplePane: pane }) => pane), { meanwhile });

interface InspectorProps {
  readonly pane: Pane;
  readonly message_id: string | null;
  readonly onClose: () => void;
}

/** The explaining side of a room: a column on wide screens, laid over below, a sheet from the bottom on phones. */
export function Inspector({ pane, message_id, onClose }: InspectorProps): VNode {
  const { room, openPane } = useRoomScene();
  const [isTall, setTall] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEscape("sheet", onClose);
  // Opening a pane moves to its heading; closing the inspector gives the focus back to where it was.
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [pane]);
  return (
    <aside class={isTall ? "inspector inspector-tall" : "inspector"} aria-label="Inspector">
      <PaneResizer />
      <button
        type="button"
        class="sheet-handle"
        aria-expanded={isTall}
        aria-label="Taller"
        onClick={() => setTall(!isTall)}
      />
      <header class="inspector-head">
        <nav class="inspector-tabs" aria-label="Panes">
          {PANES.map((name) =>
            name === pane ? (
              <h2 key={name} class="inspector-tab" tabIndex={-1} ref={heading}>
                {PANE_WORDS[name].label}
              </h2>
            ) : (
              <button key={name} type="button" class="inspector-tab" onClick={() => openPane(name)}>
                {PANE_WORDS[name].label}
              </button>
            ),
          )}
        </nav>
        <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <section class={`inspector-body pane-${pane}`} aria-label={PANE_WORDS[pane].label}>
        {/* What was begun in a pane belongs to its room. */}
        <PaneOf key={room} pane={pane} message_id={message_id} />
      </section>
    </aside>
  );
}

function PaneOf({ pane, message_id }: { pane: Pane; message_id: string | null }): VNode {
  const PaneNow = { why: WhyPane, prompt: PromptPane, tokens: TokensPane, people: PeoplePane, threads: ThreadPane }[
    pane
  ];
  return <PaneNow message_id={message_id} />;
}
