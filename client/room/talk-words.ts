import type { AutoEnd } from "../../shared/protocol/server-messages.ts";

/** Why bots that kept talking stopped. */
export function endWords(why: AutoEnd, turns: number): string {
  switch (why) {
    case "turns":
      return turns === 1 ? "They stopped here, after 1 turn." : `They stopped here, after ${turns} turns.`;
    case "tokens":
      return "They stopped here: the room’s tokens for it are used up.";
    case "time":
      return "They stopped here, after half an hour.";
    case "repeating":
      return "They stopped: they were repeating each other.";
    case "alone":
      return "Nobody else is there to go on.";
    case "failed":
      return "They stopped: the next one could not answer.";
    case "stopped":
      return "Their talk was stopped.";
    default:
      return why satisfies never;
  }
}
