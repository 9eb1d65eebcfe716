import type { VNode } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { mayDo } from "../bots/bot-answers.ts";
import { BOT_TABS, type BotTab } from "../bots/bot-draft.ts";
import type { BotEditor } from "../bots/bot-editor.ts";
import { ConflictDialog } from "../bots/conflict-dialog.tsx";
import { EditorContext } from "../bots/editor-context.ts";
import { EditorForm } from "../bots/editor-form.tsx";
import { EditorHead } from "../bots/editor-head.tsx";
import { EditorSkeleton } from "../bots/editor-skeleton.tsx";
import { openEditor } from "../bots/open-editor.ts";
import { SaveBar } from "../bots/save-bar.tsx";
import { useApp } from "../ui/app-context.ts";
import { ErrorBlock } from "../ui/states.tsx";
import { deviceMemory } from "./device-memory.ts";
import { SignInFirst } from "./sign-in-first.tsx";
import "../styles/workbench.css";

/** `/bots/:id/:tab`: a bot of one's own, or one that was shared for editing. */
export function BotEditorPage(): VNode {
  const { session } = useApp();
  const { id = "", tab } = useRoute().params;
  const user_id = session.me.value?.id ?? null;
  if (session.state.value === "signed_out") return <SignInFirst what="Bots are written by who they belong to." />;
  if (user_id === null) return <EditorSkeleton />;
  const shown = BOT_TABS.find((name) => name === tab) ?? "persona";
  return <OpenEditor key={`${user_id} ${id}`} id={id} user_id={user_id} tab={shown} />;
}

function OpenEditor({ id, user_id, tab }: { id: string; user_id: string; tab: BotTab }): VNode {
  const { api } = useApp();
  const { route } = useLocation();
  const editor = useMemo(() => openEditor(api, deviceMemory.storage, user_id, id), []);
  const bot = editor.bot.value;
  const problem = editor.problem.value;
  const load = () => void editor.load();
  useEffect(load, []);
  useEffect(() => {
    if (bot) document.title = `${bot.name} · Bots · BotCafe`;
  }, [bot?.name]);
  const save = useSave(editor);
  if (!bot) {
    if (!problem) return <EditorSkeleton onRetry={load} />;
    return problem.status === 404 ? <NoSuchBot /> : <FailedBot onRetry={load} problem={problem} />;
  }
  if (!mayDo(bot.right, "write")) return <NotYours editor={editor} />;
  return (
    <EditorContext.Provider value={editor}>
      <div class="page editor-page">
        <EditorHead bot={bot} />
        <EditorForm tab={tab} onTab={(next) => route(`/bots/${id}/${next}`, true)} onSave={save} />
        <SaveBar onSave={save} />
      </div>
      <ConflictDialog />
    </EditorContext.Provider>
  );
}

/** Saves and says so. True where all is saved. */
function useSave(editor: BotEditor): () => Promise<boolean> {
  const { toasts } = useApp();
  return useMemo(
    () => async () => {
      const hadChanges = editor.unsaved.peek().length > 0;
      const isSaved = (await editor.save()) !== null;
      if (isSaved && hadChanges) toasts.say("Saved.");
      return isSaved;
    },
    [editor],
  );
}

const FailedBot = ({ problem, onRetry }: Parameters<typeof ErrorBlock>[0]): VNode => (
  <div class="page">
    <ErrorBlock problem={problem} onRetry={onRetry} />
  </div>
);

const NoSuchBot = (): VNode => (
  <div class="page-block">
    <h1>No such bot</h1>
    <p>It was deleted, or it is not shared with you.</p>
    <a class="button button-primary" href="/bots">
      My bots
    </a>
  </div>
);

function NotYours({ editor }: { editor: BotEditor }): VNode {
  const bot = editor.bot.value;
  return (
    <div class="page-block">
      <h1>
        <bdi>{bot?.name}</bdi>
      </h1>
      <p>
        You may talk with this bot, but not change it. It belongs to <bdi>{bot?.creator_display_name}</bdi>.
      </p>
      <div class="button-row">
        <a class="button button-primary" href={`/${bot?.creator_username}/${bot?.slug}`}>
          See its page
        </a>
        <a class="button" href="/bots">
          My bots
        </a>
      </div>
    </div>
  );
}
