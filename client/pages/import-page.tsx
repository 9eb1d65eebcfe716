import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ApiProblem } from "../state/ports.ts";
import { useApp } from "../ui/app-context.ts";
import { LateIcon } from "../ui/late-icon.tsx";
import { takeDroppedFile } from "./dropped-file.ts";
import { type ImportOutcome, type ImportPreview, previewImport, runImport } from "./import-answers.ts";
import { ImportReport, PreviewCard } from "./import-report.tsx";
import "../styles/workbench.css";

/** Where an import stands: nothing chosen, a file looked at, made. */
interface ImportState {
  readonly file: File | null;
  readonly preview: ImportPreview | null;
  readonly outcome: ImportOutcome | null;
  readonly problem: ApiProblem | null;
  readonly isBusy: boolean;
}
const NOTHING: ImportState = { file: null, preview: null, outcome: null, problem: null, isBusy: false };

/** `/import`: a character card or a lorebook becomes a bot and a tome. Looked at first, made when asked. */
export function ImportPage(): VNode {
  const { state, look, make, again } = useImport();
  const { file, preview, outcome, problem, isBusy } = state;
  useEffect(() => {
    document.title = "Import · BotCafe";
    const dropped = takeDroppedFile();
    if (dropped) void look(dropped);
  }, []);
  return (
    <section
      class="page"
      aria-label="Import"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const dropped = event.dataTransfer?.files[0];
        if (dropped) void look(dropped);
      }}
    >
      <header class="page-head">
        <h1>Import</h1>
      </header>
      <ChooseFile onChoose={(chosen) => void look(chosen)} />
      <div class="import-state" role="status">
        {isBusy && <p class="page-note">{preview ? "Making it…" : `Reading ${file?.name ?? "the file"}…`}</p>}
      </div>
      {problem && (
        <div class="error-block" role="alert">
          <LateIcon name="warning" />
          <p>
            <bdi>{file?.name}</bdi> could not be {preview ? "imported" : "read"}.{" "}
            {problem.errors[0]?.message ?? problem.detail}
          </p>
          <button type="button" class="button button-small" onClick={() => void (preview ? make() : again())}>
            Try again
          </button>
        </div>
      )}
      {preview && !outcome && <PreviewCard preview={preview} isBusy={isBusy} onImport={() => void make()} />}
      {preview && outcome && <ImportReport preview={preview} outcome={outcome} />}
    </section>
  );
}

function useImport() {
  const { api, session } = useApp();
  const [state, setState] = useState<ImportState>(NOTHING);
  const look = async (file: File) => {
    setState({ ...NOTHING, file, isBusy: true });
    await session.ensure();
    const answer = await previewImport(api, file);
    setState({ ...NOTHING, file, ...(answer.ok ? { preview: answer.value } : { problem: answer.problem }) });
  };
  const make = async () => {
    const { file } = state;
    if (!file) return;
    setState({ ...state, problem: null, isBusy: true });
    const answer = await runImport(api, file);
    setState({ ...state, isBusy: false, ...(answer.ok ? { outcome: answer.value } : { problem: answer.problem }) });
  };
  const again = async () => {
    if (state.file) await look(state.file);
  };
  return { state, look, make, again };
}

function ChooseFile({ onChoose }: { onChoose: (file: File) => void }): VNode {
  return (
    <label class="drop-zone">
      <LateIcon name="upload" />
      <span>
        <strong>Choose a file</strong>, or drop one here
      </span>
      <span class="page-note">
        Character cards as PNG, JSON or CHARX; lorebooks as JSON. It stays on this café’s server.
      </span>
      <input
        type="file"
        class="sr-only"
        accept=".png,.apng,.json,.charx"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onChoose(file);
          currentTarget.value = "";
        }}
      />
    </label>
  );
}
