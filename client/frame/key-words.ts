import type { Combo } from "./key-combo.ts";

/** Its modifiers, in one order, then its key, which may be `+` itself. */
const partsOf = (combo: Combo): readonly string[] => combo.replace(/\+$/, "plus").split("+").map(unplus);
const unplus = (part: string): string => (part === "plus" ? "+" : part);

const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
};

/** A combination as people write it: one word for each key. */
export const comboWords = (combo: Combo, isApple: boolean): readonly string[] =>
  partsOf(combo).map((part) => {
    if (part === "Mod") return isApple ? "⌘" : "Ctrl";
    if (part === "Alt" && isApple) return "⌥";
    return NAMES[part] ?? part;
  });

export const isApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);
