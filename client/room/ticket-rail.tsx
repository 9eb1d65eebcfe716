import type { VNode } from "preact";
import type { Ticket } from "../../shared/protocol/server-messages.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { keepFocus, returnFocus } from "../ui/keep-focus.ts";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { predictSpeakers } from "./predicted-speakers.ts";
import { useRoomScene } from "./room-context.ts";
import { reasonWords } from "./ticket-words.ts";

const OVER = new Set<Ticket["state"]>(["done", "stopped", "interrupted", "failed", "skipped"]);
const ON_THE_FLOOR = new Set<Ticket["state"]>(["reading", "thinking", "speaking"]);

/**
 * The faces of the bots, a tap on which gives one the floor; then who speaks now and next, each with its reason, and
 * before sending, who would. Always there and of one height. Places are custom properties: CSSOM, not style attributes.
 */
export function TicketRail(): VNode {
  const { room, bots } = useRoomScene();
  const tickets = room.queue.value.filter((ticket) => !OVER.has(ticket.state));
  const waiting = tickets.filter((ticket) => !ON_THE_FLOOR.has(ticket.state));
  const rule = room.view.value?.room.turn_taking;
  const draft = { mentioned: room.composer.speakers.value, aside: room.composer.aside.value };
  const hasDraft = room.composer.text.value.trim() !== "";
  const planned = rule && hasDraft ? predictSpeakers(draft, bots.value, rule).tickets : [];
  const count = tickets.length + planned.length;
  return (
    <div class="ticket-rail">
      <AskFaces />
      {count > 0 && (
        <div class="ticket-window">
          <ul class="tickets" aria-label="Queue" style={{ "--count": count }}>
            {tickets.map((ticket, at) => (
              <QueuedTicket key={ticket.id} ticket={ticket} at={at} waiting={waiting} />
            ))}
            {planned.map(({ bot_id, reason }, at) => (
              <li
                key={bot_id}
                class="ticket ticket-planned"
                data-testid="ticket"
                style={{ "--at": tickets.length + at }}
              >
                <span class="ticket-place">{waiting.length + at + 1}</span>
                <TicketFace bot_id={bot_id} reason={reasonWords({ code: reason }, WITHOUT_PEOPLE)} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {!room.held.value && waiting.length > 0 && <HoldButton />}
    </div>
  );
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
  const reason = reasonWords(ticket.reason, { me: me.value ?? "", nameOf });
  const face = <TicketFace bot_id={ticket.bot_id} reason={reason} />;
  const classes = ["ticket", place === 0 && "ticket-now", ticket.state === "held" && "ticket-held"];
  return (
    <li class={classes.filter(Boolean).join(" ")} data-testid="ticket" style={{ "--at": at }}>
      <span class="ticket-place">{place === 0 ? "Now" : place}</span>
      {place === 0 ? (
        face
      ) : (
        <Menu
          name={`${name}, ${reason}: change this turn`}
          face={face}
          class="ticket-face"
          items={turnActions(ticket, waiting, room.command)}
        />
      )}
      {place > 0 && (
        <button
          type="button"
          class="icon-button ticket-skip"
          aria-label={`Skip ${name}`}
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

function TicketFace({ bot_id, reason }: { bot_id: string; reason: string }): VNode {
  const { bots, markOf } = useRoomScene();
  const bot = bots.value.find((b) => b.bot_id === bot_id);
  const name = bot?.name ?? "A bot";
  return (
    <>
      <Avatar name={name} picture={bot?.picture ?? null} mark={markOf(bot_id)} size="small" />
      <span class="ticket-words">
        <bdi class="ticket-name">{name}</bdi> <span class="ticket-reason">{reason}</span>
      </span>
    </>
  );
}

/** The twin of dragging: where in the queue a turn stands. */
function turnActions(
  ticket: Ticket,
  waiting: readonly Ticket[],
  command: ReturnType<typeof useRoomScene>["room"]["command"],
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
  items.push({ id: "skip", label: "Skip", onSelect: () => command({ type: "queue", drop: ticket.id }) });
  return items;
}

function HoldButton(): VNode {
  const { room } = useRoomScene();
  return (
    <button
      type="button"
      class="icon-button"
      aria-label="Hold the queue"
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
  if (bots.value.length === 0 || room.you.value?.role === "viewer") return null;
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
