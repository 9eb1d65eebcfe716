import { firstName } from "./names.ts";

/** A stretch of scripted talk: what was said to the character, and what it answered. */
export interface Exchange {
  /** "" where the script gives only the answer. */
  readonly cue: string;
  readonly reply: string;
}

const SEPARATOR = /^<START>\s*$/iu;

/**
 * Exchanges of a script as cards and lorebooks hold them: lines that begin with a name and a colon, `<START>` between
 * scenes, further lines belonging to the speaker above. A text without any such line is one answer without a cue.
 *
 * @param text Macros resolved.
 * @param self Name of the character, as macros resolved it.
 * @param user What {{user}} was resolved to.
 */
export function exchangesOf(text: string, self: string, user: string): Exchange[] {
  const turns = turnsOf(text, [self, firstName(self)], [user]);
  const spoken = turns.some((turn) => turn.who === "self");
  if (!spoken) return turns.some((turn) => turn.who === "other") ? [] : bare(text);
  const exchanges: Exchange[] = [];
  let cue = "";
  for (const turn of turns) {
    if (turn.who === "self" && turn.text !== "") exchanges.push({ cue, reply: turn.text });
    cue = turn.who === "other" ? turn.text : "";
  }
  return exchanges;
}

/** Whether a text is such a script of this character's. */
export const isScript = (text: string, self: string, user: string): boolean =>
  turnsOf(text, [self, firstName(self)], [user]).some((turn) => turn.who === "self");

type Who = "self" | "other" | "nobody";
interface ScriptTurn {
  readonly who: Who;
  text: string;
}

function turnsOf(text: string, self: readonly string[], user: readonly string[]): ScriptTurn[] {
  const turns: ScriptTurn[] = [];
  for (const line of text.split(/\r?\n/u)) {
    if (SEPARATOR.test(line)) {
      turns.push({ who: "nobody", text: "" });
      continue;
    }
    const spoken = spokenBy(line, self, user);
    const last = turns.at(-1);
    if (spoken !== null) turns.push(spoken);
    else if (last !== undefined && last.who !== "nobody") last.text = `${last.text}\n${line}`.trim();
    else if (line.trim() !== "") turns.push({ who: "nobody", text: line.trim() });
  }
  return turns;
}

function spokenBy(line: string, self: readonly string[], user: readonly string[]): ScriptTurn | null {
  const colon = line.search(/[:：]/u);
  if (colon < 1 || colon > 100) return null;
  const name = line.slice(0, colon).trim().toLowerCase();
  const text = line.slice(colon + 1).trim();
  if (self.some((own) => own.toLowerCase() === name)) return { who: "self", text };
  const isOther = user.some((other) => other.toLowerCase() === name) || /^(?:you|user|anon|question|q)$/u.test(name);
  return isOther ? { who: "other", text } : null;
}

function bare(text: string): Exchange[] {
  const reply = text.replace(/^<START>\s*$/gimu, "").trim();
  return reply === "" ? [] : [{ cue: "", reply }];
}
