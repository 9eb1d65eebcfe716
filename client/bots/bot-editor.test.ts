import { expect, test, vi } from "vitest";
import type { ApiResult } from "../state/ports.ts";
import type { EditedBot } from "./bot-answers.ts";
import { BOT_TABS, bodyOf, draftOf, EMPTY_DRAFT, fieldOfPath, TAB_OF } from "./bot-draft.ts";
import { BotEditor } from "./bot-editor.ts";
import { MARA } from "./testing/edited-bot.ts";

const ok = (bot: EditedBot, etag: string): ApiResult<EditedBot> => ({ ok: true, value: bot, etag });
const refused = (code: string, errors: { path: string; message: string }[] = []): ApiResult<EditedBot> => ({
  ok: false,
  problem: { status: 400, code, detail: "No.", errors },
});

function setUp(kept = new Map<string, string>()) {
  const load = vi.fn(async () => ok(MARA, "e1"));
  const save = vi.fn(async (_body: object, _etag: string | undefined) => ok(MARA, "e2"));
  const storage = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string) => void kept.set(key, value),
    remove: (key: string) => void kept.delete(key),
  };
  const editor = new BotEditor({ storage, storageKey: "k", load, save });
  return { editor, load, save, kept };
}

test("[BED1] only what was touched is sent, with the version it was read from", async () => {
  const { editor, save } = setUp();
  await editor.load();
  editor.edit({ greeting: "Sit down.", tone: "", humor_style: "dark", age: "" });
  expect([...editor.unsavedTabs.value].toSorted()).toEqual(["behaviour", "persona"]);
  save.mockResolvedValueOnce(ok({ ...MARA, greeting: "Sit down." }, "e2"));
  await editor.save();
  expect(save).toHaveBeenCalledWith(
    { greeting: "Sit down.", age: null, personality_traits: { tone: null, humor_style: "dark" } },
    "e1",
  );
  expect([editor.unsaved.value, editor.draft.value.greeting]).toEqual([[], "Sit down."]);
  await editor.save();
  expect(save).toHaveBeenCalledTimes(1);
});

test("[BED2] edits outlive a reload on this device, and are forgotten once saved or thrown away", async () => {
  const { editor, kept } = setUp();
  await editor.load();
  editor.edit({ name: "Mara Quill" });
  const again = setUp(kept);
  await again.editor.load();
  expect([again.editor.draft.value.name, again.editor.isRestored.value]).toEqual(["Mara Quill", true]);
  again.editor.discard();
  expect([again.editor.draft.value.name, again.editor.isRestored.value, kept.size]).toEqual(["Mara", false, 0]);
});

test.each(["", "[]", "null", '{"mine": {"name": 3, "tags": [1]}, "base": 7}', "{"])(
  "[BED2] %s kept by something else hurts nobody",
  (text) => {
    const { editor } = setUp(new Map([["k", text]]));
    expect(editor.draft.value).toEqual(EMPTY_DRAFT);
  },
);

test("[BED3] a bot is made from what was written, and empty fields are left to the server", async () => {
  const { editor, save } = setUp();
  editor.edit({ name: "Nine", system_prompt: "Ask why.", tags: ["why", " "], tone: "playful" });
  await editor.save();
  const body = {
    name: "Nine",
    system_prompt: "Ask why.",
    tags: [{ tag: "why" }],
    personality_traits: { tone: "playful" },
  };
  expect(save).toHaveBeenCalledWith(body, undefined);
});

test("[BED4] what the server says of a field stands beside it until it is changed", async () => {
  const { editor, save } = setUp();
  await editor.load();
  editor.edit({ slug: "x", tags: ["a"] });
  save.mockResolvedValueOnce(
    refused("invalid", [
      { path: "slug", message: "is taken" },
      { path: "tags.0.tag", message: "too long" },
    ]),
  );
  expect(await editor.save()).toBeNull();
  expect(editor.fieldProblems.value).toEqual({ slug: "is taken", tags: "too long" });
  editor.edit({ slug: "y" });
  expect([editor.fieldProblems.value, editor.draft.value.tags]).toEqual([{ tags: "too long" }, ["a"]]);
});

test("[BED5] edits of an earlier visit are held against the bot as it is by now", async () => {
  const { editor, kept } = setUp();
  await editor.load();
  editor.edit({ greeting: "Mine.", name: "Mara Q." });
  const again = setUp(kept);
  again.load.mockResolvedValueOnce(ok({ ...MARA, greeting: "Theirs." }, "e9"));
  await again.editor.load();
  expect(again.editor.conflict.value?.clashes).toEqual([{ field: "greeting", mine: "Mine.", theirs: "Theirs." }]);
});

/** Two people: ours wrote name and greeting; theirs, meanwhile, greeting and description. */
async function clash() {
  const it = setUp();
  await it.editor.load();
  it.editor.edit({ name: "Mara Q.", greeting: "Mine." });
  it.save.mockResolvedValueOnce(refused("precondition_failed"));
  it.load.mockResolvedValueOnce(ok({ ...MARA, greeting: "Theirs.", description: "New." }, "e9"));
  await it.editor.save();
  return it;
}

test("[BED5] a lost race shows both versions of what both changed, and takes in the rest", async () => {
  const { editor } = await clash();
  expect(editor.conflict.value?.clashes).toEqual([{ field: "greeting", mine: "Mine.", theirs: "Theirs." }]);
  expect(editor.draft.value).toMatchObject({ name: "Mara Q.", greeting: "Mine.", description: "New." });
});

test("[BED5] mine is saved over the newer version; theirs takes the field back", async () => {
  const mine = await clash();
  mine.editor.settle("mine");
  await mine.editor.save();
  expect(mine.save).toHaveBeenLastCalledWith({ name: "Mara Q.", greeting: "Mine." }, "e9");
  const theirs = await clash();
  theirs.editor.settle("theirs");
  expect([theirs.editor.unsaved.value, theirs.editor.draft.value.greeting]).toEqual([["name"], "Theirs."]);
});

test("[BED6] words written while a save is on its way stay unsaved", async () => {
  const { editor, save } = setUp();
  await editor.load();
  editor.edit({ greeting: "One" });
  save.mockImplementationOnce(async () => {
    editor.edit({ greeting: "One two" });
    return ok({ ...MARA, greeting: "One" }, "e2");
  });
  await editor.save();
  expect([editor.draft.value.greeting, editor.unsaved.value]).toEqual(["One two", ["greeting"]]);
});

test("[BED6] a bot that was asked for before a save does not undo it", async () => {
  const { editor, load, save } = setUp();
  await editor.load();
  let answer: (bot: ApiResult<EditedBot>) => void = () => {};
  load.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  const loading = editor.load();
  editor.edit({ greeting: "New." });
  save.mockResolvedValueOnce(ok({ ...MARA, greeting: "New." }, "e2"));
  await editor.save();
  answer(ok(MARA, "e1"));
  await loading;
  expect([editor.draft.value.greeting, editor.unsaved.value]).toEqual(["New.", []]);
});

test("every field stands on a tab, is understood by its path, and comes back as it went out", () => {
  expect(Object.values(TAB_OF).every((tab) => BOT_TABS.includes(tab))).toBe(true);
  expect(["behavior_settings.response_length", "tags.0.tag", "user"].map(fieldOfPath)).toEqual([
    "response_length",
    "tags",
    null,
  ]);
  const body = bodyOf(draftOf(MARA), ["picture", "age", "speech_examples", "knowledge_collections"], false);
  expect(body).toEqual({ picture: null, age: 61, speech_examples: [{ example: "Hm." }], knowledge_collections: [] });
});
