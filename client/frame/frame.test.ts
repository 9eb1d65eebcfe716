// @vitest-environment happy-dom
import { describe, expect, test, vi } from "vitest";
import { EscapeStack } from "./escape-stack.ts";
import { FRAME_KEYS } from "./frame-keys.ts";
import { fold, fuzzyScore } from "./fuzzy.ts";
import { comboWords, isCombo } from "./key-combo.ts";
import { findItems, type PaletteItem } from "./palette-items.ts";
import { boundPane } from "./pane-resizer.tsx";
import { PLACES, placeOf } from "./places.ts";
import { moveRegion } from "./regions.ts";
import { SHORTCUTS } from "./shortcuts.ts";
import { markUnread, unreadTitle } from "./unread-title.ts";

const press = (key: string, more: KeyboardEventInit = {}) => new KeyboardEvent("keydown", { key, ...more });

describe("shortcuts", () => {
  test("[FRM2] no key is given twice where both could be meant", () => {
    const everywhere = SHORTCUTS.filter(({ where }) => where === "anywhere" || where === "room");
    for (const place of ["composer", "messages"] as const) {
      const keys = [...everywhere, ...SHORTCUTS.filter(({ where }) => where === place)].flatMap(({ keys: own }) => own);
      expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    }
  });

  test("[FRM2] the sheet names every key the frame answers to", () => {
    const shown = SHORTCUTS.flatMap(({ keys }) => keys);
    expect(Object.values(FRAME_KEYS).filter((combo) => !shown.includes(combo))).toEqual([]);
  });

  test("[FRM2] letters act in the message list alone, and ? anywhere but in fields", () => {
    const single = SHORTCUTS.filter(({ keys }) => keys.some((key) => key.length === 1));
    expect(new Set(single.map(({ where, keys }) => (where === "anywhere" ? keys[0] : where)))).toEqual(
      new Set(["?", "composer", "messages"]),
    );
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
  ])("[FRM3] %# a combination is known on every keyboard", (event, combo, isIt) => {
    expect(isCombo(event, combo)).toBe(isIt);
  });

  test("[FRM3] keys are written as on the reader's keyboard", () => {
    expect(comboWords("Mod+Shift+ArrowUp", false)).toEqual(["Ctrl", "Shift", "↑"]);
    expect(comboWords("Mod+Alt+K", true)).toEqual(["⌘", "⌥", "K"]);
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
    await vi.waitFor(() => expect(document.title).toBe("(2) Settings"));
    end();
    markUnread(0)();
    expect([document.title, document.querySelector("link")?.getAttribute("href")]).toEqual([
      "Settings",
      "/favicon.svg",
    ]);
  });
});
