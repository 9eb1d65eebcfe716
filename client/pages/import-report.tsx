import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import * as z from "zod/mini";
import type { ApiProblem } from "../state/ports.ts";
import { useApp } from "../ui/app-context.ts";
import { entriesWords, type ImportOutcome, type ImportPreview } from "./import-answers.ts";
import { titleOf } from "./room-title.ts";

interface PreviewCardProps {
  readonly preview: ImportPreview;
  readonly isBusy: boolean;
  readonly onImport: () => void;
}

/** What the file would become. Nothing is made yet. */
export function PreviewCard({ preview, isBusy, onImport }: PreviewCardProps): VNode {
  return (
    <section class="card" aria-label="What this file becomes">
      <h2>This file becomes</h2>
      <Made preview={preview} />
      <Warnings warnings={preview.warnings} />
      <button type="button" class="button button-primary" disabled={isBusy} onClick={onImport}>
        Import
      </button>
    </section>
  );
}

/** What was made, what was changed on the way, and what to do with it. */
export function ImportReport({ preview, outcome }: { preview: ImportPreview; outcome: ImportOutcome }): VNode {
  return (
    <section class="card" aria-label="Imported">
      <h2>Imported</h2>
      <Made preview={preview} />
      <Warnings warnings={outcome.warnings} />
      {outcome.bots.length > 0 ? (
        <StartRoom bot_ids={outcome.bots} title={titleOf(preview.bots)} />
      ) : (
        <p class="page-note">{entriesWords(outcome.knowledge)} saved. Link the tome to a bot to use it.</p>
      )}
    </section>
  );
}

function Made({ preview }: { preview: ImportPreview }): VNode {
  return (
    <ul class="made">
      {preview.bots.map(({ name, description }) => (
        <li key={name}>
          <span class="bot-label">BOT</span> <bdi class="made-name">{name}</bdi>
          {description && <span class="made-about">{description}</span>}
        </li>
      ))}
      {preview.knowledge_collections.map(({ name, entries }) => (
        <li key={name}>
          <span class="tome-label">TOME</span> <bdi class="made-name">{name}</bdi> · {entriesWords(entries)}
        </li>
      ))}
    </ul>
  );
}

/** What could not be kept as it was, by row of the file. */
function Warnings({ warnings }: Pick<ImportPreview, "warnings">): VNode {
  if (warnings.length === 0) return <p class="page-note">Everything in it is kept.</p>;
  return (
    <details class="import-warnings" open={warnings.length <= 8}>
      <summary>{warnings.length === 1 ? "1 thing to know" : `${warnings.length} things to know`}</summary>
      <ul>
        {warnings.map(({ row, field, message }, at) => (
          <li key={`${at} ${row} ${field}`}>
            <span class="warning-place">{row < 0 ? field : `entry ${row + 1} · ${field}`}</span> {message}
          </li>
        ))}
      </ul>
    </details>
  );
}

const Created = z.object({ id: z.string() });

function StartRoom({ bot_ids, title }: { bot_ids: readonly string[]; title: string }): VNode {
  const { api } = useApp();
  const { route } = useLocation();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const start = async () => {
    const answer = await api.call("POST", "/conversations", Created, { body: { bot_ids, title } });
    if (answer.ok) route(`/r/${answer.value.id}`);
    else setProblem(answer.problem);
  };
  return (
    <>
      {problem && (
        <p class="form-problem" role="alert">
          {problem.detail}
        </p>
      )}
      <button type="button" class="button button-primary" onClick={() => void start()}>
        Start a room
      </button>
    </>
  );
}
