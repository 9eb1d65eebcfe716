import { AppError } from "../../shared/app-error.ts";
import type { RoomBot } from "../../shared/fields/conversation.ts";
import type { Ack } from "../../shared/protocol/server-messages.ts";
import { type BranchSeed, branchSeed } from "./core/branch-seed.ts";
import { changed } from "./core/message-rows.ts";
import type { BranchWish } from "./core/state.ts";
import { pathOf, showTake } from "./core/takes.ts";
import type { AccessPort, BranchPort, Sha256 } from "./ports.ts";
import type { RoomCore } from "./room-core.ts";

/** UTF-16 units of a branch's messages, of up to three bytes: one call takes 32 MiB. */
const MAX_SEED_CHARS = 10 * 1024 * 1024;

/** Who branches, by which command, when. */
interface BranchCall {
  readonly actor: { readonly user_id: string; readonly name: string };
  readonly ref: string;
  readonly now: string;
}

/**
 * Opens branch rooms. The id of the room and of everything in it follows from who asked and the `ref`, so that a
 * repeat, also one after a death in between, finds the room that is there.
 */
export class Brancher {
  readonly #core: RoomCore;
  readonly #access: AccessPort;
  readonly #branches: BranchPort;
  readonly #sha256: Sha256;

  constructor(core: RoomCore, access: AccessPort, branches: BranchPort, sha256: Sha256) {
    this.#core = core;
    this.#access = access;
    this.#branches = branches;
    this.#sha256 = sha256;
  }

  /** @returns What the `ack` names, ids being those of the branch. @throws AppError where it may not be. */
  async open(wish: BranchWish, call: BranchCall): Promise<Omit<Ack, "type" | "ref" | "seq">> {
    const { room } = this.#core.view;
    const id = this.#id(`${room.id} ${call.actor.user_id} ${call.ref}`);
    const idFor = (messageId: string) => this.#id(`${id} ${messageId}`);
    const bots = await this.#botsFor(call.actor.user_id);
    // From here to the seed without a pause: what is read is one moment of the room.
    const path = pathOfWish(this.#core, wish, call.now);
    const firings = path.flatMap((row) => this.#core.store.turns.firingsOf(row.id));
    const to = { id, owner: call.actor, now: call.now, at: wish.messageId, idFor };
    const seed = branchSeed({ room, bots, path, firings }, to);
    const message_id = idFor(wish.messageId);
    demandSize(seed);
    await this.#branches.open(seed);
    if (wish.edit) await this.#branches.act(id, call.actor, { ...wish.edit, rev: undefined, message_id });
    return { conversation_id: id, message_id, ...(wish.takeId !== undefined && { take_id: wish.takeId }) };
  }

  /** Those of the room's bots that its new owner may chat with. */
  async #botsFor(userId: string): Promise<readonly RoomBot[]> {
    const { room, bots } = this.#core.view;
    if (room.user === userId) return bots;
    const found = await Promise.all(
      bots.map(async (bot) => ((await this.#access.botFor(bot.bot_id, userId)) ? [bot] : [])),
    );
    const theirs = found.flat();
    if (theirs.length === 0)
      throw new AppError("forbidden", "no bot of theirs", {
        publicMessage: "You may not chat with these bots outside this room.",
      });
    return theirs;
  }

  /** An id made of a text: UUID version 8, which is for such. */
  #id(text: string): string {
    const hex = this.#sha256(text);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }
}

/** The messages that a branch begins with. */
function pathOfWish({ store }: RoomCore, { messageId, takeId }: BranchWish, now: string) {
  const path = store.messages.pathTo(messageId);
  const last = path.at(-1);
  // It was there when the command was decided.
  if (!last) throw new AppError("not_found", "gone meanwhile", { publicMessage: "That message is gone." });
  const take = last.takes.find((t) => t.id === takeId);
  if (!take) return path;
  const chosen = showTake(changed(last, { modified_timestamp: now }), take.id);
  return [...path.slice(0, -1), chosen, ...store.messages.shelf(messageId, pathOf(take))];
}

function demandSize(seed: BranchSeed): void {
  if (JSON.stringify(seed.messages).length > MAX_SEED_CHARS)
    throw new AppError("too_large", "a branch beyond one call", {
      publicMessage: "So long a conversation cannot be branched: begin a new one.",
    });
}
