import type { VNode } from "preact";
import * as z from "zod/mini";
import { NOTHING } from "../net/api.ts";
import { useApp } from "../ui/app-context.ts";
import { sizeWords } from "../ui/size-words.ts";
import { ErrorBlock, Skeleton } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";

const Upload = z.object({
  id: z.string(),
  alt: z.string(),
  url: z.string(),
  filename: z.string(),
  filesize: z.number(),
  width: z.number(),
  height: z.number(),
});
type Upload = z.infer<typeof Upload>;
const Page = z.object({ docs: z.array(Upload), totalDocs: z.optional(z.nullable(z.number())) });

/** Pictures one uploaded, with their sizes; those that are shown somewhere say so when one tries to delete them. */
export function Uploads({ user_id }: { user_id: string }): VNode {
  const { api, toasts } = useApp();
  const uploads = useAnswer(user_id, (signal) => api.call("GET", "/media?limit=100", Page, { signal }));
  const docs = uploads.value?.docs ?? [];
  const total = docs.reduce((sum, { filesize }) => sum + filesize, 0);
  const remove = async ({ id, filename }: Upload) => {
    const answer = await api.call("DELETE", `/media/${id}`, NOTHING);
    toasts.say(answer.ok ? `${filename} is deleted.` : answer.problem.detail, {
      tone: answer.ok ? "plain" : "problem",
    });
    uploads.reload();
  };
  return (
    <section id="setting-uploads" class="settings-card" aria-labelledby="uploads-title">
      <h2 id="uploads-title">My uploads</h2>
      {uploads.value === null && !uploads.problem && <Skeleton rows={1} size="line" onRetry={uploads.reload} />}
      {uploads.problem && <ErrorBlock problem={uploads.problem} onRetry={uploads.reload} />}
      {uploads.value && (
        <p>{docs.length === 0 ? "You have uploaded nothing." : `${countWords(docs.length)}, ${sizeWords(total)}.`}</p>
      )}
      <ul class="settings-rows">
        {docs.map((upload) => (
          <li key={upload.id} class="settings-row">
            <img class="upload-picture" src={upload.url} alt={upload.alt} width="48" height="48" loading="lazy" />
            <div class="settings-row-words">
              <p class="settings-row-name">
                <bdi>{upload.filename}</bdi>
              </p>
              <p class="field-hint">
                {sizeWords(upload.filesize)} · {upload.width} × {upload.height}
              </p>
            </div>
            <button type="button" class="button button-small" onClick={() => void remove(upload)}>
              Delete<span class="sr-only"> {upload.filename}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const countWords = (count: number): string => (count === 1 ? "1 picture" : `${count} pictures`);
