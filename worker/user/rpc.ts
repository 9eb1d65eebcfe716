import type { Keeps } from "./keeps.ts";
import type { UserNews } from "./news.ts";

/** What the Worker and other objects may ask of a person's object by RPC. They are believed. */
export interface UserRpc {
  /** Takes news of a room, a job or a service. Late, doubled and lost news do no harm. */
  take(news: UserNews): Promise<void>;
  /** The person's standing may have changed: whoever may not be here any more, or whose sign-in has ended, is cut off. */
  accessChanged(): Promise<void>;
  /** Somebody else has ended all sign-ins of the person. */
  signedOut(): Promise<void>;
  /** Whether the person has BotCafe open and is seen by the people of that room, which is told of each change from now on. */
  isAround(conversationId: string): Promise<boolean>;
  /** Notifications and minutes of use, which are kept here alone. */
  keeps(): Promise<Keeps>;
  /** Takes over, once, what the object of `from` kept: they are one person now. */
  inherit(from: string, keeps: Keeps): Promise<void>;
  /** Deletes everything here and closes sockets 4410. */
  destroy(): Promise<void>;
  /** Names this one-time ticket as used; false where it was used before. */
  redeem(jti: string, expiresAtMs: number): Promise<boolean>;
}
