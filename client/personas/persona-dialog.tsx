import type { VNode } from "preact";
import { useId, useState } from "preact/hooks";
import { PictureField } from "../bots/picture-field.tsx";
import type { ApiProblem } from "../state/ports.ts";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Persona, type PersonaDraft, personaBody, personaChanges, personaField } from "./persona-draft.ts";
import { PersonaFields } from "./persona-fields.tsx";

interface PersonaDialogProps {
  /** Null makes one. */
  readonly id: string | null;
  readonly start: PersonaDraft;
  readonly onClose: () => void;
  readonly onSaved: (persona: Persona) => void;
}

/** All of one persona. Closing with something written asks first. */
export function PersonaDialog({ id, start, onClose, onSaved }: PersonaDialogProps): VNode {
  const { draft, edit, problem, isBusy, save, isChanged } = usePersona({ id, start, onSaved });
  const [isAsking, setAsking] = useState(false);
  const form = useId();
  const close = () => (isChanged && !isAsking ? setAsking(true) : onClose());
  const wrong = (name: string) => problem?.errors.find(({ path }) => personaField(path) === name)?.message;
  const isNamed = problem?.errors.some(({ path }) => personaField(path) in draft) ?? false;
  return (
    <Dialog
      title={id === null ? "New persona" : draft.name || "Persona"}
      onClose={close}
      actions={
        <>
          {isAsking && <p class="dialog-question">Close without saving?</p>}
          <button type="button" class="button" onClick={isAsking ? onClose : close}>
            {isAsking ? "Throw away" : "Cancel"}
          </button>
          <button
            type="submit"
            form={form}
            class="button button-primary"
            disabled={isBusy || draft.name.trim() === "" || draft.description.trim() === ""}
          >
            {id === null ? "Make the persona" : "Save"}
          </button>
        </>
      }
    >
      <form
        id={form}
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {problem && !isNamed && (
          <p class="form-problem" role="alert">
            {problem.detail}
          </p>
        )}
        <PersonaFields draft={draft} edit={edit} wrong={wrong} />
        <details class="persona-more" open={draft.avatar !== ""}>
          <summary>Picture</summary>
          <PictureField
            name={draft.name}
            picture={draft.avatar}
            problem={wrong("avatar")}
            onPicture={(avatar) => edit({ avatar })}
          />
        </details>
      </form>
    </Dialog>
  );
}

function usePersona({ id, start, onSaved }: Omit<PersonaDialogProps, "onClose">) {
  const { api } = useApp();
  const [draft, setDraft] = useState(start);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const edit = (changes: Partial<PersonaDraft>) => setDraft((before) => ({ ...before, ...changes }));
  const save = async () => {
    setBusy(true);
    const answer =
      id === null
        ? await api.call("POST", "/personas", Persona, { body: personaBody(draft) })
        : await api.call("PATCH", `/personas/${id}`, Persona, { body: personaChanges(start, draft) });
    setBusy(false);
    if (answer.ok) onSaved(answer.value);
    else setProblem(answer.problem);
  };
  return { draft, edit, problem, isBusy, save, isChanged: JSON.stringify(draft) !== JSON.stringify(start) };
}
