import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { TraceEntry } from "../../shared/lore/trace.ts";
import { MethodGlyph } from "./method-glyph.tsx";
import { GATE_WORDS, gatePlaces, heldChip, PLACE_WORDS } from "./why-pane-words.ts";

/** Most entries listed at once; a large tome has thousands that no key concerns. */
const FIRST_ENTRIES = 40;

/** What did not wake, what came nearest first: each with the gate that stopped it, and its ladder a press away. */
export function HeldEntries({ entries }: { entries: readonly TraceEntry[] }): VNode {
  const [isAll, setAll] = useState(false);
  const nearest = entries.toSorted((a, b) => gatesLeft(a) - gatesLeft(b));
  const shown = isAll ? nearest : nearest.slice(0, FIRST_ENTRIES);
  return (
    <>
      <ul class="why-rows" aria-label="Held back">
        {shown.map((entry) => (
          <li key={entry.id} class="why-held">
            <details class="ladder">
              <summary class="why-row">
                <MethodGlyph method={entry.method ?? "keyword"} isCut={false} />
                <bdi class="why-title">{entry.title}</bdi>
                <span class="reason-chip">{heldChip(entry)}</span>
                <span class="why-tokens">{entry.tokens} t</span>
              </summary>
              <Ladder entry={entry} />
            </details>
          </li>
        ))}
      </ul>
      {shown.length < entries.length && (
        <button type="button" class="link-button" onClick={() => setAll(true)}>
          Show {entries.length - shown.length} more
        </button>
      )}
    </>
  );
}

const gatesLeft = ({ gates }: TraceEntry): number => gates.filter(({ passed }) => !passed).length;

/** Every gate of one entry, also those after the one that stopped it. */
function Ladder({ entry }: { entry: TraceEntry }): VNode {
  return (
    <ol class="ladder-gates" data-testid="ladder">
      {gatePlaces(entry).map(({ gate, detail, place }) => (
        <li key={gate} class={`gate gate-${place}`}>
          <span aria-hidden="true">{PLACE_WORDS[place].sign}</span>
          <span>
            {GATE_WORDS[gate]}
            <span class="sr-only">, {PLACE_WORDS[place].word}</span>
          </span>
          <span class="gate-detail" dir="auto">
            {place === "would" && detail === "" ? "would pass" : detail}
          </span>
        </li>
      ))}
    </ol>
  );
}
