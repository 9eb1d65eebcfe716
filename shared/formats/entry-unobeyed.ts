import { type EntryField, type EntryRow, readField, reportField } from "./entry-row.ts";
import { isJsonObject, type JsonValue } from "./import-plan.ts";

/** Fields kept for export that no gate of ours reads, and what their absence means for the person importing. */
const UNOBEYED: readonly (readonly [EntryField, string])[] = [
  ["group", "inclusion groups are not obeyed yet: every member may take part"],
  ["delayUntilRecursion", "waiting for recursion is not obeyed yet: the entry may start at once"],
  ["automationId", "automations do not run here"],
  [
    "characterFilter",
    "character filters name characters of the other program and are not obeyed: choose bots in the entry",
  ],
  ["matchCharacterDepthPrompt", "the character's note is not searched for keys"],
  ["matchScenario", "the scenario is not searched for keys"],
  ["matchCreatorNotes", "the creator's notes are not searched for keys"],
];

/** Without recursion there is nothing to keep an entry out of. */
const UNOBEYED_IN_RECURSION: readonly (readonly [EntryField, string])[] = [
  ["excludeRecursion", "is kept, but not obeyed yet: other entries may start this one"],
  ["preventRecursion", "is kept, but not obeyed yet: this entry may start others"],
];

/** Reports what an entry asks for that will not happen. The original row keeps all of it. */
export function reportUnobeyed(row: EntryRow, content: string, isRecursive: boolean): void {
  for (const [field, message] of isRecursive ? [...UNOBEYED, ...UNOBEYED_IN_RECURSION] : UNOBEYED)
    if (asksForSomething(readField(row, field))) reportField(row, field, message);
  const decorators = decoratorsOf(content);
  if (decorators.length > 0)
    reportField(row, "content", `the decorators ${decorators.join(", ")} stay in the text and are not obeyed yet`);
}

function asksForSomething(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (!isJsonObject(value)) return Boolean(value);
  return ["names", "tags"].some((list) => asksForSomething(value[list]));
}

/** The `@@name` lines a text begins with. */
function decoratorsOf(content: string): string[] {
  if (!content.startsWith("@@")) return [];
  const names: string[] = [];
  for (const line of content.split("\n")) {
    const name = /^@@@?[\w-]+/.exec(line)?.[0];
    if (name === undefined) break;
    names.push(name);
  }
  return names;
}
