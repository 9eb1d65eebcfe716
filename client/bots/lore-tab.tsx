import type { VNode } from "preact";
import * as z from "zod/mini";
import { entriesWords } from "../pages/import-answers.ts";
import { useApp } from "../ui/app-context.ts";
import { EmptyState, ErrorBlock, Skeleton } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { sentenceOf, useEditor } from "./editor-context.ts";

const Tome = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  sharing_settings: z.object({ knowledge_count: z.number() }),
});
const Tomes = z.object({ docs: z.array(Tome) });
type Tome = z.infer<typeof Tome>;

/** Which tomes it reads: whatever wakes in them is told to it. */
export function LoreTab(): VNode {
  const { api, session } = useApp();
  const editor = useEditor();
  const user = session.me.value?.id ?? null;
  const answer = useAnswer(user, (signal) => api.call("GET", "/knowledge-collections?limit=100", Tomes, { signal }));
  const linked = editor.draft.value.knowledge_collections;
  const toggle = (id: string) =>
    editor.edit({ knowledge_collections: linked.includes(id) ? linked.filter((one) => one !== id) : [...linked, id] });
  const tomes = answer.value?.docs;
  const unseen = tomes ? linked.filter((id) => !tomes.some((tome) => tome.id === id)) : [];
  const problem = sentenceOf(editor.fieldProblems.value.knowledge_collections);
  return (
    <div class="form">
      <p class="page-note">
        A tome is a book of entries that wake when something in the talk calls for them. Several bots may read one tome.
      </p>
      {answer.problem && <ErrorBlock problem={answer.problem} onRetry={answer.reload} />}
      {!tomes && !answer.problem && <Skeleton rows={3} onRetry={answer.reload} />}
      {tomes?.length === 0 && unseen.length === 0 && (
        <EmptyState
          title="No tomes yet"
          action={
            <a class="button" href="/import">
              Import a lorebook
            </a>
          }
        >
          What the bot shall know, beyond what it is told, is kept in tomes.
        </EmptyState>
      )}
      {problem && <p class="form-problem">{problem}</p>}
      <ul class="tome-list">
        {tomes?.map((tome) => (
          <TomeChoice key={tome.id} tome={tome} isLinked={linked.includes(tome.id)} onToggle={() => toggle(tome.id)} />
        ))}
        {unseen.map((id) => (
          <li key={id} class="tome-choice">
            <label>
              <input type="checkbox" checked onChange={() => toggle(id)} />
              <span class="tome-words">
                <b>A tome of somebody else</b>
                <span class="tome-about">You may not read it. Unlinked, only its owner can link it again.</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface TomeChoiceProps {
  readonly tome: Tome;
  readonly isLinked: boolean;
  readonly onToggle: () => void;
}

const TomeChoice = ({ tome, isLinked, onToggle }: TomeChoiceProps): VNode => (
  <li class="tome-choice">
    <label>
      <input type="checkbox" checked={isLinked} onChange={onToggle} />
      <span class="tome-words">
        <b>
          <bdi>{tome.name}</bdi>
        </b>
        <span class="tome-about" dir="auto">
          {tome.description || "No description"}
        </span>
      </span>
      <span class="tome-count">{entriesWords(tome.sharing_settings.knowledge_count)}</span>
    </label>
  </li>
);
