import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { RadioGroup } from "../ui/choice-group.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { sizeWords } from "../ui/size-words.ts";
import { download, fetchRoomFile, type RoomFormat } from "./room-file-calls.ts";

const FORMATS = [
  { value: "md", label: "Markdown", hint: "To read, print or keep" },
  { value: "json", label: "JSON", hint: "Everything, with every take, for programs" },
  { value: "jsonl", label: "SillyTavern", hint: "A chat file; takes become swipes" },
] as const satisfies readonly { readonly value: RoomFormat; readonly label: string; readonly hint: string }[];

type Progress =
  | { readonly at: "asking" }
  | { readonly at: "coming"; readonly bytes: number }
  | { readonly at: "saved"; readonly name: string; readonly bytes: number }
  | { readonly at: "failed"; readonly words: string };

/** The talk as a file of one's own. Closing the dialog breaks off what is still coming. */
export function ExportDialog({ room_id, onClose }: { room_id: string; onClose: () => void }): VNode {
  const [format, setFormat] = useState<RoomFormat>("md");
  const { progress, start, forget } = useRoomFile(room_id);
  const isBusy = progress?.at === "asking" || progress?.at === "coming";
  return (
    <Dialog
      title="Export this room"
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>
            {progress?.at === "saved" ? "Close" : "Cancel"}
          </button>
          <button
            type="button"
            class="button button-primary"
            disabled={isBusy}
            aria-busy={isBusy}
            onClick={() => void start(format)}
          >
            {progress?.at === "failed" ? "Try again" : "Save file"}
          </button>
        </>
      }
    >
      <p>Every message you can read here, from the first one on. Pictures are named; the file holds none.</p>
      <RadioGroup
        label="Kind of file"
        value={format}
        choices={FORMATS.map((choice) => ({ ...choice, disabled: isBusy }))}
        onValue={(next) => {
          setFormat(next);
          forget();
        }}
      />
      <ExportProgress progress={progress} />
    </Dialog>
  );
}

function ExportProgress({ progress }: { progress: Progress | null }): VNode {
  return (
    <>
      <p role="status">
        {progress?.at === "asking" && "Gathering the messages…"}
        {progress?.at === "coming" && "Being saved"}
        {progress?.at === "saved" && (
          <>
            Saved as <bdi>{progress.name}</bdi>, {sizeWords(progress.bytes)}.
          </>
        )}
        {progress?.at === "coming" && <span aria-hidden="true">: {sizeWords(progress.bytes)} so far…</span>}
      </p>
      {progress?.at === "failed" && (
        <p class="field-problem" role="alert">
          {progress.words}
        </p>
      )}
    </>
  );
}

function useRoomFile(room_id: string) {
  const { api } = useApp();
  const [progress, setProgress] = useState<Progress | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = async (format: RoomFormat) => {
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    setProgress({ at: "asking" });
    const onBytes = (bytes: number) => setProgress({ at: "coming", bytes });
    const answer = await fetchRoomFile(api, { room_id, format, signal, onBytes });
    if (signal.aborted) return;
    if (!answer.ok) return setProgress({ at: "failed", words: `The file was not made. ${answer.problem.detail}` });
    download(answer.value);
    return setProgress({ at: "saved", name: answer.value.name, bytes: answer.value.blob.size });
  };
  return { progress, start, forget: () => setProgress(null) };
}
