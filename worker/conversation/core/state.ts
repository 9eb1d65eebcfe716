import type { ErrorCode } from "../../../shared/app-error.ts";
import type { LorePin, MemberRole } from "../../../shared/fields/conversation.ts";
import type { GenerationTrigger } from "../../../shared/fields/knowledge.ts";
import type { Attachment, MessageRow } from "../../../shared/fields/message.ts";
import type { Edit } from "../../../shared/protocol/client-messages.ts";
import type { Ticket } from "../../../shared/protocol/server-messages.ts";
import type { NewEvent } from "../../../shared/room/events.ts";
import type { RoomView } from "../../../shared/room/room-view.ts";
import type { PersonaCard, RoomBotFacts, Sha256 } from "../ports.ts";
import type { AutoRun } from "./speakers/auto-talk.ts";
import type { DirectorPick } from "./speakers/director.ts";
import type { Lent } from "./turns/lending.ts";

/** A ticket as the room keeps it: what everyone sees, plus what the turn needs. */
export interface Turn extends Ticket {
  readonly trigger: GenerationTrigger;
  /** The message to extend, for `continue`, or to say anew, for `retake`. */
  readonly message_id: string | null;
  /** Of a `retake`: the take it will stream into, the wish for it, and the stretch it says anew where not the whole. */
  readonly take_id: string | null;
  readonly hint: string | null;
  readonly segment_id: string | null;
  /** Only this bot and the asker read the exchange. */
  readonly whisper: boolean;
  /** The message that starts the thread it is said in; null in the room. */
  readonly thread_id: string | null;
  /** Persona the asker spoke as; the prompt names them so. */
  readonly persona_id: string | null;
  /** Of turns that are written together: only messages with a smaller number are known to them. Null for the others. */
  readonly before_seq: number | null;
  /** Tokens it cost to decide that this bot speaks; they count with its reply. */
  readonly overhead: Overhead | null;
}

export interface Overhead {
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Who paid for them, as on a ticket. */
  readonly payer: string;
}

/**
 * The queue: those being written stand first, the others wait. One has the floor; more are written only together, for
 * the same message, and are served in this order.
 */
export interface TurnQueue {
  readonly turns: readonly Turn[];
  /** Waiting turns stay until someone releases them. */
  readonly held: boolean;
  /** The talk that bots keep going by themselves, also after its end; null where there was none. */
  readonly auto: AutoRun | null;
  /** What a director still decides; null where nothing is asked of one. */
  readonly pick: DirectorPick | null;
  /** How often others have had the owner's key pay; null where they never have. */
  readonly lent: Lent | null;
}

/** A reply that is being made: which, for which message, and by whom. */
export interface Writing {
  readonly generation_id: string;
  readonly message_id: string;
  readonly bot_id: string;
}

/** What a command may look at. `message` reads any row of the room, also those outside the view. */
export interface RoomState {
  readonly view: RoomView;
  readonly queue: TurnQueue;
  message(id: string): MessageRow | null;
  /** The replies that are being made now. */
  writing(): readonly Writing[];
  /** Bot turns for which an entry woken by hand stays awake. */
  pinnedTurnsLeft(pin: LorePin): number;
  /** Event up to which someone has read, in the room or (by the id that starts it) in one thread. */
  readMark(userId: string, threadId: string | null): number;
  /** Whether anything stands after a message, in the room or in its thread. */
  isFollowed(messageId: string): boolean;
  /** What is said in the thread that a message starts. */
  thread(messageId: string): readonly MessageRow[];
  /** The newest message for someone that stands before another in the room or its thread. */
  before(message: MessageRow, userId: string): MessageRow | null;
  /** Whether messages are put aside that follow this message on this path. */
  hasPath(messageId: string, path: string): boolean;
}

/** Who asks, when, and where new ids and chance come from. `bots`, `persona`, `uploads` and `ownsKey` were looked up before deciding. */
export interface CommandContext {
  readonly actor: { readonly userId: string; readonly name: string; readonly role: MemberRole };
  readonly now: string;
  readonly nowMs: number;
  readonly newId: () => string;
  readonly rng: () => number;
  readonly sha256: Sha256;
  /** Facts of bots to add, by id; null where the owner may not use one. */
  readonly bots: ReadonlyMap<string, RoomBotFacts | null>;
  /** The persona named by the command; null where there is none of that id. */
  readonly persona: PersonaCard | null;
  /** Of the uploads the command names, those that are the actor's own. */
  readonly uploads: readonly Attachment[];
  /** The command names a provider key that is the actor's own. */
  readonly ownsKey: boolean;
}

/** What changes the transcript as a whole: its messages are many, and no command reads them all. */
export type PathChange =
  | { readonly type: "clear" }
  /** What follows `messageId` is put aside under the path `from`; what was put aside under `to` comes back. */
  | { readonly type: "move"; readonly messageId: string; readonly from: string; readonly to: string }
  /** What was put aside under a path is gone for good. */
  | { readonly type: "drop"; readonly messageId: string; readonly path: string };

/** Someone's mark stands at event `seq` now, in the room or in one thread. */
export interface ReadChange {
  readonly userId: string;
  readonly threadId: string | null;
  readonly seq: number;
}

/** A room of the actor's own with the path up to a message, for what several people's timeline is not changed for. */
export interface BranchWish {
  readonly messageId: string;
  /** The take to stand on in the branch, with what was said after it; absent stands on the current one, and what was said after that stays behind. */
  readonly takeId?: string;
  /** What is done in the branch as soon as it is there. */
  readonly edit?: Edit;
}

export type Effect =
  /** End the running reply; its text is kept. */
  | { readonly type: "stop-reply"; readonly turnId: string }
  /** Serve a reply that is ready before its turn to be served has come. */
  | { readonly type: "show-reply"; readonly turnId: string }
  /** Someone takes no part any more: their devices hear nothing further. */
  | { readonly type: "cut-off"; readonly userId: string };

/** What a command comes to: events and a new queue, or a refusal that changes nothing. */
export type Decision =
  | {
      readonly ok: true;
      readonly events: readonly NewEvent[];
      readonly queue?: TurnQueue;
      readonly path?: PathChange;
      /** A take that was made from another: what woke for that one woke for it. */
      readonly inherits?: { readonly messageId: string; readonly from: string; readonly to: string };
      readonly reads?: ReadChange;
      /** People whom somebody else sent away: an older invitation does not bring them back. */
      readonly letGo?: readonly string[];
      /** All else of the decision is then empty: this room stays as it is. */
      readonly branch?: BranchWish;
      readonly effects?: readonly Effect[];
      readonly answer?: { message_id?: string; take_id?: string; ticket_ids?: string[] };
    }
  | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly message: string;
  readonly field?: string;
}

export const accept = (decision: Omit<Extract<Decision, { ok: true }>, "ok">): Decision => ({ ok: true, ...decision });

export const refuse = (code: ErrorCode, message: string, field?: string): Refusal =>
  field === undefined ? { ok: false, code, message } : { ok: false, code, message, field };
