import type { JobCard, RoomCard, UserLimits } from "../../shared/protocol/user-frames.ts";
import type { Alarms, Clock, DeviceSocket, NewId, RoomLog, VerifiedProof } from "../conversation/ports.ts";
import type { UserFacts } from "./core/user-facts.ts";
import type { UserStore } from "./user-store.ts";

export type UserSocket = DeviceSocket<UserFacts>;

/** What D1 knows of one person. A failing call throws; the object then goes on with what it has. */
export interface Directory {
  /** Rooms lately active, at most ROOMS_READ of them; `isAll` where there are no more. */
  rooms(): Promise<{ readonly cards: readonly RoomCard[]; readonly isAll: boolean }>;
  /** The newest jobs. */
  jobs(): Promise<readonly JobCard[]>;
  /** What the person set for themselves and their balance in micro-tokens; null where there is no such person any more. */
  account(): Promise<{ readonly limits: OwnLimits; readonly balance: number } | null>;
  /** Whether the person may still be here, neither gone, suspended nor, a guest, over; and which of the sign-ins have ended. */
  standing(sessionIds: readonly string[]): Promise<{ readonly isCurrent: boolean; readonly ended: readonly string[] }>;
  /** Ends sign-ins: none of their tokens counts from now on, and their sockets in rooms are cut off. */
  endSessions(sessionIds: readonly string[]): Promise<void>;
  verify(
    proof: { token?: string | undefined; ticket?: string | undefined },
    redeem: (jti: string, expiresAtMs: number) => boolean,
  ): Promise<VerifiedProof | null>;
  /**
   * Those of the rooms whose people may know that the person has BotCafe open: none where the person does not want to be
   * seen, nor one where somebody sits with whom there is a block.
   */
  seenIn(conversationIds: readonly string[]): Promise<readonly string[]>;
  /** Writes minutes of use, absolute numbers: days with theirs, and what today and seven days come to. */
  writeUsage(usage: Usage): Promise<void>;
}
export type OwnLimits = Omit<UserLimits, "used_today" | "used_week">;

/** Whole minutes of use. */
export interface Usage {
  readonly days: readonly { readonly day: string; readonly minutes: number }[];
  readonly today: number;
  readonly week: number;
}

/** Rooms that want to know of the person. */
export interface Rooms {
  /** Tells a room; false where nobody there wants to know any more. @throws where it does not answer. */
  whereabouts(conversationId: string, isAround: boolean): Promise<boolean>;
}

/** Everything the object of one person needs of its surroundings. */
export interface UserPorts {
  readonly userId: string;
  readonly store: UserStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly alarms: Alarms;
  readonly directory: Directory;
  readonly rooms: Rooms;
  readonly log: RoomLog;
}
