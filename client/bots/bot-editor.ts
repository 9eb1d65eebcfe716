import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ApiProblem, ApiResult, DeviceStorage } from "../state/ports.ts";
import type { EditedBot } from "./bot-answers.ts";
import {
  type BotDraft,
  type BotField,
  type BotTab,
  bodyOf,
  type Clash,
  changedFields,
  clashesOf,
  draftOf,
  EMPTY_DRAFT,
  fieldOfPath,
  partOf,
  TAB_OF,
} from "./bot-draft.ts";

export interface BotEditorPorts {
  readonly storage: DeviceStorage;
  /** Where this device keeps what is not saved yet. */
  readonly storageKey: string;
  load(): Promise<ApiResult<EditedBot>>;
  /** @param etag Of the version that is changed; undefined makes a bot. */
  save(body: Record<string, unknown>, etag: string | undefined): Promise<ApiResult<EditedBot>>;
}

/** Somebody saved meanwhile: their bot, and where it and ours cannot both stand. */
export interface Conflict {
  readonly clashes: readonly Clash[];
}

/**
 * One bot being written. What is not saved is kept on this device from every keystroke on; saving changes only the
 * fields that were touched, and only the version they were read from.
 */
export class BotEditor {
  /** As the server has it; null before the first answer, and for a bot that is yet to be made. */
  readonly bot: Signal<EditedBot | null> = signal(null);
  readonly draft: Signal<BotDraft>;
  readonly unsaved: ReadonlySignal<readonly BotField[]>;
  readonly unsavedTabs: ReadonlySignal<ReadonlySet<BotTab>>;
  readonly problem: Signal<ApiProblem | null> = signal(null);
  /** What is wrong with which field, as the server words it. */
  readonly fieldProblems: Signal<Readonly<Partial<Record<BotField, string>>>> = signal({});
  readonly conflict: Signal<Conflict | null> = signal(null);
  readonly isBusy: Signal<boolean> = signal(false);
  /** What is shown was begun on an earlier visit. */
  readonly isRestored: Signal<boolean>;
  readonly #ports: BotEditorPorts;
  readonly #base: Signal<BotDraft> = signal(EMPTY_DRAFT);
  #etag: string | undefined;
  /** Counts what was asked: an answer that a later call has overtaken is dropped. */
  #round = 0;

