// @vitest-environment happy-dom
import { describe, expect, test, vi } from "vitest";
import { CLIENT_ROUTES } from "../../shared/names/routes.ts";
import { EscapeStack } from "./escape-stack.ts";
import { fold, fuzzyScore } from "./fuzzy.ts";
import { comboOf, isCombo } from "./key-combo.ts";
import { keyProblem } from "./key-problem.ts";
import { comboWords } from "./key-words.ts";
import { LIST_KEYS } from "./list-keys.ts";
import { keysFor } from "./own-keys.ts";
import { findItems, type PaletteItem } from "./palette-items.ts";
import { PALETTE_PLACES } from "./palette-places.ts";
import { boundPane } from "./pane-resizer.tsx";
import { PLACES, placeOf } from "./places.ts";
import { moveRegion } from "./regions.ts";
import { CHANGEABLE, KEYS, SHORTCUTS, type Shortcut } from "./shortcuts.ts";
import { markUnread, unreadTitle } from "./unread-title.ts";

const press = (key: string, more: KeyboardEventInit = {}) => new KeyboardEvent("keydown", { key, ...more });

describe("shortcuts", () => {
  const keysOf = ({ ids, fixed = [] }: Shortcut) => [...ids.map((id) => KEYS[id]), ...fixed];

  test("[FRM2] no key is given twice where both could be meant", () => {
    const everywhere = SHORTCUTS.filter(({ where }) => where === "anywhere" || where === "room");
    for (const place of ["composer", "messages"] as const) {
      const keys = [...everywhere, ...SHORTCUTS.filter(({ where }) => where === place)].flatMap(keysOf);
      expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    }
  });

  test("[FRM2] the sheet names every key the frame and the list answer to, once", () => {
    expect(CHANGEABLE.map(({ id }) => id).toSorted()).toEqual(Object.keys(KEYS).toSorted());
    expect(new Set(CHANGEABLE.map(({ does }) => does)).size).toBe(CHANGEABLE.length);
  });

  test("[FRM2] letters act in the message list alone, and ? anywhere but in fields", () => {
    const single = SHORTCUTS.filter((shortcut) => keysOf(shortcut).some((key) => key.length === 1));
    expect(new Set(single.map((row) => (row.where === "anywhere" ? keysOf(row)[0] : row.where)))).toEqual(
      new Set(["?", "composer", "messages"]),
    );
  });

  test("[FRM11] a person's own keys stand in place of the standard ones; what is no combination is not heard", () => {
    const keys = keysFor(LIST_KEYS, { keys: { reply: "A", copy: 5, why: "" } });
    expect([keys.reply, keys.copy, keys.why]).toEqual(["A", "C", "W"]);
    expect(keysFor(LIST_KEYS, { keys: "all" })).toEqual(LIST_KEYS);
  });

  test.each([
    ["reply", "C", "C is already taken by “Copy”. Give that one another key first."],
    ["reply", "Enter", "Enter is already taken by “Into the actions of the message”. It cannot be moved."],
    [
      "reply",
      "Mod+K",
      "Ctrl K is already taken by “Go to a room, bot, setting or command”. Give that one another key first.",
    ],
    ["reply", "Mod+W", "The browser keeps Ctrl W for itself."],
    ["reply", "R", null],
    ["reply", "A", null],
    ["palette", "P", "A letter would be text in a field. Hold Ctrl or Alt with it."],
    ["palette", "Shift+P", "A letter would be text in a field. Hold Ctrl or Alt with it."],
    ["palette", "F8", null],
    ["palette", "Mod+J", null],
    ["palette", "@", "A letter would be text in a field. Hold Ctrl or Alt with it."],
    ["shortcuts", "!", null],
    ["shortcuts", "U", "U is already taken by “First unread message”. Give that one another key first."],
  ] as const)("[FRM11] %s on %s: %s", (id, combo, problem) => {
    expect(keyProblem(id, combo, KEYS, false)).toBe(problem);
  });

  test("[FRM11] what was moved away is free", () => {
    expect(keyProblem("reply", "C", keysFor(KEYS, { keys: { copy: "Y" } }), false)).toBeNull();
  });

  test.each([
    [press("k", { ctrlKey: true }), "Mod+K", true],
    [press("k", { metaKey: true }), "Mod+K", true],
    [press("k"), "Mod+K", false],
    [press("k", { ctrlKey: true, shiftKey: true, code: "KeyK" }), "Mod+K", false],
    [press("л", { ctrlKey: true, code: "KeyK" }), "Mod+K", true],
    [press("?", { shiftKey: true }), "?", true],
    [press(">", { ctrlKey: true, shiftKey: true, code: "Period" }), "Mod+Shift+.", true],
    [press("ArrowUp", { altKey: true }), "Alt+ArrowUp", true],
    [press("ArrowUp", { altKey: true, shiftKey: true }), "Alt+ArrowUp", false],
    [press("F6", { shiftKey: true }), "Shift+F6", true],
    [press("+", { shiftKey: true }), "+", true],
    [press("[", { ctrlKey: true, altKey: true, code: "Digit8" }), "[", true],
    [press("R", { shiftKey: true }), "R", false],
  ])("[FRM3] %# a combination is known on every keyboard", (event, combo, isIt) => {
    expect(isCombo(event, combo)).toBe(isIt);
  });

  test.each([
    [press("r"), "R"],
    [press("?", { shiftKey: true }), "?"],
    [press("+"), "+"],
    [press("p", { ctrlKey: true, shiftKey: true, code: "KeyP" }), "Mod+Shift+P"],
    [press("®", { altKey: true, code: "KeyR" }), "Alt+R"],
    [press("Control", { ctrlKey: true }), null],
  ])("[FRM3] %# what is pressed is written as %2$s, and known again", (event, combo) => {
    expect(comboOf(event)).toBe(combo);
    expect(isCombo(event, combo ?? "never")).toBe(combo !== null);
  });

  test("[FRM3] keys are written as on the reader's keyboard", () => {
    expect(comboWords("Mod+Shift+ArrowUp", false)).toEqual(["Ctrl", "Shift", "↑"]);
    expect(comboWords("Mod+Alt+K", true)).toEqual(["⌘", "⌥", "K"]);
    expect([comboWords("+", false), comboWords("Mod++", false)]).toEqual([["+"], ["Ctrl", "+"]]);
  });
});

