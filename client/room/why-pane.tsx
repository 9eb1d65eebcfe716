import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ActivationLogRow } from "../../shared/fields/knowledge-activation-log.ts";
import type { MessageRow } from "../../shared/fields/message.ts";
import { timeOf } from "../ui/date-words.ts";
import { METHOD_WORDS, outcomeOf, reasonChip, shownMethod, turnWords } from "./activation-words.ts";
import { MethodGlyph } from "./method-glyph.tsx";
import { useRoomScene } from "./room-context.ts";

/** Most turns listed at once; older ones open from their own coaster. */
const MOST_TURNS = 30;

/** Why lore woke: one turn when opened from its coaster, else the newest turns as they happen. */
export function WhyPane({ message_id }: { message_id: string | null }): VNode {
  const { room, openPane } = useRoomScene();
  const turns = room.messages.value.filter((message) => message.activation !== null);
  const chosen = turns.find((message) => message.id === message_id);
  const shown = chosen ? [chosen] : turns.slice(-MOST_TURNS).reverse();
  if (shown.length === 0) {
    return (
      <p class="pane-empty">No bot has spoken here yet. When one does, the lore it read shows up here, with reasons.</p>
    );
  }
  return (
    <>
      {chosen && turns.length > 1 && (
        <button type="button" class="link-button" onClick={() => openPane("why")}>
          Show all turns
        </button>
      )}
      {shown.map((message) => (
        <TurnGroup key={message.id} message={message} />
      ))}
    </>
  );
}

function TurnGroup({ message }: { message: MessageRow }): VNode | null {
  const { room, openPane } = useRoomScene();
  const take_id = message.current_take_id ?? "";
  const state = room.activationsOf(message.id, take_id).value;
  const counts = message.activation;
  useEffect(() => {
    if (take_id !== "") void room.loadActivations(message.id, take_id, counts);
  }, [message.id, take_id]);
  if (!counts) return null;
  const rows = state.state === "known" ? state.rows : [];
  const tokens = rows.reduce((sum, row) => sum + (row.was_included ? row.tokens_used : 0), 0);
  return (
    <article class="turn-group">
      <header class="turn-head">
        <h3>
          <bdi>{message.author_name}</bdi> <span class="message-meta">{timeOf(message.created_timestamp)}</span>
        </h3>
        <p>{turnWords(counts, tokens)}</p>
      </header>
      {state.state === "loading" && <p class="pane-note">Loading…</p>}
      {state.state === "failed" && (
        <p class="pane-note">
          {state.problem.detail}{" "}
          <button
            type="button"
            class="link-button"
            onClick={() => void room.loadActivations(message.id, take_id, counts)}
          >
            Try again
          </button>
        </p>
      )}
      <TurnRows rows={rows} />
      {state.state === "known" && state.not_yours > 0 && (
        <p class="pane-note">
          {state.not_yours === 1 ? "1 entry is private." : `${state.not_yours} entries are private.`}
        </p>
      )}
      <button type="button" class="link-button" onClick={() => openPane("prompt", message.id)}>
        What exactly did {message.author_name} read?
      </button>
    </article>
  );
}

function TurnRows({ rows }: { rows: readonly ActivationLogRow[] }): VNode {
  const [showsHeld, showHeld] = useState(false);
  const held = rows.filter((row) => outcomeOf(row) === "held");
  return (
    <>
      <RowList name="Woke" rows={rows.filter((row) => outcomeOf(row) === "woke")} />
      <RowList name="Cut after waking" rows={rows.filter((row) => outcomeOf(row) === "cut")} />
      {held.length > 0 && (
        <button type="button" class="link-button" aria-expanded={showsHeld} onClick={() => showHeld(!showsHeld)}>
          {showsHeld ? "Hide what did not wake" : `Show what did not wake (${held.length})`}
        </button>
      )}
      {showsHeld && <RowList name="Held back" rows={held} />}
    </>
  );
}

function RowList({ name, rows }: { name: string; rows: readonly ActivationLogRow[] }): VNode | null {
  if (rows.length === 0) return null;
  return (
    <ul class="why-rows" aria-label={name}>
      {rows.map((row) => (
        <li key={row.id} class={`why-row why-${outcomeOf(row)}`}>
          <MethodGlyph method={shownMethod(row)} isCut={outcomeOf(row) === "cut"} />
          <span class="why-title">
            <bdi>{row.entry_title}</bdi>
            <span class="sr-only">, {METHOD_WORDS[shownMethod(row)]}</span>
          </span>
          <span class="reason-chip">{reasonChip(row)}</span>
          <span class="why-tokens">{row.tokens_used} t</span>
        </li>
      ))}
    </ul>
  );
}
