import { type Mutation, patch, ROOM, room } from "./mutation.ts";
import { STATE_MUTATIONS } from "./mutations-of-state.ts";

/** Mechanisms of messages, streams and projections (reliability §3.1–§3.3), then those of state. */
export const MUTATIONS: readonly Mutation[] = [
  {
    name: "what is acknowledged stays in memory for a moment",
    promise: "P1",
    patches: [
      patch(
        "adapters/sql-port.ts",
        "transaction: (work) => storage.transactionSync(work),",
        `transaction: (work) => {
      let made: { value: ReturnType<typeof work> } | null = null;
      try {
        storage.transactionSync(() => {
          made = { value: work() };
          throw new Error("later");
        });
      } catch {}
      setTimeout(() => storage.transactionSync(work), 300);
      return (made as unknown as { value: ReturnType<typeof work> }).value;
    },`,
      ),
    ],
    test: { project: "process", file: "worker/torture/kill.process.test.ts", title: "TOR1" },
  },
  {
    name: "a change is no transaction",
    promise: "P1",
    patches: [
      patch(
        "adapters/sqlite-room-store.ts",
        "transaction: (work) => open.transaction(work),",
        "transaction: (work) => work(),",
      ),
    ],
    test: { project: "unit", file: `${ROOM}/failing-writes.test.ts` },
  },
  {
    name: "waiting turns are only in memory",
    promise: "P1",
    patches: [patch("room-core.ts", "if (queue && queue !== this.#savedQueue) log.saveQueue(queue);", "")],
    test: room("LIFE7"),
  },
  {
    name: "a command said again is done again",
    promise: "P2",
    patches: [
      patch(
        "command-desk.ts",
        `if (!("ref" in command)) return false;`,
        `if ("ref" in command || command) return false;`,
      ),
    ],
    test: room("CMD2"),
  },
  {
    name: "other words under the same ref pass as a repeat",
    promise: "P2",
    patches: [patch("command-desk.ts", "if (known.bodyHash === this.#hash(command))", "if (known)")],
    test: room("CMD2"),
  },
  {
    name: "now and then a number is left out",
    promise: "P3",
    patches: [
      patch(
        "adapters/sqlite-log-store.ts",
        "let seq = this.#head();",
        "let seq = this.#head() + (this.#head() % 3 === 2 ? 1 : 0);",
      ),
    ],
    test: room("SYNC"),
  },
  {
    name: "a device that comes back is told from one event too late",
    promise: "P4",
    patches: [
      patch(
        "room-runtime.ts",
        "core.store.log.eventsAfter(hello.since);",
        "core.store.log.eventsAfter(hello.since + 1);",
      ),
    ],
    test: room("SYNC3"),
  },
  {
    name: "a place ahead of the log is believed",
    promise: "P4",
    patches: [patch("adapters/sqlite-log-store.ts", "count !== this.#head() - since", "count < this.#head() - since")],
    test: room("SYNC4"),
  },
  {
    name: "what is not answered yet is only in the page",
    promise: "P5",
    patches: [
      {
        file: "client/net/indexeddb-outbox.ts",
        find: "await done(store.put(n === undefined ? row : { ...row, n }));",
        replace: "void row;",
      },
    ],
    test: { project: "unit", file: "client/net/indexeddb-outbox.test.ts", title: "CLI30" },
  },
  {
    name: "an edit of an old version is taken",
    promise: "P6",
    patches: [patch("commands/edit.ts", "command.rev !== message.rev", "command.rev < 0")],
    test: { project: "unit", file: `${ROOM}/commands/message-commands.test.ts`, title: "CMD34" },
  },
  {
    name: "text is told as if it began one character later",
    promise: "P7",
    patches: [
      patch("reply-writer.ts", "const at = wholeText(reply).length;", "const at = wholeText(reply).length + 1;"),
    ],
    test: room("SYNC6"),
  },
  {
    name: "pairs of one character are torn",
    promise: "P7",
    patches: [
      patch(
        "core/streaming/batcher.ts",
        `if (text === "" || !isHigh(text.charCodeAt(text.length - 1)))`,
        "if (text === text)",
      ),
    ],
    test: { project: "unit", file: `${ROOM}/core/streaming/batcher.test.ts`, title: "STR2" },
  },
  {
    name: "who comes in mid-reply is not told the text so far",
    promise: "P7",
    patches: [patch("running-reply.ts", "...(reply.isHeldBack\n", "...(reply !== null\n")],
    test: room("STR7"),
  },
  {
    name: "text is shown before it is stored",
    promise: "P8",
    patches: [
      patch(
        "reply-writer.ts",
        "store.transaction(() => store.turns.appendChunk(reply.generationId, out.text, out.reasoning));",
        "this.#clock.after(200, () => store.turns.appendChunk(reply.generationId, out.text, out.reasoning));",
      ),
    ],
    test: room("STR1"),
  },
  {
    name: "nobody closes what the last life left open",
    promise: "P9",
    patches: [patch("room.ts", "  repairAfterDeath(core, {", "  if (core === null) repairAfterDeath(core, {")],
    test: room("LIFE4"),
  },
  {
    name: "what the last life left open is closed without its words",
    promise: "P9",
    patches: [patch("repair.ts", "const text = take.text + orphan.text", "const text = take.text")],
    test: { project: "unit", file: `${ROOM}/reply-death.test.ts`, title: "LIFE4" },
  },
  {
    name: "after a death nothing is planned",
    promise: "P13",
    patches: [patch("room.ts", "  room.runtime.replan();\n", "")],
    test: room("OUT5"),
  },
  {
    name: "silence of a provider is never noticed",
    promise: "P11",
    patches: [patch("turn-runner.ts", "nowMs - reply.lastChunkAtMs > SILENCE_MS", "nowMs < 0")],
    test: room("TURN9"),
  },
  {
    name: "a row leaves the outbox before D1 has it",
    promise: "P12",
    patches: [
      patch(
        "outbox-drain.ts",
        "await this.#sink.write(rows);",
        "this.#store.remove(rows);\n        await this.#sink.write(rows);",
      ),
    ],
    test: room("OUT2"),
  },
  {
    name: "a replay overwrites what is newer in D1",
    promise: "P12",
    patches: [patch("adapters/d1-outbox-sql.ts", "WHERE excluded.rev >", "WHERE 1 >")],
    test: { project: "workers", file: `${ROOM}/adapters/d1-outbox-sink.workers.test.ts` },
  },
  {
    name: "a row D1 will never take holds up the rest",
    promise: "P12",
    patches: [
      patch("outbox-drain.ts", "if (cause instanceof PoisonRow) this.#store.blame(cause.rowId, MAX_ROW_FAILURES);", ""),
    ],
    test: { project: "unit", file: `${ROOM}/outbox-drain.test.ts` },
  },
  {
    name: "the alarm throws when D1 does not answer",
    promise: "P13",
    patches: [
      patch("outbox-drain.ts", "      this.#backOff(cause);", "      this.#backOff(cause);\n      throw cause;"),
      patch("room-runtime.ts", `log.error("an alarm broke", cause);`, "throw cause;"),
    ],
    test: room("OUT5"),
  },
  {
    name: "a slow device is sent everything all the same",
    promise: "P7",
    patches: [
      patch("sessions.ts", "if (session.proof.isSlow) session.owed.add", "if (session.isCut) session.owed.add"),
    ],
    test: { project: "unit", file: `${ROOM}/slow-readers.test.ts`, title: "STR5" },
  },
  {
    name: "a stop leaves the provider talking",
    promise: "P10",
    patches: [patch("turn-runner.ts", "reply.abort.abort();\n    this.advance();", "this.advance();")],
    test: room("CMD12"),
  },
  ...STATE_MUTATIONS,
];
