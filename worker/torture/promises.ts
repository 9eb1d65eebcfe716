import type { Mutation } from "./mutation.ts";

/** What the product promises of rooms (reliability §3), by which tests it is held, and nothing else. */
interface RoomPromise {
  readonly id: string;
  readonly says: string;
  /** Ids of rules; tests have them in their titles. */
  readonly tests: readonly string[];
}

const promise = (id: string, says: string, ...tests: string[]): RoomPromise => ({ id, says, tests });

export const PROMISES: readonly RoomPromise[] = [
  promise("P1", "an acknowledged message is never lost", "TOR1", "TORT2", "LIFE7", "LIFE13"),
  promise("P2", "a command said again has one effect", "CMD2", "NET6", "TOR1"),
  promise("P3", "one order on every device", "SYNC2", "SYNC5", "TOR1"),
  promise("P4", "who comes back is told all, once", "SYNC3", "SYNC4", "NET6", "TOR5"),
  promise("P5", "one's own device loses nothing typed", "CLI30", "NET6"),
  promise("P6", "of two at once one wins, and the other is told", "CMD34"),
  promise("P7", "a reply resumes to the letter", "STR2", "STR3", "STR5", "STR7", "SYNC6", "TOR5"),
  promise("P8", "nothing shown is unwritten", "STR1", "TOR1"),
  promise("P9", "a crash leaves a reply that can be continued", "LIFE4", "TURN14", "TOR1"),
  promise("P10", "a reply goes on without devices, and stops when told", "LIFE8", "STR6", "CMD12", "TOR3"),
  promise("P11", "a silent provider never hangs the room", "TURN9"),
  promise("P12", "D1 may be away, and has everything afterwards", "OUT2", "OUT3", "OUT4", "TOR4"),
  promise("P13", "the chain of alarms cannot die", "OUT5", "SHELL8"),
  promise("P19", "what is taken back is taken back exactly", "ROLL1", "ROLL2"),
  promise("P20", "whose access ends is cut off", "CMD45", "SES8", "PEOPLE7"),
  promise("P21", "a proof of identity ends", "SES1", "PEOPLE7"),
  promise("P22", "sleep and eviction are invisible", "LIFE5", "SHELL2"),
  promise("P23", "a new release keeps every room", "LIFE12", "SES7"),
  promise("P24", "a flood is its own room's affair", "SES5", "SES13", "TORT6"),
  promise("P25", "full storage is an answer, not corruption", "CMD34", "LIFE13"),
];

/** The promises as a page: what holds each, and what is broken on purpose to see that its tests would notice. */
export function promisesPage(mutations: readonly Mutation[]): string {
  const rows = PROMISES.map(({ id, says, tests }) => {
    const broken = mutations.filter((one) => one.promise === id).map(({ name }) => name);
    return `| ${id} | ${says} | ${tests.join(", ")} | ${broken.join("; ")} |`;
  });
  return [
    "# What a room promises, and what shows it",
    "",
    "Tests carry the ids in their titles; the `SPEC.md` beside them says each in full. `npm run torture -- --mutations`",
    "breaks each mechanism named here in a copy of the sources and wants its test to fail.",
    "",
    "| promise | says | tests | broken on purpose |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
