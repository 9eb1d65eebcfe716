import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { mayDo, type Right } from "./bot-answers.ts";
import type { BotDraft, BotField } from "./bot-draft.ts";
import type { BotEditor } from "./bot-editor.ts";

export const EditorContext = createContext<BotEditor | null>(null);

/** @throws When used outside an editor: a bug. */
export function useEditor(): BotEditor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("no bot editor around this component");
  return editor;
}

/** Whether the reader holds `needed` on the bot; on one that is yet to be made they hold all. */
export const useRight = (needed: Right): boolean => mayDo(useEditor().bot.value?.right ?? "owner", needed);

/** Names of the fields that are one text. */
export type TextName = { [Name in BotField]: BotDraft[Name] extends string ? Name : never }[BotField];

/** What ties a field of the form to the draft. */
export function useTextField(name: TextName) {
  const editor = useEditor();
  return {
    value: editor.draft.value[name],
    problem: sentenceOf(editor.fieldProblems.value[name]),
    onValue: (value: string) => editor.edit({ [name]: value }),
  };
}

/** The server's words for a field begin with a verb. */
export const sentenceOf = (problem: string | undefined): string | undefined =>
  problem === undefined ? undefined : `This ${problem}`;
