/**
 * A combination of keys as the shortcut table writes it: `Mod+K`, `Shift+F6`, `Alt+ArrowUp`, `?`. `Mod` is Ctrl, or ⌘ on
 * Apple's keyboards.
 */
export type Combo = string;

type Keys = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

const PUNCTUATION: Readonly<Record<string, string>> = { Period: ".", Comma: ",", Slash: "/" };
/** Pressed on the way to a combination, or nothing anyone could press again. */
const NO_KEYS = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph", "Dead", "Process", "Unidentified", ""]);
const MODIFIERS = ["Mod", "Alt", "Shift"] as const;

const isLetter = (key: string): boolean => /^[a-z0-9]$/i.test(key);

/** Whether `combo` is a letter, digit or sign alone: typed in a field it is text. */
export const isSingleKey = (combo: Combo): boolean => combo.length === 1;

/** Whether `event` is `combo`. On keyboards of other scripts a letter counts by its place. */
export const isCombo = (event: Keys, combo: Combo): boolean => comboOf(event)?.toLowerCase() === combo.toLowerCase();

/** The combination that is being pressed; null while only modifiers are. */
export function comboOf(event: Keys): Combo | null {
  const typed = typedKey(event);
  const key = isLetter(typed) ? typed.toUpperCase() : typed;
  if (NO_KEYS.has(key)) return null;
  const held = heldBy(event, key);
  const before = MODIFIERS.filter((name) => held[name]);
  return [...before, key === " " ? "Space" : key].join("+");
}

/** The modifiers that count. What it takes to write a sign such as `?` or `[` is part of the sign: Shift, AltGr. */
function heldBy(
  { ctrlKey, metaKey, altKey, shiftKey }: Keys,
  key: string,
): Record<(typeof MODIFIERS)[number], boolean> {
  const isSign = key.length === 1 && !isLetter(key);
  if (isSign && ctrlKey && altKey) return { Mod: false, Alt: false, Shift: false };
  const isAlone = !ctrlKey && !metaKey && !altKey;
  return { Mod: ctrlKey || metaKey, Alt: altKey, Shift: shiftKey && !(isSign && isAlone) };
}

function typedKey({ key, code, shiftKey, ctrlKey, metaKey }: Keys): string {
  const isPlain = /^[\x20-\x7e]$/.test(key) && !(shiftKey && (ctrlKey || metaKey));
  if (isPlain || key.length > 1) return key;
  return PUNCTUATION[code] ?? code.replace(/^(?:Key|Digit)/, "");
}
