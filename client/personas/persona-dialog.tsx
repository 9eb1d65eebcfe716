import type { VNode } from "preact";
import { useId, useMemo, useState } from "preact/hooks";
import { ClashView } from "../bots/clash-view.tsx";
import { PictureField } from "../bots/picture-field.tsx";
import { deviceMemory } from "../pages/device-memory.ts";
import { SPEAKER_MARKS } from "../room/speaker-marks.ts";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Persona, type PersonaDraft, personaField } from "./persona-draft.ts";
import { PersonaEditor } from "./persona-editor.ts";
import { PersonaFields } from "./persona-fields.tsx";
import { PERSONA_FIELD_WORDS } from "./persona-words.ts";

interface PersonaDialogProps {
  /** Null makes one. */
  readonly id: string | null;
  readonly start: PersonaDraft;
  readonly onClose: () => void;
  readonly onSaved: (persona: Persona) => void;
}

/** All of one persona. Closing with something written asks first; a page that is lost has it still the next time. */
export function PersonaDialog({ id, start, onClose, onSaved }: PersonaDialogProps): VNode {
  const editor = usePersona(id, start);
  const [isAsking, setAsking] = useState(false);
  const form = useId();
  const { name, description } = editor.draft.value;
  const isOpen = editor.clashes.value.length > 0;
  const close = () => {
    setAsking(true);
    if (editor.isChanged.peek() && !isAsking) return;
    editor.discard();
    onClose();
  };
  const save = async () => {
    const persona = await editor.save();
    if (persona) onSaved(persona);
  };
  const isReady = !editor.isBusy.value && name.trim() !== "" && description.trim() !== "";
  return (
    <Dialog
      title={id === null ? "New persona" : name || "Persona"}
      onClose={close}
      actions={
        isOpen ? (
          <ClashActions editor={editor} />
        ) : (
          <>
            {isAsking && <p class="dialog-question">Close without saving?</p>}
            <button type="button" class="button" onClick={close}>
              {isAsking ? "Throw away" : "Cancel"}
            </button>
            <button type="submit" form={form} class="button button-primary" disabled={!isReady}>
              {id === null ? "Make the persona" : "Save"}
            </button>
          </>
        )
      }
    >
      {isOpen ? (
        <Clashes editor={editor} />
      ) : (
        <PersonaForm
          id={form}
          editor={editor}
          onSubmit={() => {
            setAsking(false);
            void save();
          }}
        />
      )}
    </Dialog>
  );
}

interface PersonaFormProps {
  readonly id: string;
  readonly editor: PersonaEditor;
  readonly onSubmit: () => void;
}

function PersonaForm({ id, editor, onSubmit }: PersonaFormProps): VNode {
  const draft = editor.draft.value;
  const problem = editor.problem.value;
  const edit = (changes: Partial<PersonaDraft>) => editor.edit(changes);
  const wrong = (name: string) => problem?.errors.find(({ path }) => personaField(path) === name)?.message;
  const isNamed = problem?.errors.some(({ path }) => personaField(path) in draft) ?? false;
  return (
    <form
      id={id}
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {editor.isRestored && editor.isChanged.value && (
        <p class="notice" role="status">
          From your last visit, and not saved yet.
        </p>
      )}
      {problem && !isNamed && (
        <p class="form-problem" role="alert">
          {problem.detail} What you wrote is kept on this device.
        </p>
      )}
      <PersonaFields draft={draft} edit={edit} wrong={wrong} />
      <details class="persona-more" open={draft.avatar !== ""}>
        <summary>Picture</summary>
        <PictureField
          name={draft.name}
          mark={SPEAKER_MARKS}
          picture={draft.avatar}
          problem={wrong("avatar")}
          onPicture={(avatar) => edit({ avatar })}
        />
      </details>
    </form>
  );
}

const Clashes = ({ editor }: { editor: PersonaEditor }): VNode => (
  <>
    <p role="status">
      Another device changed the same meanwhile. Nothing is saved yet: what you choose stands in the form.
    </p>
    {editor.clashes.value.map((clash) => (
      <ClashView key={clash.field} of={PERSONA_FIELD_WORDS[clash.field]} {...clash} />
    ))}
  </>
);

const ClashActions = ({ editor }: { editor: PersonaEditor }): VNode => (
  <>
    <button type="button" class="button" onClick={() => editor.settle("theirs")}>
      Take theirs
    </button>
    <button type="button" class="button button-primary" onClick={() => editor.settle("mine")}>
      Keep mine
    </button>
  </>
);

function usePersona(id: string | null, start: PersonaDraft): PersonaEditor {
  const { api, session } = useApp();
  return useMemo(
    () =>
      new PersonaEditor(
        {
          storage: deviceMemory.storage,
          storageKey: `persona_draft ${session.me.peek()?.id} ${id ?? "new"}`,
          load: id === null ? null : () => api.call("GET", `/personas/${id}`, Persona),
          save: (body, etag) =>
            id === null
              ? api.call("POST", "/personas", Persona, { body })
              : api.call("PATCH", `/personas/${id}`, Persona, { body, ...(etag !== undefined && { if_match: etag }) }),
        },
        start,
      ),
    [],
  );
}
