import { type Signal, signal } from "@preact/signals";
import type { AutoTalk, Presence, ServerMessage, Ticket, Welcome } from "../../shared/protocol/server-messages.ts";

export type Budget = Extract<ServerMessage, { type: "budget" }>;
type Notice = Extract<ServerMessage, { type: "notice" }>;

/** What a room says about this moment only: of each the newest frame is the truth, and none is an event. */
export class RoomMoment {
  readonly queue: Signal<readonly Ticket[]> = signal([]);
  readonly held: Signal<boolean> = signal(false);
  /** The talk that bots keep going by themselves, also after its end. */
  readonly auto: Signal<AutoTalk | null> = signal(null);
  readonly presence: Signal<readonly Presence[]> = signal([]);
  /** Newest word on what fills a prompt, and newest notice of the room. */
  readonly budget: Signal<Budget | null> = signal(null);
  readonly notice: Signal<Notice | null> = signal(null);

  welcomed(frame: Welcome): void {
    this.queue.value = frame.queue;
    this.held.value = frame.held;
    this.auto.value = frame.auto ?? null;
    this.presence.value = frame.presence;
  }

  /** Frames of other kinds are left alone. */
  told(frame: ServerMessage): void {
    switch (frame.type) {
      case "queue":
        this.queue.value = frame.tickets;
        this.held.value = frame.held;
        this.auto.value = frame.auto ?? null;
        break;
      case "presence":
        this.presence.value = frame.members;
        break;
      case "budget":
        this.budget.value = frame;
        break;
      case "notice":
        this.notice.value = frame;
        break;
      default:
    }
  }
}