describe("Esc", () => {
  test("[FRM4] one layer closes at a time: by kind, then the one opened last", () => {
    const stack = new EscapeStack();
    const closed: string[] = [];
    const open = (layer: "menu" | "sheet" | "search", name: string) => {
      const take = stack.push(layer, () => {
        closed.push(name);
        take();
      });
    };
    open("search", "search");
    open("menu", "menu");
    open("sheet", "sheet");
    open("sheet", "sheet above");
    while (stack.closeTop());
    expect(closed).toEqual(["menu", "sheet above", "sheet", "search"]);
  });
});

describe("finding by name", () => {
  test.each([
    ["cafe", "Café Zoë", true],
    ["海 灯", "灯台と海", true],
    ["МАРА", "Мара на маяке", true],
    ["مقهى", "مقهى الميناء", true],
    ["hrbr", "Harbour", true],
    ["xyz", "Harbour", false],
    ["か", "がく", false],
  ])("[FRM5] %j in %j: %s", (query, name, isFound) => {
    expect(fuzzyScore(query, name) !== null).toBe(isFound);
  });

  test("[FRM5] the whole name goes before its beginning, that before a word of it, that before the rest", () => {
    const names = ["Armada", "The Mara", "Marathon", "Mara"];
    const best = names.toSorted((a, b) => (fuzzyScore("mara", b) ?? -1) - (fuzzyScore("mara", a) ?? -1));
    expect(best.slice(0, 3)).toEqual(["Mara", "Marathon", "The Mara"]);
  });

  test("[FRM5] marks of scripts that need them are letters", () => {
    expect([fold("É"), fold("が") === fold("か"), fold("Ａ")]).toEqual(["e", false, "a"]);
  });

  const item = (id: string, label: string, keywords?: string): PaletteItem => ({
    id,
    kind: "command",
    label,
    run: vi.fn(),
    ...(keywords !== undefined && { keywords }),
  });
  test("[FRM5] without words the recent come first; with words, of those that fit alike", () => {
    const items = [item("a", "Harbour"), item("b", "Harbour"), item("c", "Leave", "harbour")];
    const ids = (query: string, recent: string[]) => findItems(items, query, recent).map(({ id }) => id);
    expect(ids("", ["c"])).toEqual(["c", "a", "b"]);
    expect(ids("harbour", ["b"])).toEqual(["b", "a", "c"]);
    expect(ids("nothing", [])).toEqual([]);
  });
});

