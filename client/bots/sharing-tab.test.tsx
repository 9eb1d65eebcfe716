// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import { type App, AppContext } from "../ui/app-context.ts";
import { mount } from "../ui/testing/mount.tsx";
import { BotEditor } from "./bot-editor.ts";
import { EditorContext } from "./editor-context.ts";
import { PersonaTab } from "./persona-tab.tsx";
import { SharingTab } from "./sharing-tab.tsx";
import { MARA } from "./testing/edited-bot.ts";

test("[BED7] who may edit and not manage sees visibility and address, and can change neither", async () => {
  const storage = { get: () => null, set: () => undefined, remove: () => undefined };
  const answer = async () => ({ ok: true, value: { ...MARA, right: "write" }, etag: "e1" }) as const;
  const editor = new BotEditor({ storage, storageKey: "k", load: answer, save: answer });
  await editor.load();
  const app = { session: { me: signal(null) } } as unknown as App;
  const { root } = await mount(
    <AppContext.Provider value={app}>
      <EditorContext.Provider value={editor}>
        <SharingTab />
        <PersonaTab />
      </EditorContext.Provider>
    </AppContext.Provider>,
  );
  const isLocked = (input: Element) => input.closest("fieldset:disabled") !== null || input.matches(":disabled");
  const choices = [...root.querySelectorAll<HTMLInputElement>("input[type=radio]")];
  const texts = [...root.querySelectorAll<HTMLInputElement>("input:not([type=radio])")];
  expect(choices.filter(({ checked }) => checked)).toHaveLength(1);
  expect(choices.every(isLocked)).toBe(true);
  expect(texts.filter(isLocked).map(({ value }) => value)).toEqual(["mara"]);
  expect(root.textContent).toContain("its owner's to say");
});
