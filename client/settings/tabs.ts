/** Tabs of the settings, in their order; each is an address under `/settings`. */
export const TABS = {
  account: "Account",
  appearance: "Appearance",
  accessibility: "Accessibility",
  notifications: "Notifications",
  keys: "Keys",
  privacy: "Privacy",
  wellbeing: "Wellbeing",
} as const;
export type TabId = keyof typeof TABS;
export const TAB_IDS = Object.keys(TABS) as TabId[];

/** What each is about, where all are listed. */
export const TAB_HINTS: Record<TabId, string> = {
  account: "Name, picture, public address, your data",
  appearance: "Theme, size and shape of the text",
  accessibility: "Screen readers, keys, motion, scrolling",
  notifications: "When the browser may speak up",
  keys: "Your own keys for model providers",
  privacy: "Your uploads, people you blocked, what this device keeps",
  wellbeing: "Limits you set for yourself",
};
