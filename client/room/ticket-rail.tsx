import type { RefObject, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Ticket } from "../../shared/protocol/server-messages.ts";
import { Avatar } from "../ui/avatar.tsx";
import { wordsWords } from "../ui/count-words.ts";
import { Icon } from "../ui/icon.tsx";
import { keepFocus, returnFocus } from "../ui/keep-focus.ts";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { predictSpeakers } from "./predicted-speakers.ts";
import { useRoomScene } from "./room-context.ts";
import { draftCalls } from "./ticket-rail-draft.ts";
import { endRefusal, writeRefusal } from "./ticket-rail-rights.ts";
import { reasonWords } from "./ticket-words.ts";

/** `done` and still in the queue: written behind another, and ready to be shown. */
const OVER = new Set<Ticket["state"]>(["stopped", "interrupted", "failed", "skipped"]);
const BEGUN = new Set<Ticket["state"]>(["reading", "thinking", "speaking", "done"]);

/**
 * The faces of the bots, a tap on which gives one the floor; then who speaks now and next, each with its reason, and
 * before sending, who would. Always there and of one height. Places are custom properties: CSSOM, not style attributes.
 */
export function TicketRail(): VNode {
  const { room } = useRoomScene();
  const tickets = room.queue.value.filter((ticket) => !OVER.has(ticket.state));
  const waiting = tickets.filter((ticket) => !BEGUN.has(ticket.state));
  const planned = usePlanned();
  const count = tickets.length + planned.length;
  const canWrite = writeRefusal(room.you.value?.role) === null;
  return (
    <div class="ticket-rail">
      {canWrite && <AskFaces />}
      {count > 0 && (
        // It scrolls, and planned turns have nothing to focus.
        <div class="ticket-window" tabIndex={tickets.length === 0 ? 0 : undefined}>
          <ul class="tickets" aria-label="Queue" style={{ "--count": count }}>
            {tickets.map((ticket, at) => (
              <QueuedTicket key={ticket.id} ticket={ticket} at={at} waiting={waiting} />
            ))}
            {planned.map(({ bot_id, reason, name }, at) => (
              <li
                key={bot_id}
                class="ticket ticket-planned"
                data-testid="ticket"
                style={{ "--at": tickets.length + at }}
              >
                <span class="ticket-place">{waiting.length + at + 1}</span>
                <TicketFace bot_id={bot_id} name={name} reason={reasonWords({ code: reason }, WITHOUT_PEOPLE)} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {canWrite && count > 0 && <AskMenu />}
      {canWrite && !room.held.value && waiting.length > 0 && <HoldButton />}
    </div>
  );
}

/** The turns that what is being written would ask for, as far as they are certain. */
function usePlanned() {
  const { room, bots } = useRoomScene();
  const rule = room.view.value?.room.turn_taking;
  if (!rule || room.composer.text.value.trim() === "") return [];
  const named = new Map(room.composer.mentions.value.map(({ bot_id, name }) => [bot_id, name]));
  return predictSpeakers(draftCalls(room), bots.value, rule).tickets.map((ticket) => ({
    ...ticket,
    name: named.get(ticket.bot_id),
  }));
}

const WITHOUT_PEOPLE = { me: "", nameOf: () => "" };

interface QueuedTicketProps {
  readonly ticket: Ticket;
  /** Where it stands on the rail. */
  readonly at: number;
  readonly waiting: readonly Ticket[];
}

function QueuedTicket({ ticket, at, waiting }: QueuedTicketProps): VNode {
  const { room, me, nameOf, bots } = useRoomScene();
  const place = waiting.indexOf(ticket) + 1;
  const name = bots.value.find((bot) => bot.bot_id === ticket.bot_id)?.name ?? "A bot";
  const actor = { role: room.you.value?.role, me: me.value ?? "", nameOf };
  const reason = reasonWords(ticket.reason, actor);
  const canWrite = writeRefusal(actor.role) === null;
  const refusal = endRefusal(ticket, actor);
  const element = useTicketDrag(ticket.id, waiting, canWrite && place > 0);
  const classes = ["ticket", place === 0 && "ticket-now", ticket.state === "held" && "ticket-held"];
  const face = <TicketFace bot_id={ticket.bot_id} reason={inItsPlace(ticket, reason)} />;
  return (
    <li class={classes.filter(Boolean).join(" ")} data-testid="ticket" style={{ "--at": at }} ref={element}>
      <span class="ticket-place">{place === 0 ? begunWord(at) : place}</span>
      {place === 0 || !canWrite ? (
        face
      ) : (
        <Menu
          name={`${name}, ${reason}: change this turn`}
          face={face}
          class="ticket-face"
          items={turnActions(ticket, waiting, room.command, refusal === null)}
        />
      )}
      {at > 0 && ticket.state === "done" && canWrite && (
        <button
          type="button"
          class="button button-small"
          aria-label={`Show now what ${name} wrote`}
          onMouseDown={keepFocus}
          onClick={() => room.command({ type: "queue", show: ticket.id })}
        >
          Show now
        </button>
      )}
      {place > 0 && canWrite && (
        <button
          type="button"
          class="icon-button ticket-skip"
          aria-label={`Skip ${name}`}
          title={refusal ?? `Skip ${name}`}
          disabled={refusal !== null}
          onMouseDown={keepFocus}
          onClick={(event) => {
            returnFocus(event);
            room.command({ type: "queue", drop: ticket.id });
          }}
        >
          <Icon name="close" />
        </button>
      )}
    </li>
  );
}

const STATE_NOTES: Partial<Record<Ticket["state"], string>> = { held: "on hold", done: "ready" };
const inItsPlace = ({ state, words }: Ticket, reason: string): string => {
  const note = STATE_NOTES[state];
  return note === undefined ? reason : `${note}${words ? `, ${wordsWords(words)}` : ""} · ${reason}`;
};
/** The first has the floor; the others are written behind it. */
const begunWord = (at: number): string => (at === 0 ? "Now" : "Then");

interface TicketFaceProps {
  readonly bot_id: string;
  readonly reason: string;
  /** What a bot is called that is not at the table yet. */
  readonly name?: string | undefined;
}

function TicketFace({ bot_id, reason, name }: TicketFaceProps): VNode {
  const { bots, markOf } = useRoomScene();
  const bot = bots.value.find((b) => b.bot_id === bot_id);
  const called = bot?.name ?? name ?? "A bot";
  return (
    <>
      <Avatar name={called} picture={bot?.picture ?? null} mark={markOf(bot_id)} size="small" />
      <span class="ticket-words">
        <bdi class="ticket-name">{called}</bdi> <span class="ticket-reason">{reason}</span>
      </span>
    </>
  );
}

/** Dragging comes apart: the menu does the same, also where it does not come. */
function useTicketDrag(
  ticket_id: string,
  waiting: readonly Ticket[],
  isMovable: boolean,
): RefObject<HTMLLIElement | null> {
  const { room } = useRoomScene();
  const element = useRef<HTMLLIElement>(null);
  const latest = useRef(waiting);
  latest.current = waiting;
  const isOn = isMovable && waiting.length > 1;
  useEffect(() => {
    if (!isOn) return;
    let isOver = false;
    let stop = () => {};
    const watch = ({ watchTicketDrag }: typeof import("./ticket-rail-drag.ts")) => {
      if (isOver || !element.current) return;
      stop = watchTicketDrag(element.current, {
        ticket_id,
        ids: () => latest.current.map(({ id }) => id),
        move: (order) => room.command({ type: "queue", order: [...order] }),
      });
    };
    import("./ticket-rail-drag.ts").then(watch, () => {});
    return () => {
      isOver = true;
      stop();
    };
  }, [isOn, ticket_id]);
  return element;
}

/** The twin of dragging: where in the queue a turn stands. */
function turnActions(
  ticket: Ticket,
  waiting: readonly Ticket[],
  command: ReturnType<typeof useRoomScene>["room"]["command"],
  maySkip: boolean,
): MenuItem[] {
  const ids = waiting.map(({ id }) => id);
  const at = ids.indexOf(ticket.id);
  const moveTo = (to: number) => () => {
    command({ type: "queue", order: ids.toSpliced(at, 1).toSpliced(to, 0, ticket.id) });
  };
  const items: MenuItem[] = [];
  if (at > 0) items.push({ id: "first", label: "Move first", onSelect: moveTo(0) });
  if (at > 0) items.push({ id: "earlier", label: "Move earlier", onSelect: moveTo(at - 1) });
  if (at < ids.length - 1) items.push({ id: "later", label: "Move later", onSelect: moveTo(at + 1) });
  if (maySkip) items.push({ id: "skip", label: "Skip", onSelect: () => command({ type: "queue", drop: ticket.id }) });
  return items;
}

function HoldButton(): VNode {
  const { room } = useRoomScene();
  return (
    <button
      type="button"
      class="icon-button"
      aria-label="Hold the queue"
      title="Hold everything after this reply"
      onMouseDown={keepFocus}
      onClick={(event) => {
        returnFocus(event);
        room.command({ type: "queue", hold: true });
      }}
    >
      <Icon name="pause" />
    </button>
  );
}

/** Everyone who could be asked. */
function AskFaces(): VNode | null {
  const { room, bots, markOf } = useRoomScene();
  if (bots.value.length === 0) return null;
  return (
    <ul class="ask-faces" aria-label="Ask someone">
      <li class="ask-word" aria-hidden="true">
        ask
      </li>
      {bots.value.map((bot) => (
        <li key={bot.bot_id}>
          <button
            type="button"
            class="ask-face"
            aria-label={`Ask ${bot.name}`}
            title={`Ask ${bot.name}`}
            onMouseDown={keepFocus}
            onClick={() => room.command({ type: "speak", bot_ids: [bot.bot_id] })}
          >
            <Avatar name={bot.name} picture={bot.picture} mark={markOf(bot.bot_id)} size="small" />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The same where the faces have no room beside the queue: on phones. */
function AskMenu(): VNode {
  const { room, bots } = useRoomScene();
  const items = bots.value.map(({ bot_id, name }) => ({
    id: bot_id,
    label: name,
    onSelect: () => room.command({ type: "speak", bot_ids: [bot_id] }),
  }));
  return <Menu name="Ask someone else" face={<Icon name="plus" />} class="icon-button ask-menu" items={items} />;
}
