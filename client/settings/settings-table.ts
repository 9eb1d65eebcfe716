import type { PreferenceName, Preferences } from "../state/preferences.ts";
import type { TabId } from "./tabs.ts";

interface Base {
  readonly id: string;
  readonly tab: TabId;
  readonly label: string;
  readonly hint: string;
  /** Other words people look for it with. */
  readonly keywords: string;
}

/** A preference with the words for its choices. */
type PreferenceSetting = {
  readonly [Name in PreferenceName]: Base & {
    readonly name: Name;
    readonly words: Readonly<Record<Preferences[Name], string>>;
  };
}[PreferenceName];

/** Something with a form of its own on its tab. */
type FormSetting = Base & { readonly name?: undefined };

export type Setting = PreferenceSetting | FormSetting;

/** Every setting there is, found by the search and drawn on its tab. */
export const SETTINGS: readonly Setting[] = [
  form(
    "profile",
    "account",
    "Name and picture",
    "What others see of you.",
    "avatar photo pronouns bio nickname display",
  ),
  form(
    "username",
    "account",
    "Public address",
    "Where your bots are found.",
    "username handle creator profile link url",
  ),
  form("export", "account", "Export my data", "Everything of yours in one file.", "download archive backup zip gdpr"),
  form("delete", "account", "Delete account", "Ends the account and everything in it.", "remove erase close"),
  {
    id: "theme",
    tab: "appearance",
    label: "Theme",
    hint: "Colours of the page.",
    keywords: "dark light night colour color contrast mode",
    name: "theme",
    words: {
      system: "Like the device",
      menu: "Menu",
      chalkboard: "Chalkboard",
      closing: "Closing time",
      contrast: "High contrast",
    },
  },
  {
    id: "text-size",
    tab: "appearance",
    label: "Text size",
    hint: "Of everything on the page.",
    keywords: "font bigger larger smaller zoom scale",
    name: "text_size",
    words: { "87": "87 %", "100": "100 %", "112": "112 %", "125": "125 %", "137": "137 %", "150": "150 %" },
  },
  {
    id: "font",
    tab: "appearance",
    label: "Font",
    hint: "Letters that are easy to tell apart, those of your device, or the first with more air between them.",
    keywords: "typeface dyslexia letters spacing",
    name: "font",
    words: { hyperlegible: "Hyperlegible", system: "Of the device", spaced: "Hyperlegible, spaced" },
  },
  {
    id: "line-length",
    tab: "appearance",
    label: "Line length",
    hint: "How wide a line may grow before it wraps.",
    keywords: "width column measure wide narrow",
    name: "line_length",
    words: { short: "Short", normal: "Normal", long: "Long" },
  },
  {
    id: "density",
    tab: "appearance",
    label: "Messages",
    hint: "Bubbles, one compact line after another, or like a script.",
    keywords: "density compact cosy bubbles script novel layout",
    name: "density",
    words: { cosy: "Cosy", lines: "Lines", script: "Script" },
  },
  {
    id: "announce",
    tab: "accessibility",
    label: "Announce replies",
    hint: "What a screen reader hears while bots speak.",
    keywords: "screen reader voiceover nvda talkback live speech",
    name: "announce",
    words: {
      full: "In full, when finished",
      sentences: "Sentence by sentence",
      brief: "Only who, and how long",
      off: "Nothing",
    },
  },
  {
    id: "motion",
    tab: "accessibility",
    label: "Motion",
    hint: "Reduced, nothing slides or pulses, and replies appear by the sentence.",
    keywords: "animation reduce movement vestibular",
    name: "motion",
    words: { system: "Like the device", reduced: "Reduced" },
  },
  {
    id: "single-keys",
    tab: "accessibility",
    label: "Single-letter shortcuts",
    hint: "Letters act while the focus is in the message list, and ? shows all shortcuts. Turned off, they do nothing.",
    keywords: "keyboard hotkeys keys shortcut",
    name: "single_keys",
    words: { on: "On", off: "Off" },
  },
  form(
    "shortcuts",
    "accessibility",
    "Keyboard shortcuts",
    "Give any of them other keys.",
    "hotkeys remap keys bindings letters",
  ),
  {
    id: "long-replies",
    tab: "accessibility",
    label: "Long replies",
    hint: "A reply taller than the screen stops scrolling at its first line, or is followed to its end.",
    keywords: "scroll follow autoscroll streaming",
    name: "long_replies",
    words: { stop: "Stop at the first line", follow: "Follow to the end" },
  },
  {
    id: "enter",
    tab: "accessibility",
    label: "Enter key",
    hint: "Shift Enter does the other. On touch screens Enter is always a new line.",
    keywords: "send newline return composer",
    name: "enter",
    words: { send: "Sends", line: "New line" },
  },
  {
    id: "notify",
    tab: "notifications",
    label: "Notify me about",
    hint: "Only while the page is hidden.",
    keywords: "notification alert push desktop mention",
    name: "notify",
    words: { mentions: "Mentions and answers", all: "Every message", off: "Nothing" },
  },
  form(
    "keys",
    "keys",
    "Own API keys",
    "Bots can speak through a provider you pay yourself.",
    "openai anthropic openrouter token provider",
  ),
  {
    id: "presence",
    tab: "privacy",
    label: "Seen elsewhere",
    hint: "People of your rooms see when you have BotCafe open and are not with them. Never since when.",
    keywords: "presence online status away active last seen invisible hide",
    name: "presence",
    words: { on: "Shown as elsewhere", off: "Shown as away" },
  },
  form(
    "kept-here",
    "privacy",
    "Kept on this device",
    "Copies of rooms for times without a network.",
    "offline cache storage clear copies service worker",
  ),
  form(
    "uploads",
    "privacy",
    "My uploads",
    "Pictures you uploaded, and how large they are.",
    "images files media storage delete",
  ),
  form("blocked", "privacy", "Blocked people", "Neither finds what the other owns.", "block unblock mute ban"),
  form(
    "limits",
    "wellbeing",
    "Time limits",
    "Minutes a day and in seven days, and breaks.",
    "self moderation minutes break reminder screen",
  ),
  form("night", "wellbeing", "Night", "When the café closes for you.", "closing time sleep bedtime"),
];

function form(id: string, tab: TabId, label: string, hint: string, keywords: string): FormSetting {
  return { id, tab, label, hint, keywords };
}
