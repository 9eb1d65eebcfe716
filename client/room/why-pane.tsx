import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import * as z from "zod/mini";
import type { ActivationLogRow } from "../../shared/fields/knowledge-activation-log.ts";
import type { MessageRow } from "../../shared/fields/message.ts";
import { Trace, type TraceEntry } from "../../shared/lore/trace.ts";
import { useApp } from "../ui/app-context.ts";
import { timeOf } from "../ui/date-words.ts";
import { Icon } from "../ui/icon.tsx";
import { type Answer, useAnswer } from "../ui/use-answer.ts";
import { METHOD_WORDS, outcomeOf, privateWords, reasonChip, shownMethod, turnWords } from "./activation-words.ts";
import { MethodGlyph } from "./method-glyph.tsx";
import { useRoomScene } from "./room-context.ts";
import { HeldEntries } from "./why-pane-held.tsx";
import { costOf } from "./why-pane-words.ts";

/** Most turns listed at once; older ones open from their own coaster. */
const MOST_TURNS = 30;

interface WhyProps {
  readonly message_id: string | null;
  /** On a page of its own, not beside its room. */
  readonly isPage?: boolean;
}

/** Why lore woke: one turn when opened from its coaster, else the newest turns as they happen. */
export function WhyPane({ message_id, isPage = false }: WhyProps): VNode {
  const { room, openPane } = useRoomScene();
  const turns = room.messages.value.filter((message) => message.activation !== null);
  const chosen = turns.find((message) => message.id === message_id);
  if (turns.length === 0) {
    return (
      <>
        <p class="pane-empty">
          No bot has spoken here yet. When one does, the lore it read shows up here, with reasons.
        </p>
        {!isPage && <OwnWindow />}
      </>
    );
  }
  if (!chosen) return <TurnList turns={turns} isPage={isPage} />;
  return (
    <>
      {turns.length > 1 && (
        <button type="button" class="link-button" onClick={() => openPane("why")}>
          Show all turns
        </button>
      )}
      <TurnGroup key={chosen.id} message={chosen} isPinned />
    </>
  );
}

