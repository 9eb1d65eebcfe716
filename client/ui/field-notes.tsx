import type { ComponentChildren, VNode } from "preact";

interface FieldNotesProps {
  /** Of the control: its notes are `${id}-hint` and `${id}-problem`, by which it is described. */
  readonly id: string;
  readonly hint?: ComponentChildren;
  readonly problem?: string | undefined;
}

/** What stands below a control: what it is for, and what is wrong with it. */
export function FieldNotes({ id, hint, problem }: FieldNotesProps): VNode {
  return (
    <>
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p class="field-problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </>
  );
}