describe("places", () => {
  test.each([
    ["/", "rooms"],
    ["/r/0199/m/0200", "rooms"],
    ["/search", "discover"],
    ["/mara", "discover"],
    ["/mara/lighthouse", "discover"],
    ["/bots/0199/lore", "workbench"],
    ["/settings/keys", "me"],
    ["/no/such/page", null],
    ["/-/gallery", null],
  ])("[FRM6] %s belongs to %s", (path, place) => {
    expect(placeOf(path)).toBe(place);
  });

  test("[FRM6] there are five, each with a screen of its own", () => {
    expect(PLACES.map(({ id }) => id)).toEqual(["rooms", "discover", "workbench", "activity", "me"]);
    expect(PLACES.map(({ id, href }) => placeOf(href) === id)).not.toContain(false);
  });

  test("[FRM7] F6 goes round the regions that are on screen, and back with Shift", () => {
    document.body.innerHTML = `<div class="frame"><header class="rail"><a href="/">Home</a></header>
      <nav class="places"><a href="/rooms">Rooms</a></nav><main class="main"><h1>Rooms</h1></main></div>`;
    for (const element of document.querySelectorAll<HTMLElement>("*")) {
      Object.defineProperties(element, { offsetWidth: { value: 10 }, offsetHeight: { value: 10 } });
    }
    const at = (step: 1 | -1) => {
      moveRegion(step);
      return document.activeElement?.textContent;
    };
    expect([at(1), at(1), at(1), at(1), at(-1)]).toEqual(["Home", "Rooms", "Rooms", "Home", "Rooms"]);
    expect(document.activeElement?.tagName).toBe("H1");
  });

  test("[FRM8] the inspector is never narrower or wider than its limits", () => {
    expect([10, 360.4, 9_999].map(boundPane)).toEqual([300, 360, 560]);
  });
});

test("[FRM12] the palette leads to every screen whose address names nothing", () => {
  /** The sample room is a room; one signs in from the commands; a new room is a command; the gallery is for makers. */
  const others = ["/", "/login", "/signup", "/rooms/new", "/-/gallery"];
  const asked = CLIENT_ROUTES.filter((route) => !route.includes(":") && !others.includes(route));
  expect(PALETTE_PLACES.map(({ href }) => href).toSorted()).toEqual(asked.toSorted());
});

describe("the tab's title", () => {
  test("[FRM9] says how much is unread, once, and nothing when all is read", () => {
    expect(unreadTitle("Rooms · BotCafe", 3)).toBe("(3) Rooms · BotCafe");
    expect(unreadTitle("(3) Rooms · BotCafe", 120)).toBe("(99+) Rooms · BotCafe");
    expect(unreadTitle("(99+) Rooms · BotCafe", 0)).toBe("Rooms · BotCafe");
  });

  test("[FRM9] keeps the number whatever screen sets the title", async () => {
    document.head.innerHTML = '<title>Rooms</title><link rel="icon" href="/favicon.svg">';
    const end = markUnread(2);
    expect([document.title, document.querySelector("link")?.getAttribute("href")]).toEqual([
      "(2) Rooms",
      "/favicon-unread.svg",
    ]);
    document.title = "Settings";
    await expect.poll(() => document.title).toBe("(2) Settings");
    end();
    markUnread(0)();
    expect([document.title, document.querySelector("link")?.getAttribute("href")]).toEqual([
      "Settings",
      "/favicon.svg",
    ]);
  });
});
