import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import type { ActivationCounts } from "../../shared/fields/message.ts";
import { useApp } from "../ui/app-context.ts";
import { coasterHint, coasterWords } from "./coaster-words.ts";
import { useRoomScene } from "./room-context.ts";

const RADIUS = 12;
const ROUND = 2 * Math.PI * RADIUS;
/** Most arcs that can be told apart on this ring; more entries are drawn as one. */
const MOST_ARCS = 12;
/** Remembered of a person once they have looked behind a coaster. */
const SEEN = "seen_why";

interface CoasterProps {
  readonly counts: ActivationCounts;
  readonly onOpen: () => void;
}

/**
 * Did lore fire, and how: a ring with one arc an entry (solid keyword, dashed vector, dotted by hand), a dot for what
 * is always on, a notch where something was cut, the number inside. Opens the Why pane. Whoever never did
 * is told on the first reply, with one pulse, what there is to see.
 */
export function Coaster({ counts, onOpen }: CoasterProps): VNode {
  const { preferences } = useApp();
  const { room } = useRoomScene();
  // Known by its counts; once somebody has looked, nothing is followed any more.
  const first = useComputed(() => {
    if (preferences.kept.value[SEEN] === true) return null;
    return (
      room.messages.value.find(({ activation, failed }) => !failed && (activation?.included ?? 0) > 0)?.activation ??
      null
    );
  }).value;
  const invites = first === counts;
  const open = () => {
    if (preferences.kept.peek()[SEEN] !== true) preferences.keep(SEEN, true);
    onOpen();
  };
  return (
    <div class={invites ? "coaster-place coaster-invites" : "coaster-place"}>
      {invites && (
        <button type="button" class="coaster-hint" onClick={open}>
          <span class="coaster-hint-count">{coasterHint(counts)} </span>
          See why?
        </button>
      )}
      <button type="button" class="coaster" data-testid="coaster" aria-label={coasterWords(counts)} onClick={open}>
        <Ring counts={counts} />
      </button>
    </div>
  );
}

function Ring({ counts: { included, cut, by_method } }: { counts: ActivationCounts }): VNode {
  const constant = by_method["constant"] ?? 0;
  const arcs = arcsOf(by_method);
  return (
    <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
      <circle class="coaster-plate" cx="16" cy="16" r="15" />
      <circle class="coaster-track" cx="16" cy="16" r={RADIUS} />
      {arcs.map((method, at) => (
        <Arc key={`${method}${at}`} method={method} at={at} of={arcs.length} />
      ))}
      {constant > 0 && <circle class="coaster-constant" cx="16" cy="26.500" r="2" />}
      {cut > 0 && <path class="coaster-notch" d="M27 3.500 22.500 9M24 2l5 4.500" />}
      <text class="coaster-number" x="16" y="20" text-anchor="middle">
        {included}
      </text>
    </svg>
  );
}

function arcsOf(by_method: ActivationCounts["by_method"]): string[] {
  const arcs = ["keyword", "vector", "manual"].flatMap((method) =>
    Array.from({ length: by_method[method] ?? 0 }, () => method),
  );
  return arcs.length > MOST_ARCS ? arcs.slice(0, 1) : arcs;
}

/** Attributes of SVG, not styles: the page's policy allows no inline style. */
function Arc({ method, at, of }: { method: string; at: number; of: number }): VNode {
  const gap = of > 1 ? 4 : 0;
  const length = ROUND / of - gap;
  const dashes = { vector: dashed(length, 3), manual: dashed(length, 1.5) }[method] ?? `${length} ${ROUND}`;
  return (
    <circle
      class={`coaster-arc coaster-${method}`}
      cx="16"
      cy="16"
      r={RADIUS}
      stroke-dasharray={dashes}
      transform={`rotate(${(360 * at) / of - 90} 16 16)`}
    />
  );
}

/** Dashes of `dash` along `length`, then nothing for the rest of the round. */
function dashed(length: number, dash: number): string {
  const count = Math.max(1, Math.floor(length / (dash * 2)));
  return `${Array.from({ length: count }, () => `${dash} ${dash}`).join(" ")} 0 ${ROUND}`;
}
