import { expect, test, vi } from "vitest";
import { type Persona, personaDraftOf } from "./persona-draft.ts";
import { PersonaEditor } from "./persona-editor.ts";

const KEEPER: Persona = {
  id: "p1",
  name: "Keeper",
  description: "Keeps things.",
  gender: null,
  age: 40,
  pronouns: null,
  custom_pronouns: null,
  appearance: { avatar: null, avatar_url: null },
  interaction_preferences: { preferred_topics: [], avoid_topics: [] },
  is_default: false,
  custom_instructions: "",
  usage_count: 1,
};
const START = personaDraftOf(KEEPER);
const late = { status: 412, code: "precondition_failed", detail: "", errors: [] };

/** A server with one persona, and a device. */
function world(kept?: string) {
  const memory = new Map(kept === undefined ? [] : [["key", kept]]);
  const server = { persona: KEEPER, version: 1, refusals: 0 };
  const load = vi.fn(async () => ({ ok: true, value: server.persona, etag: `v${server.version}` }) as const);
  const save = vi.fn(async (body: Record<string, unknown>, etag: string | undefined) => {
    if (server.refusals-- > 0) return { ok: false, problem: late } as const;
    expect(etag).toBe(`v${server.version}`);
    server.persona = { ...server.persona, ...body };
    return { ok: true, value: server.persona } as const;
  });
  const storage = {
    get: (name: string) => memory.get(name) ?? null,
    set: (name: string, value: string) => void memory.set(name, value),
    remove: (name: string) => void memory.delete(name),
  };
  const open = () => new PersonaEditor({ storage, storageKey: "key", load, save }, personaDraftOf(server.persona));
  return { memory, server, load, save, open };
}

test("[PER4] what is written outlives the page, until it is saved or thrown away", async () => {
  const { memory, open } = world();
  open().edit({ description: "Keeps a lamp." });
  const again = open();
  expect([again.draft.value.description, again.isRestored, again.isChanged.value]).toEqual([
    "Keeps a lamp.",
    true,
    true,
  ]);
  expect(await again.save()).toMatchObject({ description: "Keeps a lamp." });
  expect(memory.size).toBe(0);
  const third = open();
  third.edit({ name: "Stranger" });
  third.discard();
  expect([memory.size, open().isRestored]).toEqual([0, false]);
});

test("[PER4] writing back what stood there keeps nothing", () => {
  const { memory, open } = world();
  const editor = open();
  editor.edit({ name: "K" });
  editor.edit({ name: "Keeper" });
  expect([memory.size, editor.isChanged.value]).toEqual([0, false]);
});

test.each(["{", "null", "7", `{"mine":7}`, `{"mine":{"name":7,"avoid_topics":[1],"x":"y"}}`])(
  "[PER4] what the device keeps broken hurts nobody: %s",
  (kept) => {
    const editor = world(kept).open();
    expect([editor.draft.value, editor.isRestored]).toEqual([START, false]);
  },
);

test("[PER5] what another device changed elsewhere stays; of what both changed it is asked, and nothing is saved", async () => {
  const { server, save, open } = world();
  const editor = open();
  editor.edit({ name: "Mine", description: "Mine." });
  server.persona = { ...KEEPER, name: "Theirs", age: 41 };
  expect(await editor.save()).toBeNull();
  expect(save).not.toHaveBeenCalled();
  expect(editor.clashes.value).toEqual([{ field: "name", mine: "Mine", theirs: "Theirs" }]);
  editor.settle("mine");
  expect(await editor.save()).toMatchObject({ name: "Mine", description: "Mine.", age: 41 });
  expect(save).toHaveBeenLastCalledWith({ name: "Mine", description: "Mine." }, "v1");
});

test("[PER5] theirs can be taken, also after the page was closed in between", async () => {
  const { server, save, open } = world();
  open().edit({ name: "Mine", description: "Mine." });
  server.persona = { ...KEEPER, name: "Theirs" };
  const editor = open();
  expect(await editor.save()).toBeNull();
  editor.settle("theirs");
  expect(await editor.save()).toMatchObject({ name: "Theirs", description: "Mine." });
  expect(save).toHaveBeenLastCalledWith({ description: "Mine." }, "v1");
});

test("[PER5] a save that comes too late looks again, a few times", async () => {
  const { server, load, open } = world();
  const editor = open();
  editor.edit({ name: "Mine" });
  server.refusals = 2;
  expect(await editor.save()).toMatchObject({ name: "Mine" });
  expect(load).toHaveBeenCalledTimes(3);
  editor.edit({ name: "Again" });
  server.refusals = 9;
  expect(await editor.save()).toBeNull();
  expect(editor.problem.value).toBe(late);
});
