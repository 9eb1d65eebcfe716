import type { VNode } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { BOT_TABS, type BotTab } from "../bots/bot-draft.ts";
import { EditorContext } from "../bots/editor-context.ts";
import { EditorForm } from "../bots/editor-form.tsx";
import { hasBegun, NEW_BOT, openEditor } from "../bots/open-editor.ts";
import { SaveBar } from "../bots/save-bar.tsx";
import { TEMPLATES, type Template } from "../bots/templates.ts";
import { useApp } from "../ui/app-context.ts";
import { LateIcon } from "../ui/late-icon.tsx";
import { deviceMemory } from "./device-memory.ts";
import { dropFile } from "./dropped-file.ts";
import { SessionWait } from "./session-wait.tsx";
import "../styles/workbench.css";

/** `/bots/new`: from a template, a card, or nothing. What was begun and not saved is taken up again. */
export function NewBotPage(): VNode {
  const { session } = useApp();
  useEffect(() => {
    document.title = "New bot · BotCafe";
    void session.ensure();
  }, []);
  const user_id = session.me.value?.id ?? null;
  return user_id === null ? <SessionWait /> : <NewBot key={user_id} user_id={user_id} />;
}

function NewBot({ user_id }: { user_id: string }): VNode {
  const { api, toasts } = useApp();
  const { route } = useLocation();
  const [isBegun, setBegun] = useState(() => hasBegun(deviceMemory.storage, user_id));
  const [tab, setTab] = useState<BotTab>("persona");
  const editor = useMemo(() => openEditor(api, deviceMemory.storage, user_id, NEW_BOT), []);
  const save = async () => {
    const bot = await editor.save();
    if (!bot) return false;
    toasts.say(`${bot.name} is made.`);
    // The form goes on there: were its code still to come, what is typed meanwhile would lose its field.
    await import("./bots-editor-page.tsx").catch(() => undefined);
    route(`/bots/${bot.id}/${BOT_TABS[0]}`, true);
    return true;
  };
  const begin = ({ draft }: Template) => {
    editor.edit(draft);
    setBegun(true);
  };
  if (!isBegun) return <Beginnings onBegin={begin} />;
  return (
    <EditorContext.Provider value={editor}>
      <div class="page editor-page">
        <header class="editor-head">
          <div class="editor-title">
            <h1>New bot</h1>
            <p>Private until you share it.</p>
          </div>
          <button
            type="button"
            class="button button-small"
            onClick={() => {
              editor.discard();
              setBegun(false);
            }}
          >
            Begin differently
          </button>
        </header>
        <EditorForm tab={tab} onTab={setTab} onSave={save} />
        <SaveBar onSave={save} />
      </div>
    </EditorContext.Provider>
  );
}

function Beginnings({ onBegin }: { onBegin: (template: Template) => void }): VNode {
  const { route } = useLocation();
  return (
    <section
      class="page"
      aria-label="New bot"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (dropFile(event.dataTransfer)) route("/import");
      }}
    >
      <header class="page-head">
        <h1>New bot</h1>
      </header>
      <ul class="template-cards">
        {TEMPLATES.map((template) => (
          <li key={template.id}>
            <button type="button" class="template-card" onClick={() => onBegin(template)}>
              <b>{template.title}</b>
              <span>{template.about}</span>
            </button>
          </li>
        ))}
        <li>
          <a class="template-card template-import" href="/import">
            <b>
              <LateIcon name="upload" />
              Bring one along
            </b>
            <span>Character cards as PNG, JSON or CHARX, with their books. Drop one anywhere here.</span>
          </a>
        </li>
      </ul>
    </section>
  );
}
