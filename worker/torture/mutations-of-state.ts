import { type Mutation, patch, ROOM } from "./mutation.ts";

/** Mechanisms of state, access and life-cycle (reliability §3.5). */
export const STATE_MUTATIONS: readonly Mutation[] = [
  {
    name: "what was taken back is counted on",
    promise: "P19",
    patches: [patch("message-projection.ts", "+ tokensOf(after) - tokensOf(before),", "+ tokensOf(after),")],
    test: { project: "unit", file: `${ROOM}/rollback.property.test.ts`, title: "ROLL1" },
  },
  {
    name: "who is let go stays connected",
    promise: "P20",
    patches: [
      patch("command-desk.ts", `this.#deps.sessions.cutUser(effect.userId, CLOSE.forbidden, "no access");`, ""),
    ],
    test: { project: "unit", file: `${ROOM}/commands/commands.test.ts`, title: "CMD45" },
  },
  {
    name: "a room whose talk goes on does not ask who may still be there",
    promise: "P20",
    patches: [patch("rights-watch.ts", "const RECHECK_MS = 60_000;", "const RECHECK_MS = 90_000;")],
    test: { project: "unit", file: `${ROOM}/lost-push.test.ts`, title: "SES8" },
  },
  {
    name: "a proof of identity never ends",
    promise: "P21",
    patches: [
      patch(
        "room-runtime.ts",
        "if (session.facts.expires_at_ms <= clock.nowMs()) {",
        "if (session.facts.expires_at_ms < 0) {",
      ),
    ],
    test: { project: "unit", file: `${ROOM}/sessions.test.ts`, title: "SES1" },
  },
  {
    name: "a step of the tables is no transaction",
    promise: "P23",
    patches: [patch("adapters/migrate.ts", "sql.transaction(() => {", "void [0].forEach(() => {")],
    test: { project: "unit", file: `${ROOM}/adapters/room-migrations-death.test.ts`, title: "LIFE15" },
  },
  {
    name: "who somebody is does not outlive sleep",
    promise: "P22",
    patches: [patch("adapters/do-socket.ts", "connection.setState({ id, facts });", "void facts;")],
    test: { project: "workers", file: `${ROOM}/ConversationRoom.workers.test.ts`, title: "SHELL2" },
  },
  {
    name: "a new release forgets the explanations of the last",
    promise: "P23",
    patches: [
      patch(
        "adapters/room-migrations.ts",
        "SELECT message_id, take_id, '', trace, receipt FROM traces`",
        "SELECT message_id, take_id, '', trace, receipt FROM traces WHERE 0`",
      ),
    ],
    test: { project: "unit", file: `${ROOM}/adapters/room-migrations.test.ts`, title: "LIFE12" },
  },
  {
    name: "a message grows beyond what a row holds",
    promise: "P25",
    patches: [patch("core/message-size.ts", "const MAX_ROW = 450_000;", "const MAX_ROW = 450_000_000;")],
    test: { project: "unit", file: `${ROOM}/commands/message-commands.test.ts`, title: "CMD34" },
  },
  {
    name: "a flood is let through",
    promise: "P24",
    patches: [
      patch(
        "flood-watch.ts",
        "return allowed || this.#warn(session, bucket, FRAMES, undefined);",
        "return allowed || bucket !== null;",
      ),
    ],
    test: { project: "unit", file: `${ROOM}/sessions.test.ts`, title: "SES5" },
  },
];
