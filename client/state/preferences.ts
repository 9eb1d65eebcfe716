/**
 * What a person may set about how the page behaves for them. Kept in `users.preferences` under these names, and on the
 * device for who has no account. The first value of each list is what holds until something else is chosen.
 */
export const CHOICES = {
  /** Names of `ui/theme.ts`. */
  theme: ["system", "menu", "chalkboard", "closing", "contrast"],
  /** How messages stand in a room (ux §3.2). */
  density: ["cosy", "lines", "script"],
  /** Per cent of the usual size. */
  text_size: ["100", "87", "112", "125", "137", "150"],
  font: ["hyperlegible", "system", "spaced"],
  /** How wide a line of a message may grow. */
  line_length: ["normal", "short", "long"],
  /** What assistive technology hears of a reply (ux §6.1). */
  announce: ["full", "sentences", "brief", "off"],
  /** Whether single letters act while the focus is in the message list. */
  single_keys: ["on", "off"],
  motion: ["system", "reduced"],
  /** Whether a reply taller than the screen stops following at its first line (ux §3.6). */
  long_replies: ["stop", "follow"],
  /** What Enter does in the composer; on touch it is always a new line. */
  enter: ["send", "line"],
  /** When the browser may say that something happened while the page is hidden. */
  notify: ["mentions", "all", "off"],
  /** Whether people of one's rooms see that one is elsewhere in BotCafe; the person's object reads it (ux §3.7). */
  presence: ["on", "off"],
} as const;

export type PreferenceName = keyof typeof CHOICES;
export type Preferences = { readonly [Name in PreferenceName]: (typeof CHOICES)[Name][number] };
export const PREFERENCE_NAMES = Object.keys(CHOICES) as PreferenceName[];

/** The same lists, each known by its name. */
const LISTS: { readonly [Name in PreferenceName]: readonly [Preferences[Name], ...Preferences[Name][]] } = CHOICES;

export const standardOf = <Name extends PreferenceName>(name: Name): Preferences[Name] => LISTS[name][0];

/** `value` where it is one of the choices of `name`, else the standard: an older or newer page may have written it. */
export const choiceOf = <Name extends PreferenceName>(name: Name, value: unknown): Preferences[Name] =>
  LISTS[name].find((choice) => choice === value) ?? standardOf(name);
