import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ApiResult, ClientClock, DeviceStorage } from "./ports.ts";
import { choiceOf, PREFERENCE_NAMES, type PreferenceName, type Preferences, standardOf } from "./preferences.ts";

/** Preferences as the account keeps them: ours under their names, beside whatever else is remembered of a person. */
export type Kept = Readonly<Record<string, unknown>>;

export interface PreferencesPorts {
  readonly storage: DeviceStorage;
  readonly clock: Pick<ClientClock, "after">;
  /** Merges `changes` into the account's; null takes a name away. */
  save(changes: Kept): Promise<ApiResult<unknown>>;
}

/** Also read by `public/theme.js`, before the first paint. */
export const STORED = "botcafe.preferences";
/** What the account has not been told yet; outlives the page. */
const UNSAVED = "botcafe.preferences.unsaved";
/** Sliders and second thoughts: one call for all that changes within this time, milliseconds. */
const SAVE_AFTER_MS = 600;

/**
 * What a person set, at once on this device and soon in their account. Until the account has heard of a change, the
 * change wins over what the account says.
 */
export class PreferencesStore {
  readonly #kept: Signal<Kept>;
  /** Everything kept, also under names that are no choice: where a tutorial was left, which cards were closed. */
  readonly kept: ReadonlySignal<Kept>;
  readonly values: ReadonlySignal<Preferences>;
  /** Why the last change did not reach the account; it is kept here, and sent with the next one. */
  readonly problem: Signal<string | null> = signal(null);
  readonly #ports: PreferencesPorts;
  #unsaved: Kept;
  #hasAccount = false;
  #cancel: (() => void) | null = null;

  constructor(ports: PreferencesPorts) {
    this.#ports = ports;
    this.#kept = signal(readKept(ports.storage, STORED));
    this.#unsaved = readKept(ports.storage, UNSAVED);
    this.kept = computed(() => this.#kept.value);
    this.values = computed(() => valuesOf(this.#kept.value));
  }

  choose<Name extends PreferenceName>(name: Name, value: Preferences[Name]): void {
    this.keep(name, value === standardOf(name) ? null : value);
  }

  /** Back to what holds for everyone. */
  reset(name: PreferenceName): void {
    this.keep(name, null);
  }

  /** Remembers a value of JSON under any name; null forgets it. */
  keep(name: string, value: unknown): void {
    this.#kept.value = withChanges(this.#kept.peek(), { [name]: value });
    this.#remember({ ...this.#unsaved, [name]: value });
    if (this.#hasAccount) this.#saveSoon();
  }

  /** Somebody is signed in, with what their account keeps; null once nobody is. */
  adopt(account: Kept | null): void {
    this.#hasAccount = account !== null;
    if (account === null) return;
    // Whoever chose as a guest and has just made an account keeps what they chose.
    if (Object.keys(account).length === 0) this.#unsaved = { ...this.#kept.peek(), ...this.#unsaved };
    this.#kept.value = withChanges(account, this.#unsaved);
    this.#remember(this.#unsaved);
    if (Object.keys(this.#unsaved).length > 0) this.#saveSoon();
  }

  #saveSoon(): void {
    this.#cancel?.();
    this.#cancel = this.#ports.clock.after(SAVE_AFTER_MS, () => void this.#save());
  }

  async #save(): Promise<void> {
    const sent = this.#unsaved;
    const answer = await this.#ports.save(sent);
    this.problem.value = answer.ok ? null : answer.problem.detail;
    if (!answer.ok) return;
    const left = Object.entries(this.#unsaved).filter(([name, value]) => sent[name] !== value || !(name in sent));
    this.#remember(Object.fromEntries(left));
  }

  #remember(unsaved: Kept): void {
    this.#unsaved = unsaved;
    this.#ports.storage.set(STORED, JSON.stringify(this.#kept.peek()));
    if (Object.keys(unsaved).length > 0) this.#ports.storage.set(UNSAVED, JSON.stringify(unsaved));
    else this.#ports.storage.remove(UNSAVED);
  }
}

function valuesOf(kept: Kept): Preferences {
  const values = PREFERENCE_NAMES.map((name) => [name, choiceOf(name, kept[name])]);
  // Each name has just been given one of its own choices.
  return Object.fromEntries(values) as Preferences;
}

/** `before` with `changes`; null takes a name away. */
export const withChanges = (before: Kept, changes: Kept): Kept =>
  Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null));

function readKept(storage: DeviceStorage, key: string): Kept {
  try {
    const value: unknown = JSON.parse(storage.get(key) ?? "{}");
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