  constructor(ports: BotEditorPorts) {
    this.#ports = ports;
    const kept = this.#kept();
    this.draft = signal({ ...EMPTY_DRAFT, ...kept?.mine });
    this.isRestored = signal(kept !== null);
    this.unsaved = computed(() => changedFields(this.draft.value, this.#base.value));
    this.unsavedTabs = computed(() => new Set(this.unsaved.value.map((field) => TAB_OF[field])));
  }

  /** Reads the bot; what this device has kept of earlier edits stays on top of it. */
  async load(): Promise<void> {
    const round = ++this.#round;
    const answer = await this.#ports.load();
    if (round !== this.#round) return;
    this.problem.value = answer.ok ? null : answer.problem;
    if (!answer.ok) return;
    const kept = this.bot.peek() === null ? this.#kept() : null;
    this.#stand(answer.value, answer.etag, kept?.mine ?? partOf(this.draft.peek(), this.unsaved.peek()));
    if (kept) this.#compare(kept);
    this.isRestored.value &&= this.unsaved.peek().length > 0;
  }

  /** Edits of an earlier visit may be of an older bot than the one that is here now. */
  #compare({ base }: Kept): void {
    const theirs = this.#base.peek();
    const clashes = clashesOf({ ...theirs, ...base }, this.draft.peek(), theirs);
    if (clashes.length > 0) this.conflict.value = { clashes };
  }

  edit(changes: Partial<BotDraft>): void {
    this.draft.value = { ...this.draft.peek(), ...changes };
    const problems = { ...this.fieldProblems.peek() };
    for (const field of Object.keys(changes)) delete problems[field as BotField];
    this.fieldProblems.value = problems;
    this.#keep();
  }

  /** Sends what was touched. @returns The bot as it is now; null where it did not come to that. */
  async save(): Promise<EditedBot | null> {
    const isNew = this.bot.peek() === null;
    const fields = this.unsaved.peek();
    if (this.isBusy.peek() || (!isNew && fields.length === 0)) return this.bot.peek();
    const sent = this.draft.peek();
    this.isBusy.value = true;
    this.#round += 1;
    const answer = await this.#ports.save(bodyOf(sent, fields, isNew), this.#etag);
    this.isBusy.value = false;
    if (!answer.ok) return await this.#refused(answer.problem);
    this.problem.value = null;
    this.fieldProblems.value = {};
    this.isRestored.value = false;
    // Written while the answer was on its way: still unsaved.
    const since = partOf(this.draft.peek(), changedFields(this.draft.peek(), sent));
    this.#stand(answer.value, answer.etag, since);
    return answer.value;
  }

  async #refused(problem: ApiProblem): Promise<null> {
    if (problem.code === "precondition_failed") return await this.#meet();
    this.problem.value = problem;
    const named = problem.errors.map(({ path, message }) => [fieldOfPath(path), message] as const);
    this.fieldProblems.value = Object.fromEntries(named.filter(([field]) => field !== null));
    return null;
  }

  /** Somebody was faster: their changes are taken in where ours do not speak against it, else it is asked. */
  async #meet(): Promise<null> {
    const [base, mine] = [this.#base.peek(), this.draft.peek()];
    const answer = await this.#ports.load();
    if (!answer.ok) {
      this.problem.value = answer.problem;
      return null;
    }
    const clashes = clashesOf(base, mine, draftOf(answer.value));
    this.#stand(answer.value, answer.etag, partOf(mine, changedFields(mine, base)));
    this.conflict.value = { clashes };
    return null;
  }

  /** Ends a conflict: `mine` stays in the form to be saved over theirs; with `theirs` the fields in question are theirs. */
  settle(whose: "mine" | "theirs"): void {
    const clashes = this.conflict.peek()?.clashes ?? [];
    if (whose === "theirs") this.edit(Object.fromEntries(clashes.map(({ field, theirs }) => [field, theirs])));
    this.conflict.value = null;
  }

  /** Back to what is saved. */
  discard(): void {
    this.draft.value = this.#base.peek();
    this.problem.value = null;
    this.fieldProblems.value = {};
    this.isRestored.value = false;
    this.#keep();
  }

  #stand(bot: EditedBot, etag: string | undefined, mine: Partial<BotDraft>): void {
    this.#etag = etag;
    this.#base.value = draftOf(bot);
    this.bot.value = bot;
    this.draft.value = { ...this.#base.peek(), ...mine };
    this.#keep();
  }

  #keep(): void {
    const { storage, storageKey } = this.#ports;
    const fields = this.unsaved.peek();
    if (fields.length === 0) storage.remove(storageKey);
    else {
      const [mine, base] = [partOf(this.draft.peek(), fields), partOf(this.#base.peek(), fields)];
      storage.set(storageKey, JSON.stringify({ mine, base } satisfies Kept));
    }
  }

  #kept(): Kept | null {
    const text = this.#ports.storage.get(this.#ports.storageKey);
    return text === null ? null : readKept(text);
  }
}

/** What this device keeps: what was written, and what stood there before. */
interface Kept {
  readonly mine: Partial<BotDraft>;
  readonly base: Partial<BotDraft>;
}

function readKept(text: string): Kept | null {
  try {
    const { mine, base } = JSON.parse(text) as { mine?: unknown; base?: unknown };
    return { mine: knownPart(mine), base: knownPart(base) };
  } catch {
    return null;
  }
}

/** Only fields we know, of the kind we know: another version of the page may have written them. */
function knownPart(kept: unknown): Partial<BotDraft> {
  const values = Object(kept) as Record<string, unknown>;
  const known = Object.entries(EMPTY_DRAFT).filter(([field, empty]) => isLike(values[field], empty));
  return Object.fromEntries(known.map(([field]) => [field, values[field]]));
}

const isLike = (value: unknown, empty: string | readonly string[]): boolean =>
  typeof empty === "string"
    ? typeof value === "string"
    : Array.isArray(value) && value.every((one) => typeof one === "string");
