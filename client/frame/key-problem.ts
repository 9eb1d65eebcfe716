import { type Combo, isSingleKey } from "./key-combo.ts";
import { comboWords } from "./key-words.ts";
import { CHANGEABLE, type KeyId, SHORTCUTS, type ShortcutPlace } from "./shortcuts.ts";

/** What browsers do not give away: tabs, windows, the address, reloading. */
const BROWSERS = new Set(
  ["T", "W", "N", "Q", "R", "L"].flatMap((key) => [`Mod+${key}`, `Mod+Shift+${key}`]).concat(["F5", "F11", "F12"]),
);

/** Whether both could be meant at once: in a room one is also everywhere, but never in the list while writing. */
const meet = (a: ShortcutPlace, b: ShortcutPlace): boolean =>
  a === b || !(["composer", "messages"].includes(a) && ["composer", "messages"].includes(b));

/** Why `id` cannot have `combo` where everything else has `keys`; null where it can. Twins are refused by name. */
export function keyProblem(
  id: KeyId,
  combo: Combo,
  keys: Readonly<Record<KeyId, Combo>>,
  isApple: boolean,
): string | null {
  const where = CHANGEABLE.find((row) => row.id === id)?.where ?? "anywhere";
  const words = comboWords(combo, isApple).join(" ");
  if (BROWSERS.has(combo)) return `The browser keeps ${words} for itself.`;
  const twin = CHANGEABLE.find((row) => row.id !== id && keys[row.id] === combo && meet(row.where, where));
  if (twin) return `${words} is already taken by “${twin.does}”. Give that one another key first.`;
  const isTyped = isSingleKey(combo.replace(/^Shift\+/, ""));
  if (isTyped && where !== "messages" && id !== "shortcuts") {
    return `A letter would be text in a field. Hold ${isApple ? "⌘" : "Ctrl"} or Alt with it.`;
  }
  const kept = SHORTCUTS.find((row) => row.fixed?.includes(combo) && meet(row.where, where));
  if (kept) return `${words} is already taken by “${kept.does}”. It cannot be moved.`;
  return null;
}