/** The newest turns, of all bots or of one; held still while somebody reads. */
function TurnList({ turns, isPage }: { turns: readonly MessageRow[]; isPage: boolean }): VNode {
  const [bot, setBot] = useState("");
  const [most, setMost] = useState(MOST_TURNS);
  const [heldAt, holdAt] = useState<number | null>(null);
  const speakers = [...new Map(turns.map((turn) => [turn.bot ?? "", turn.author_name]))];
  const fits = turns.filter((turn) => bot === "" || turn.bot === bot);
  const shown = heldAt === null ? fits : fits.filter(({ seq }) => seq <= heldAt);
  const waiting = fits.length - shown.length;
  const hold = () => holdAt(heldAt === null ? (turns.at(-1)?.seq ?? 0) : null);
  useSpace(isPage ? hold : null);
  return (
    <>
      <div class="why-filter">
        <select aria-label="Turns of" value={bot} onChange={(event) => setBot(event.currentTarget.value)}>
          <option value="">All bots</option>
          {speakers.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <button type="button" class="button button-small" aria-pressed={heldAt !== null} onClick={hold}>
          <Icon name={heldAt === null ? "pause" : "play"} />
          {heldAt === null ? "Live" : `Held · ${waiting} new`}
        </button>
        {!isPage && <OwnWindow />}
      </div>
      {shown
        .slice(-most)
        .reverse()
        .map((message) => (
          <TurnGroup key={message.id} message={message} />
        ))}
      <Earlier isMore={shown.length > most} onMore={() => setMost(most + MOST_TURNS)} />
    </>
  );
}

/** The turns before those that are listed, from the history of the room where they are not here yet. */
function Earlier({ isMore, onMore }: { isMore: boolean; onMore: () => void }): VNode | null {
  const { room } = useRoomScene();
  if (!isMore && !room.hasMore.value) return null;
  const isLoading = room.isLoadingOlder.value;
  const problem = room.historyProblem.value;
  const more = () => {
    onMore();
    if (!isMore) void room.loadOlder();
  };
  return (
    <p class="pane-note">
      {problem !== null && `${problem} `}
      <button type="button" class="link-button" disabled={isLoading} onClick={more}>
        {isLoading ? "Loading…" : "Show earlier turns"}
      </button>
    </p>
  );
}

/** What has a use of its own for the space bar. */
const OWN_SPACE = "button, a, input, select, textarea, summary, [contenteditable]";

/** The space bar holds the log still, and lets it go on. */
function useSpace(hold: (() => void) | null): void {
  const latest = useRef(hold);
  latest.current = hold;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTaken = event.target instanceof Element && event.target.closest(OWN_SPACE) !== null;
      if (event.key !== " " || isTaken || event.repeat || !latest.current) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}

/** How large the log's own window is to begin with. Chosen: a column of turns beside a room. */
const WINDOW = "popup,width=520,height=900";

/** Tears the log off: it goes on in a window of its own, or in a tab where the browser opens no windows. */
function OwnWindow(): VNode | null {
  const room_id = useRoomScene().room.room_id.value;
  if (room_id === null) return null;
  const address = `/log?room=${encodeURIComponent(room_id)}`;
  return (
    <a
      class="link-button"
      href={address}
      target="_blank"
      title="Follow it in a window of its own"
      onClick={(event) => {
        if (open(address, `log-${room_id}`, WINDOW)) event.preventDefault();
      }}
      rel="noopener"
    >
      Own window
    </a>
  );
}

const TraceAnswer = z.object({ ...Trace.shape, not_yours: z.number() });
type TraceAnswer = z.infer<typeof TraceAnswer>;

/** What no gate let wake; what woke and did not fit is said apart. */
const heldOf = ({ entries }: TraceAnswer): readonly TraceEntry[] =>
  entries.filter(({ included, reason }) => !included && reason !== "budget_exceeded");

/** The whole evaluation as it was stored, once somebody wants it and the reply has closed. */
function useTrace({ id, current_take_id, streaming }: MessageRow, isWanted: boolean): Answer<TraceAnswer> {
  const { api } = useApp();
  const { room } = useRoomScene();
  const room_id = room.room_id.value;
  const key = isWanted && !streaming && room_id !== null ? `${room_id} ${id} ${current_take_id}` : null;
  return useAnswer(key, (signal) =>
    api.call("GET", `/conversations/${room_id}/messages/${id}/trace`, TraceAnswer, { signal }),
  );
}

/** What the room told of a turn while it happened, or the log afterwards. */
function useTurnRows(message: MessageRow) {
  const { room } = useRoomScene();
  const take_id = message.current_take_id ?? "";
  const state = room.activationsOf(message.id, take_id).value;
  const load = () => void room.loadActivations(message.id, take_id, message.activation);
  useEffect(() => {
    if (take_id !== "") load();
  }, [message.id, take_id]);
  const known = state.state === "known" ? state : { rows: [], not_yours: 0 };
  return {
    ...known,
    isLoading: state.state === "loading",
    problem: state.state === "failed" ? state.problem : null,
    load,
  };
}

const tokensOf = (rows: readonly ActivationLogRow[]): number =>
  rows.reduce((sum, row) => sum + (row.was_included ? row.tokens_used : 0), 0);

/** One turn of one bot: what woke, what was cut, and on request what did not wake. */
function TurnGroup({ message, isPinned = false }: { message: MessageRow; isPinned?: boolean }): VNode | null {
  const { openPane, markOf } = useRoomScene();
  const [showsHeld, showHeld] = useState(false);
  const { rows, not_yours, isLoading, problem, load } = useTurnRows(message);
  const trace = useTrace(message, isPinned || showsHeld);
  const counts = message.activation;
  if (!counts) return null;
  const hidden = trace.value?.not_yours ?? not_yours;
  const held = trace.value && heldOf(trace.value).length;
  return (
    <article class={`turn-group speaker-${markOf(message.bot ?? "")}`}>
      <header class="turn-head">
        <h3>
          <span class="message-meta">{timeOf(message.created_timestamp)}</span> <bdi>{message.author_name}</bdi>
          {trace.value && <span class="message-meta"> · turn {trace.value.L}</span>}
        </h3>
        <p>{turnWords({ ...counts, held_back: held ?? counts.held_back }, trace.value?.budget ?? tokensOf(rows))}</p>
      </header>
      {isLoading && <p class="pane-note">Loading…</p>}
      {problem && <Failed words={problem.detail} onRetry={load} />}
      <RowList name="Woke" rows={rows.filter((row) => outcomeOf(row) === "woke")} />
      <RowList
        name="Cut after waking"
        rows={rows.filter((row) => outcomeOf(row) === "cut")}
        entries={trace.value?.entries}
      />
      {hidden > 0 && <p class="pane-note">{privateWords(hidden)}</p>}
      {!message.streaming && (
        <HeldPart trace={trace} isOpen={showsHeld} count={counts.held_back} onToggle={() => showHeld(!showsHeld)} />
      )}
      <button type="button" class="link-button" onClick={() => openPane("prompt", message.id)}>
        Open the receipt
      </button>
    </article>
  );
}

function Failed({ words, onRetry }: { words: string; onRetry: () => void }): VNode {
  return (
    <p class="pane-note">
      {words}{" "}
      <button type="button" class="link-button" onClick={onRetry}>
        Try again
      </button>
    </p>
  );
}

interface HeldProps {
  readonly trace: Answer<TraceAnswer>;
  readonly isOpen: boolean;
  /** As the message says it, until the whole evaluation is here. */
  readonly count: number;
  readonly onToggle: () => void;
}

/** What did not wake: noise until somebody asks for it. */
function HeldPart({ trace, isOpen, count, onToggle }: HeldProps): VNode {
  const held = trace.value && heldOf(trace.value);
  const number = held?.length ?? count;
  return (
    <>
      <button type="button" class="link-button" aria-expanded={isOpen} onClick={onToggle}>
        {isOpen ? "Hide what did not wake" : `Show what did not wake${number > 0 ? ` (${number})` : ""}`}
      </button>
      {isOpen && !trace.value && trace.isLoading && <p class="pane-note">Loading…</p>}
      {isOpen && trace.problem && <Failed words={trace.problem.detail} onRetry={trace.reload} />}
      {isOpen && held?.length === 0 && <p class="pane-note">Every entry that you may see woke.</p>}
      {isOpen && held && held.length > 0 && <HeldEntries entries={held} />}
    </>
  );
}

interface RowListProps {
  readonly name: string;
  readonly rows: readonly ActivationLogRow[];
  readonly entries?: readonly TraceEntry[] | undefined;
}

function RowList({ name, rows, entries }: RowListProps): VNode | null {
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
          <Cost tokens={costOf(row, entries)} />
        </li>
      ))}
    </ul>
  );
}

const Cost = ({ tokens }: { tokens: number | null }): VNode | null =>
  tokens === null ? null : <span class="why-tokens">{tokens} t</span>;
