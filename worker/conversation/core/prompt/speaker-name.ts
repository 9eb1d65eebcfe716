/** A line break in any of the forms a model or a screen may take for one. */
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/u;
/** Control and format characters, and the marks our own forms are made of. */
const NOT_IN_A_NAME = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}:\uFF1A\uFE13\uFE55\uA789[\]]/gu;

/** What bots call a person who gave neither persona nor nickname. */
export const NAMELESS = "Guest";

/**
 * A name as it may stand before a colon: one line, without colon or brackets, so that it cannot end early or look
 * like a note of the room. Never empty.
 */
export function speakerName(name: string): string {
  return name.replace(NOT_IN_A_NAME, " ").replace(/\s+/gu, " ").trim() || NAMELESS;
}

/** How two names are compared: compatibility forms and case aside. */
export const sameName = (name: string) => speakerName(name).normalize("NFKC").toLowerCase();

/**
 * Labels of everyone who may speak, so that no two kinds of speaker share one: a person named like a bot is marked as
 * a person, another bot named like this one as another.
 */
export class SpeakerLabels {
  readonly #bots: ReadonlySet<string>;
  readonly #self: string;

  constructor(self: string, otherBots: readonly string[]) {
    this.#self = sameName(self);
    this.#bots = new Set([self, ...otherBots].map(sameName));
  }

  bot(name: string): string {
    return sameName(name) === this.#self ? `${speakerName(name)} (another bot)` : speakerName(name);
  }

  person(name: string): string {
    return this.#bots.has(sameName(name)) ? `${speakerName(name)} (a person)` : speakerName(name);
  }
}

/**
 * Someone's words behind their label. Further lines are indented, so the only line that begins with a speaker is the
 * first: whatever a text says, it cannot pass for another speaker or for a note of the room (PROMPT6).
 */
export const quoted = (label: string, text: string): string => `${label}: ${indented(text)}`;

/** A note of the room itself; no speaker's label can begin with a bracket. */
export const roomNote = (text: string): string => `[room] ${indented(text)}`;

const indented = (text: string) => text.split(LINE_BREAK).join("\n  ");
