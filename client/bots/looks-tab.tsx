import type { VNode } from "preact";
import { markOf } from "../discover/portrait.tsx";
import { sentenceOf, useEditor } from "./editor-context.ts";
import { PictureField } from "./picture-field.tsx";

/** What it looks like. */
export function LooksTab(): VNode {
  const editor = useEditor();
  const { name, picture } = editor.draft.value;
  return (
    <div class="form">
      <PictureField
        name={name}
        mark={markOf(editor.bot.value?.id ?? "")}
        picture={picture}
        problem={sentenceOf(editor.fieldProblems.value.picture)}
        onPicture={(id) => editor.edit({ picture: id })}
      />
    </div>
  );
}
