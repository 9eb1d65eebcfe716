/**
 * A combination of keys as the shortcut table writes it: `Mod+K`, `Shift+F6`, `Alt+ArrowUp`, `?`. `Mod` is Ctrl, or ⌘ on
 * Apple's keyboards.
 */
export type Combo = string;

type Keys = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

const PUNCTUATION: Readonly<Record<string, string>> = { Period: ".", Comma: ",", Slash: "/" };

/** Whether `event` is `combo`. On keyboards of other scripts a letter counts by its place. */
export function isCombo(event: Keys, combo: Combo): boolean {
  const parts = combo.split("+");
  const key = parts.at(-1) ?? "";
  const wanted = (modifier: string) => parts.includes(modifier);
  // The shift of a sign such as `?` is part of the sign.
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key) && parts.length === 1;
  return (
    (event.ctrlKey || event.metaKey) === wanted("Mod") &&
    event.altKey === wanted("Alt") &&
    (isSign || event.shiftKey === wanted("Shift")) &&
    typedKey(event).toLowerCase() === key.toLowerCase()
  );
}

function typedKey({ key, code, shiftKey, ctrlKey, metaKey }: Keys): string {
  const isPlain = /^[\x20-\x7e]$/.test(key) && !(shiftKey && (ctrlKey || metaKey));
  if (isPlain || key.length > 1) return key;
  return PUNCTUATION[code] ?? code.replace(/^(?:Key|Digit)/, "");
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
};

/** A combination as people write it: one word for each key. */
export const comboWords = (combo: Combo, isApple: boolean): readonly string[] =>
  combo.split("+").map((part) => {
    if (part === "Mod") return isApple ? "⌘" : "Ctrl";
    if (part === "Alt" && isApple) return "⌥";
    return NAMES[part] ?? part;
  });

export const isApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);
