import type { Attachment } from "../../shared/fields/message.ts";
import type { Command, Read, SetRoom, Unread } from "../../shared/protocol/client-messages.ts";
import { ownPersona } from "./core/own-persona.ts";
import { setsOwnStatus } from "./core/rights.ts";
import type { PersonaBook } from "./persona-book.ts";
import type { AccessPort, MemberStatusPort, PersonaCard, RoomBotFacts } from "./ports.ts";
import type { RoomCore } from "./room-core.ts";

/** What was found out for a command before it is decided. */
export interface LookedUp {
  readonly bots: ReadonlyMap<string, RoomBotFacts | null>;
  readonly persona: PersonaCard | null;
  readonly uploads: readonly Attachment[];
  readonly ownsKey: boolean;
}

/** For commands that name nothing of the world outside. */
export const NOTHING: LookedUp = { bots: new Map(), persona: null, uploads: [], ownsKey: false };

/**
 * What a command needs of D1 before it can be decided: facts to know, and the one thing that D1 keeps and the room does
 * not, a member's own status. That is written first: the `ack` says that it stands, and a repeat writes the same.
 */
export class CommandErrands {
  readonly #core: RoomCore;
  readonly #access: AccessPort;
  readonly #personas: PersonaBook;
  readonly #statuses: MemberStatusPort;

  constructor(core: RoomCore, access: AccessPort, personas: PersonaBook, statuses: MemberStatusPort) {
    this.#core = core;
    this.#access = access;
    this.#personas = personas;
    this.#statuses = statuses;
  }

  /** Whether anything has to be asked or written: what needs nothing is decided at once. */
  areNeeded(command: Command | Read | Unread, userId: string): boolean {
    return (
      botsIn(command).length > 0 ||
      uploadsIn(command).length > 0 ||
      keyIn(command) !== null ||
      this.#personaOf(command, userId) !== null ||
      this.#ownStatus(command, userId) !== undefined
    );
  }

  /** @throws What D1 throws; then nothing has happened, or only what a repeat would do again. */
  async run(command: Command | Read | Unread, userId: string): Promise<LookedUp> {
    const { room } = this.#core.view;
    const bots = new Map<string, RoomBotFacts | null>();
    for (const id of botsIn(command)) bots.set(id, await this.#access.botFor(id, room.user));
    const personaId = this.#personaOf(command, userId);
    const persona = personaId ? await this.#personas.find(personaId, userId) : null;
    const shown = uploadsIn(command);
    const uploads = shown.length > 0 ? await this.#access.takeUploads(userId, shown) : [];
    const key = keyIn(command);
    const ownsKey = key !== null && (await this.#access.ownsKey(userId, key));
    const status = this.#ownStatus(command, userId);
    if (status !== undefined) await this.#statuses.set(room.id, userId, status);
    return { bots, persona, uploads, ownsKey };
  }

  /** The persona a command speaks as or sets; an owner's message without one takes the room's. */
  #personaOf(command: Command | Read | Unread, userId: string): string | null {
    if (command.type === "set" || command.type === "edit") return command.persona_id ?? null;
    if (command.type !== "send") return null;
    const { room } = this.#core.view;
    const { persona_id = ownPersona(room, userId) } = command;
    return persona_id;
  }

  /** The owner's status is the room's; everyone else's stands in D1 alone. */
  #ownStatus(command: Command | Read | Unread, userId: string): SetRoom["status"] {
    const role = this.#core.view.members.find((m) => m.user_id === userId)?.role;
    if (command.type !== "set" || role === undefined || role === "owner") return undefined;
    return setsOwnStatus(command) ? command.status : undefined;
  }
}

const botsIn = (command: Command | Read | Unread): readonly string[] => (command.type === "bots" && command.add) || [];

const uploadsIn = (command: Command | Read | Unread): readonly string[] =>
  (command.type === "send" && command.attachments) || [];

/** The provider key that a command has pay. */
function keyIn(command: Command | Read | Unread): string | null {
  if (command.type === "set") return command.settings?.api_key_id ?? null;
  return command.type === "bots" ? (command.update?.api_key_id ?? null) : null;
}
