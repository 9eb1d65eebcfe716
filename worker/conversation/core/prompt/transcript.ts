import type { PromptMessage } from "../../ports.ts";
import type { PromptInput, TranscriptLine } from "./prompt-input.ts";
import type { DepthPart } from "./sections.ts";
import { quoted, roomNote, type SpeakerLabels, speakerName } from "./speaker-name.ts";

/** The bot's own lines are the assistant's; everyone else speaks in user turns behind an unforgeable label. */
export function lineMessage(line: TranscriptLine, selfId: string, labels: SpeakerLabels): PromptMessage {
  switch (line.kind) {
    case "system":
      return { role: "user", name: "room", content: roomNote(line.text) };
    case "bot": {
      if (line.botId === selfId) return { role: "assistant", name: speakerName(line.name), content: line.text };
      const label = labels.bot(line.name);
      return { role: "user", name: label, content: quoted(label, line.text) };
    }
    case "user": {
      const label = labels.person(line.name);
      return { role: "user", name: label, content: quoted(label, line.text) };
    }
    default:
      return line.kind satisfies never;
  }
}

/** Labels of the people in these lines, each once, in order of first word. */
export function peopleIn(lines: readonly TranscriptLine[], labels: SpeakerLabels): string[] {
  return [...new Set(lines.filter((line) => line.kind === "user").map((line) => labels.person(line.name)))];
}

/**
 * Says who is one person under several names, or "" when nobody is: without it a switch of persona reads like a new
 * person walking in (PROMPT9).
 */
export function switchNote(lines: readonly TranscriptLine[], labels: SpeakerLabels): string {
  const names = new Map<string, Set<string>>();
  for (const line of lines) {
    if (line.kind !== "user" || line.userId === null) continue;
    const known = names.get(line.userId) ?? new Set();
    names.set(line.userId, known.add(labels.person(line.name)));
  }
  return [...names.values()]
    .filter((known) => known.size > 1)
    .map(
      (known) => `${and([...known])} are played by one person. Take each message as coming from the name it carries.`,
    )
    .join("\n");
}

const and = (names: readonly string[]) => `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/**
 * Puts lore between messages: depth 0 after the newest, 1 before it, and so on; deeper than the transcript goes to its
 * start. Pieces of one depth keep their order (PROMPT5).
 */
export function withDepth(messages: readonly PromptMessage[], parts: readonly DepthPart[]): PromptMessage[] {
  const slots = new Map<number, PromptMessage[]>();
  for (const part of parts) {
    const index = Math.max(0, messages.length - part.depth);
    const slot = slots.get(index) ?? [];
    slot.push({ role: part.role, content: part.text });
    slots.set(index, slot);
  }
  const woven = messages.flatMap((message, index) => [...(slots.get(index) ?? []), message]);
  return [...woven, ...(slots.get(messages.length) ?? [])];
}

/**
 * What stands after everything else: how to continue, what is wished for, or a nudge where nobody's turn is open, so
 * that the last thing a model reads is always something to answer. Null when the newest message is that already.
 */
export function turnMessage(input: PromptInput, newest: TranscriptLine | undefined): PromptMessage | null {
  const hint = input.hint?.trim() ?? "";
  if (input.prefix !== "")
    return {
      role: "system",
      content: [
        "Go on from exactly where your last message stops. Repeat nothing of it and do not begin anew.",
        ...(hint === "" ? [] : [`A wish for what follows: ${hint}`]),
      ].join(" "),
    };
  if (hint !== "") return nudge(`A wish for this answer: ${hint}`);
  if (newest === undefined) return nudge("Nobody has spoken yet. You have the first word.");
  const ownLast = newest.kind === "bot" && newest.botId === input.bot.id;
  return ownLast ? nudge("Nobody has answered yet. You have the floor again.") : null;
}

const nudge = (text: string): PromptMessage => ({ role: "user", name: "room", content: roomNote(text) });
