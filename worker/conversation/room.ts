import { Brancher } from "./brancher.ts";
import { CommandDesk } from "./command-desk.ts";
import { CommandErrands } from "./command-errands.ts";
import { ContextCache } from "./context-cache.ts";
import { FloodWatch } from "./flood-watch.ts";
import { OutboxDrain } from "./outbox-drain.ts";
import { PersonaBook } from "./persona-book.ts";
import type {
  AccessPort,
  Alarms,
  BranchPort,
  Clock,
  ContextPort,
  MemberStatusPort,
  ModelPort,
  NewId,
  OutboxSink,
  PeoplePort,
  Rng,
  RoomLog,
  Sha256,
} from "./ports.ts";
import { RoomPublisher } from "./publisher.ts";
import { repairAfterDeath } from "./repair.ts";
import { ReplyWriter } from "./reply-writer.ts";
import { RightsWatch } from "./rights-watch.ts";
import { RoomCore } from "./room-core.ts";
import { RoomRuntime } from "./room-runtime.ts";
import type { RoomStore } from "./room-store.ts";
import { Sessions } from "./sessions.ts";
import { Teller } from "./teller.ts";
import { TurnReader } from "./turn-reader.ts";
import { TurnRunner } from "./turn-runner.ts";
import { Whereabouts } from "./whereabouts.ts";

/** Everything a room needs of its surroundings. */
export interface RoomPorts {
  readonly store: RoomStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly rng: Rng;
  readonly sha256: Sha256;
  readonly alarms: Alarms;
  readonly sink: OutboxSink;
  readonly access: AccessPort;
  readonly branches: BranchPort;
  readonly people: PeoplePort;
  readonly statuses: MemberStatusPort;
  readonly contexts: ContextPort;
  readonly models: ModelPort;
  readonly log: RoomLog;
  /** Ends this life of the object: its storage failed, and only a fresh start can tell what is true. */
  readonly giveUp: (cause: unknown) => void;
}

export interface Room {
  readonly core: RoomCore;
  readonly sessions: Sessions;
  readonly runtime: RoomRuntime;
  readonly publisher: RoomPublisher;
}

/**
 * The room that lies in `ports.store`, put together and repaired: whatever was running when its last life ended is
 * closed as interrupted. Null where no room was ever made. Synchronous, so that nothing comes in between.
 */
export function openRoom(ports: RoomPorts): Room | null {
  const stored = ports.store.log.load();
  if (!stored) return null;
  const core = new RoomCore(ports.store, stored);
  const room = assemble(core, ports);
  repairAfterDeath(core, { sha256: ports.sha256, now: new Date(ports.clock.nowMs()).toISOString() });
  room.runtime.replan();
  return room;
}

/** Wires the parts of one room. Each knows only what it needs. */
function assemble(core: RoomCore, ports: RoomPorts): Room {
  const { store, clock, newId, rng, sha256, access, log } = ports;
  const sessions = new Sessions(clock, newId);
  const teller = new Teller(core, sessions, clock);
  const contexts = new ContextCache(ports.contexts, store.turns, log);
  const reader = new TurnReader(core, sessions, teller, contexts, newId);
  const writer = new ReplyWriter(core, sessions, teller, clock, ports.giveUp);
  const turns = new TurnRunner({
    core,
    sessions,
    teller,
    reader,
    writer,
    contexts,
    models: ports.models,
    clock,
    newId,
    rng,
    sha256,
    log,
    giveUp: ports.giveUp,
    replan: () => runtime.replan(),
  });
  const errands = new CommandErrands(core, access, new PersonaBook(access, clock, log), ports.statuses);
  const brancher = new Brancher(core, access, ports.branches, sha256);
  const desk = new CommandDesk({
    core,
    sessions,
    teller,
    turns,
    access,
    errands,
    brancher,
    clock,
    newId,
    rng,
    sha256,
    log,
  });
  const runtime = new RoomRuntime({
    core,
    sessions,
    teller,
    turns,
    desk,
    outbox: new OutboxDrain({ store: store.outbox, sink: ports.sink, clock, rng, log }),
    rights: new RightsWatch({ core, sessions, access, clock, log }),
    floods: new FloodWatch(sessions, clock),
    whereabouts: new Whereabouts(ports.people, core.view.room.id, log),
    alarms: ports.alarms,
    clock,
    log,
  });
  return { core, sessions, runtime, publisher: new RoomPublisher(core, ports.people, clock) };
}
