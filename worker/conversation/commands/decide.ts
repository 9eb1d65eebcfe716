import type { Command, Read, Unread } from "../../../shared/protocol/client-messages.ts";
import { isFor } from "../core/for-person.ts";
import { mayAsk, NOT_YOURS } from "../core/rights.ts";
import { type CommandContext, type Decision, type RoomState, refuse } from "../core/state.ts";
import { branch } from "./branch.ts";
import { changeBots } from "./change-bots.ts";
import { changeMembers } from "./change-members.ts";
import { chooseTake } from "./choose-take.ts";
import { clear } from "./clear.ts";
import { continueMessage } from "./continue.ts";
import { deleteMessage } from "./delete.ts";
import { deleteTake } from "./delete-take.ts";
import { edit } from "./edit.ts";
import { hide } from "./hide.ts";
import { pin } from "./pin.ts";
import { pinLore } from "./pin-lore.ts";
import { changeQueue } from "./queue.ts";
import { react } from "./react.ts";
import { read } from "./read.ts";
import { retake } from "./retake.ts";
import { send } from "./send.ts";
import { setRoom } from "./set-room.ts";
import { speak } from "./speak.ts";
import { stop } from "./stop.ts";
import { unread } from "./unread.ts";

/** Every command's way to its rule: rights first, then the one function that decides it. Pure. */
export function decide(state: RoomState, command: Command | Read | Unread, ctx: CommandContext): Decision {
  if (!mayAsk(ctx.actor.role, command)) return refuse("forbidden", NOT_YOURS[ctx.actor.role]);
  const unheard = namesUnheard(state, command, ctx.actor.userId);
  if (unheard) return refuse("not_found", "that message is gone", unheard);
  switch (command.type) {
    case "send":
      return send(state, command, ctx);
    case "speak":
      return speak(state, command, ctx);
    case "stop":
      return stop(state, command, ctx);
    case "queue":
      return changeQueue(state, command, ctx);
    case "continue":
      return continueMessage(state, command, ctx);
    case "retake":
      return retake(state, command, ctx);
    case "choose_take":
      return chooseTake(state, command, ctx);
    case "delete_take":
      return deleteTake(state, command, ctx);
    case "edit":
      return edit(state, command, ctx);
    case "delete":
      return deleteMessage(state, command, ctx);
    case "hide":
      return hide(state, command, ctx);
    case "clear":
      return clear(state);
    case "react":
      return react(state, command, ctx);
    case "pin":
      return pin(state, command, ctx);
    case "branch":
      return branch(state, command);
    case "bots":
      return changeBots(state, command, ctx);
    case "members":
      return changeMembers(state, command, ctx);
    case "pin_lore":
      return pinLore(state, command);
    case "set":
      return setRoom(state, command, ctx);
    case "read":
      return read(state, command, ctx);
    case "unread":
      return unread(state, command, ctx);
    default:
      return command satisfies never;
  }
}

/** The field in which a command names a whisper that is not for its sender, who learns nothing of it. */
function namesUnheard(state: RoomState, command: Command | Read | Unread, userId: string): string | null {
  const named =
    command.type === "send"
      ? { reply_to_id: command.reply_to_id, thread_id: command.thread_id }
      : { message_id: "message_id" in command ? command.message_id : undefined };
  const isUnheard = (id: string | undefined) => {
    const message = id === undefined ? null : state.message(id);
    return message !== null && !isFor(userId, message);
  };
  return Object.entries(named).find(([, id]) => isUnheard(id))?.[0] ?? null;
}
