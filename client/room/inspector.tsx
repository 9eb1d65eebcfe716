import type { ComponentChildren, VNode } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";
import { PANES, type Pane, useRoomScene } from "./room-context.ts";
import { PANE_WORDS } from "./room-header.tsx";
import { WhyPane } from "./why-pane.tsx";

const PromptPane = lazy(() => import("./prompt-pane.tsx").then(({ PromptPane: pane }) => pane));
const PeoplePane = lazy(() => import("./people-pane.tsx").then(({ PeoplePane: pane }) => pane));

interface InspectorProps {
  readonly pane: Pane;
  readonly message_id: string | null;
  readonly onClose: () => void;
}

/** The explaining side of a room: a column on wide screens, laid over below, a sheet from the bottom on phones. */
export function Inspector({ pane, message_id, onClose }: InspectorProps): VNode {
  const { openPane } = useRoomScene();
  const [isTall, setTall] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  // Opening moves to the heading; closing gives the focus back to where it was.
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside
      class={isTall ? "inspector inspector-tall" : "inspector"}
      aria-label="Inspector"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <button
        type="button"
        class="sheet-handle"
        aria-expanded={isTall}
        aria-label="Taller"
        onClick={() => setTall(!isTall)}
      />
      <header class="inspector-head">
        <h2 tabIndex={-1} ref={heading}>
          {PANE_WORDS[pane].label}
        </h2>
        <nav class="inspector-tabs" aria-label="Panes">
          {PANES.filter((name) => name !== pane).map((name) => (
            <button key={name} type="button" class="link-button" onClick={() => openPane(name)}>
              {PANE_WORDS[name].label}
            </button>
          ))}
        </nav>
        <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <section class={`inspector-body pane-${pane}`} aria-label={PANE_WORDS[pane].label}>
        <PaneOf pane={pane} message_id={message_id} />
      </section>
    </aside>
  );
}

function PaneOf({ pane, message_id }: { pane: Pane; message_id: string | null }): ComponentChildren {
  if (pane === "why") return <WhyPane message_id={message_id} />;
  const fallback = <p class="pane-note">Loading…</p>;
  return (
    <Suspense fallback={fallback}>
      {pane === "prompt" ? <PromptPane message_id={message_id} /> : <PeoplePane />}
    </Suspense>
  );
}
