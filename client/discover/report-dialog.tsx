import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Reportable } from "../../shared/fields/reports.ts";
import { NOTHING } from "../net/api.ts";
import type { ApiProblem } from "../state/ports.ts";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextArea } from "../ui/field.tsx";
import { REPORT_WORDS } from "./report-words.ts";

interface ReportDialogProps {
  readonly of: Reportable;
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}

const CHOICES = [
  { value: "", label: "Choose a reason" },
  ...Object.entries(REPORT_WORDS).map(([value, label]) => ({ value, label })),
];
const MAX_NOTE = 2_000;

/** Tells the staff of something, with a reason and, if one wants, in one's own words. */
export function ReportDialog({ of, id, name, onClose }: ReportDialogProps): VNode {
  const { api, session, toasts } = useApp();
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const send = async () => {
    setBusy(true);
    const me = await session.ensure();
    const body = { resource_type: of, resource_id: id, reason, note: note.trim() };
    const answer = me && (await api.call("POST", "/reports", NOTHING, { body }));
    setBusy(false);
    if (answer?.ok) {
      toasts.say("Reported. Our staff will look at it.");
      onClose();
    } else setProblem(answer === null ? session.problem.peek() : answer.problem);
  };
  const actions = (
    <>
      <button type="button" class="button" onClick={onClose}>
        Cancel
      </button>
      <button
        type="button"
        class="button button-primary"
        disabled={reason === "" || isBusy}
        onClick={() => void send()}
      >
        Report
      </button>
    </>
  );
  return (
    <Dialog title={`Report ${name}`} actions={actions} onClose={onClose}>
      <SelectField label="What is wrong" value={reason} choices={CHOICES} onValue={setReason} />
      <TextArea
        label="In your words (can be left empty)"
        hint="Only our staff read this."
        value={note}
        maxLength={MAX_NOTE}
        onValue={setNote}
      />
      {problem && (
        <p class="form-problem" role="alert">
          {problem.detail}
        </p>
      )}
    </Dialog>
  );
}
