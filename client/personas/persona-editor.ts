import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ApiProblem, ApiResult, DeviceStorage } from "../state/ports.ts";
import {
  type Persona,
  type PersonaDraft,
  type PersonaField,
  personaBody,
  personaChanges,
  personaDraftOf,
} from "./persona-draft.ts";

export interface PersonaEditorPorts {
  readonly storage: DeviceStorage;
  /** Where this device keeps what is not saved yet. */
  readonly storageKey: string;
  /** The persona as it is now, with its version; null makes a new one. */
  readonly load: (() => Promise<ApiResult<Persona>>) | null;
  /** @param etag Of the version that is changed; undefined makes a persona. */
  save(body: Record<string, unknown>, etag: string | undefined): Promise<ApiResult<Persona>>;
}

/** A field that was changed here and, in another way, elsewhere. */
export interface PersonaClash {
  readonly field: PersonaField;
  readonly mine: PersonaDraft[PersonaField];
  readonly theirs: PersonaDraft[PersonaField];
}

/** Somebody who saves that often while one waits is met once more, and then it is said. */
const MAX_TRIES = 3;

/**
 * One persona being written. What is not saved is kept on this device from every keystroke on; saving changes only what
 * was touched, and asks where another device changed the same.
 */
export class PersonaEditor {
  readonly draft: Signal<PersonaDraft>;
  readonly isChanged: ReadonlySignal<boolean>;
  readonly problem: Signal<ApiProblem | null> = signal(null);
  readonly isBusy: Signal<boolean> = signal(false);
  /** What is to be decided before anything is saved. */
  readonly clashes: Signal<readonly PersonaClash[]> = signal([]);
  /** What is shown was begun on an earlier visit. */
  readonly isRestored: boolean;
  readonly #ports: PersonaEditorPorts;
  readonly #base: Signal<PersonaDraft>;

  constructor(ports: PersonaEditorPorts, start: PersonaDraft) {
    this.#ports = ports;
    const kept = readKept(ports.storage.get(ports.storageKey), start);
    this.isRestored = Object.keys(kept.mine).length > 0;
    // What stood there when it was written counts as its base: a change made elsewhere since then is asked about.
    this.#base = signal({ ...start, ...kept.base });
    this.draft = signal({ ...start, ...kept.mine });
    this.isChanged = computed(() => touched(this.#base.value, this.draft.value).length > 0);
  }

  edit(changes: Partial<PersonaDraft>): void {
    this.draft.value = { ...this.draft.peek(), ...changes };
    this.#keep();
  }

  /** @returns The persona as it is now; null where it did not come to that, and the form says why. */
  async save(): Promise<Persona | null> {
    if (this.isBusy.peek()) return null;
    this.isBusy.value = true;
    const sent = this.draft.peek();
    const answer = await (this.#ports.load === null ? this.#make() : this.#change(this.#ports.load, MAX_TRIES));
    this.isBusy.value = false;
    if (answer === null) return null;
    this.problem.value = answer.ok ? null : answer.problem;
    if (!answer.ok) return null;
    const saved = personaDraftOf(answer.value);
    // Written while the answer was on its way: still unsaved.
    const since = partOf(this.draft.peek(), touched(sent, this.draft.peek()));
    this.#base.value = saved;
    this.draft.value = { ...saved, ...since };
    this.#keep();
    return answer.value;
  }

  #make(): Promise<ApiResult<Persona>> {
    return this.#ports.save(personaBody(this.draft.peek()), undefined);
  }

  async #change(load: () => Promise<ApiResult<Persona>>, tries: number): Promise<ApiResult<Persona> | null> {
    const now = await load();
    if (!now.ok) return now;
    const [base, mine, theirs] = [this.#base.peek(), this.draft.peek(), personaDraftOf(now.value)];
    const fields = touched(base, mine);
    const clashes = fields
      .filter((field) => !isSame(theirs[field], base[field]) && !isSame(theirs[field], mine[field]))
      .map((field) => ({ field, mine: mine[field], theirs: theirs[field] }));
    this.#base.value = theirs;
    this.draft.value = { ...theirs, ...partOf(mine, fields) };
    this.#keep();
    this.clashes.value = clashes;
    if (clashes.length > 0) return null;
    const answer = await this.#ports.save(personaChanges(theirs, this.draft.peek()), now.etag);
    const isLate = !answer.ok && answer.problem.code === "precondition_failed";
    return isLate && tries > 1 ? await this.#change(load, tries - 1) : answer;
  }

  /** Ends what is to be decided: mine stay in the form, to be saved over theirs; else theirs stand there. */
  settle(whose: "mine" | "theirs"): void {
    const clashes = this.clashes.peek();
    this.clashes.value = [];
    if (whose === "theirs") this.edit(Object.fromEntries(clashes.map(({ field, theirs }) => [field, theirs])));
  }

  /** Forgets what this device keeps. */
  discard(): void {
    this.#ports.storage.remove(this.#ports.storageKey);
  }

  #keep(): void {
    const [base, mine] = [this.#base.peek(), this.draft.peek()];
    const fields = touched(base, mine);
    const kept: Kept = { mine: partOf(mine, fields), base: partOf(base, fields) };
    if (fields.length === 0) this.discard();
    else this.#ports.storage.set(this.#ports.storageKey, JSON.stringify(kept));
  }
}

const isSame = (a: PersonaDraft[PersonaField], b: PersonaDraft[PersonaField]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

const fieldsOf = (draft: PersonaDraft) => Object.keys(draft) as PersonaField[];

const touched = (base: PersonaDraft, mine: PersonaDraft): PersonaField[] =>
  fieldsOf(base).filter((field) => !isSame(base[field], mine[field]));

const partOf = (draft: PersonaDraft, fields: readonly PersonaField[]): Partial<PersonaDraft> =>
  Object.fromEntries(fields.map((field) => [field, draft[field]]));

/** What this device keeps: what was written, and what stood there before. */
interface Kept {
  readonly mine: Partial<PersonaDraft>;
  readonly base: Partial<PersonaDraft>;
}

function readKept(text: string | null, like: PersonaDraft): Kept {
  try {
    const { mine, base } = Object(JSON.parse(text ?? "null")) as { mine?: unknown; base?: unknown };
    return { mine: knownPart(mine, like), base: knownPart(base, like) };
  } catch {
    return { mine: {}, base: {} };
  }
}

/** Only fields we know, of the kind we know: another version of the page may have written them. */
function knownPart(kept: unknown, like: PersonaDraft): Partial<PersonaDraft> {
  const values = Object(kept) as Record<string, unknown>;
  const known = fieldsOf(like).filter((field) => isLike(values[field], like[field]));
  return Object.fromEntries(known.map((field) => [field, values[field]]));
}

const isLike = (value: unknown, like: PersonaDraft[PersonaField]): boolean =>
  Array.isArray(like)
    ? Array.isArray(value) && value.every((one) => typeof one === "string")
    : typeof value === typeof like;
