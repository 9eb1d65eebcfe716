import type { MessageRow } from "../../shared/fields/message.ts";
import type { MenuItem } from "../ui/menu.tsx";
import { type DeedPlace, retake } from "./message-deeds.ts";
import { type Doer, dropTakeRefusal, refusalOf, saidTakes } from "./message-rights.ts";
import { copyMessage, linkTo } from "./transcript-deeds.ts";

/** Everything that can be done with a message beyond what stands beside it; what is refused says why. */
export function menuOf(place: DeedPlace, message: MessageRow, doer: Doer): MenuItem[] {
  return [
    ...replyItems(place, message, doer),
    ...ownItems(place, message, doer),
    ...copyItems(place, message),
    deleteItem(place, message, doer),
  ];
}

/** Last, away from what is pressed often. */
const deleteItem = ({ state }: DeedPlace, message: MessageRow, doer: Doer): MenuItem => ({
  id: "delete",
  label: "Delete…",
  refusal: refusalOf("manage", message, doer),
  onSelect: () => state.begin("delete", message.id),
});

function replyItems(place: DeedPlace, message: MessageRow, doer: Doer): MenuItem[] {
  const { room, state } = place;
  const { id: message_id, current_take_id: take_id } = message;
  const part = message.takes.find(({ id }) => id === take_id)?.segments.at(-1);
  const isInParts = part !== undefined && part.at > 0;
  const items: (MenuItem | false)[] = [
    message.bot !== null && {
      id: "continue",
      label: "Continue",
      refusal: refusalOf("continue", message, doer),
      onSelect: () => room.command({ type: "continue", message_id }),
    },
    message.bot !== null && {
      id: "wish",
      label: "New take with a wish…",
      refusal: refusalOf("retake", message, doer),
      onSelect: () => state.begin("wish", message_id),
    },
    message.bot !== null &&
      isInParts && {
        id: "part-again",
        label: "New take of the last part",
        refusal: refusalOf("retake", message, doer),
        onSelect: () => retake(place, message, { segment_id: part.id }),
      },
    isInParts &&
      take_id !== null && {
        id: "part-off",
        label: "Delete the last part",
        refusal: refusalOf("manage", message, doer),
        onSelect: () => room.command({ type: "delete_take", message_id, take_id, segment_id: part.id }),
      },
    saidTakes(message).length > 1 &&
      take_id !== null && {
        id: "take-off",
        label: "Delete this take",
        refusal: dropTakeRefusal(message, doer),
        onSelect: () => room.command({ type: "delete_take", message_id, take_id }),
      },
  ];
  return items.filter((item) => item !== false);
}

function ownItems({ room, state }: DeedPlace, message: MessageRow, doer: Doer): MenuItem[] {
  const { id: message_id, pinned, hidden } = message;
  const refusal = refusalOf("manage", message, doer);
  return [
    {
      id: "edit",
      label: "Edit",
      refusal: refusalOf("edit", message, doer),
      onSelect: () => state.begin("edit", message_id),
    },
    {
      id: "pin",
      label: pinned ? "Unpin" : "Pin",
      refusal,
      onSelect: () => room.command({ type: "pin", message_id, on: !pinned }),
    },
    {
      id: "hide",
      label: hidden ? "Show to bots" : "Hide from bots",
      hint: hidden ? "Bots read it again" : "People still read it",
      refusal,
      onSelect: () => room.command({ type: "hide", message_id, hidden: !hidden }),
    },
    ...(message.message_status.edit_history.length > 0
      ? [{ id: "history", label: "Earlier versions", onSelect: () => state.begin("history", message_id) }]
      : []),
    unreadItem(room, message_id),
  ];
}

/** The way back too: what was marked so by hand is read again only when the reader says so. */
const unreadItem = (room: DeedPlace["room"], message_id: string): MenuItem =>
  room.unreadFrom.value === message_id
    ? { id: "unread", label: "Mark read", onSelect: () => room.resumeReading() }
    : { id: "unread", label: "Mark unread from here", onSelect: () => room.markUnread(message_id) };

function copyItems({ room, toasts }: DeedPlace, message: MessageRow): MenuItem[] {
  const copy = (form: Parameters<typeof copyMessage>[1]) => () => void copyMessage(message, form, toasts);
  const link = { id: "link", label: "Copy the link", onSelect: () => void linkTo(room, message.id, toasts) };
  return [
    { id: "text", label: "Copy the text", onSelect: copy("text") },
    { id: "markdown", label: "Copy as Markdown", onSelect: copy("markdown") },
    { id: "named", label: "Copy with the name", onSelect: copy("named") },
    ...(room.room_id.value === null ? [] : [link]),
  ];
}
