import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ApiProblem, ApiResult } from "./ports.ts";

/** The signed-in person, as far as every screen needs. */
export interface Me {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly role: string;
  /** A guest's things end at `expires_at` unless claimed by signing in. */
  readonly guest: boolean;
  readonly expires_at: string | null;
  /** What they set about the page; see `preferences-store.ts`. */
  readonly preferences?: Readonly<Record<string, unknown>> | undefined;
}
/** What minting a session answers. `room` is a guest's own copy of the sample room. */
export interface NewSession {
  readonly user: Me;
  readonly expires_at: string;
  readonly room: string | null;
}

export interface SessionCalls {
  /** Who is signed in; null where nobody is. */
  me(): Promise<ApiResult<Me | null>>;
  guest(name: string | null): Promise<ApiResult<NewSession>>;
  /** Embedded mode only; elsewhere answers `not_found`. */
  devSignIn(email: string, displayName: string | null): Promise<ApiResult<NewSession>>;
  signOut(): Promise<ApiResult<null>>;
}

/** Who was signed in on this device when the server was last asked. */
export interface SessionMemory {
  get(): Me | null;
}

export type SessionState = "unknown" | "signed_out" | "guest" | "signed_in";

/** Who this browser is. One per page; no call answers with the token, it stays in its cookie. */
export class SessionStore {
  readonly me: Signal<Me | null> = signal(null);
  readonly state: ReadonlySignal<SessionState>;
  /** Why the last attempt failed, until the next. */
  readonly problem: Signal<ApiProblem | null> = signal(null);
  /** A guest's own sample room, once minted. */
  readonly room: Signal<string | null> = signal(null);
  readonly #calls: SessionCalls;
  readonly #isKnown: Signal<boolean> = signal(false);
  readonly #memory: SessionMemory | null;
  #minting: Promise<Me | null> | null = null;
  #isBelieved = false;

  constructor(calls: SessionCalls, memory: SessionMemory | null = null) {
    this.#calls = calls;
    this.#memory = memory;
    this.state = computed(() => {
      if (!this.#isKnown.value) return "unknown";
      return stateOf(this.me.value);
    });
  }

  /** The server could not be asked: it is believed to be who it was the last time. Asking again settles it. */
  get isBelieved(): boolean {
    return this.#isBelieved;
  }

  /**
   * Asks the server who we are. Without an answer the state stays what it was; where it was nothing yet, the device's
   * memory is believed, so that what is kept here can be read. The server takes nothing on that belief.
   */
  async load(): Promise<Me | null> {
    const answer = await this.#calls.me();
    if (answer.ok) return this.#become(answer.value);
    if (answer.problem.status === 401) return this.#become(null);
    const known = this.#isKnown.peek() ? null : (this.#memory?.get() ?? null);
    if (known) {
      this.#become(known);
      this.#isBelieved = true;
    } else this.problem.value = answer.problem;
    return this.me.peek();
  }

  /** Someone to send as: the person signed in, else a new guest. Callers at the same time get the same one. */
  ensure(name: string | null = null): Promise<Me | null> {
    const me = this.me.peek();
    if (me) return Promise.resolve(me);
    this.#minting ??= this.#mint(name).finally(() => {
      this.#minting = null;
    });
    return this.#minting;
  }

  async devSignIn(email: string, displayName: string | null = null): Promise<Me | null> {
    return this.#started(await this.#calls.devSignIn(email, displayName));
  }

  async signOut(): Promise<void> {
    const answer = await this.#calls.signOut();
    if (answer.ok || answer.problem.status === 401) this.#become(null);
    else this.problem.value = answer.problem;
  }

  /** Any call was answered 401: whoever we were is over. */
  expired(): void {
    this.#become(null);
  }

  async #mint(name: string | null): Promise<Me | null> {
    const known = this.#isKnown.peek() ? null : await this.load();
    // Not knowing is no reason to mint: it would hide the session there may be.
    if (known || !this.#isKnown.peek()) return known;
    return this.#started(await this.#calls.guest(name));
  }

  #started(answer: ApiResult<NewSession>): Me | null {
    if (!answer.ok) {
      this.problem.value = answer.problem;
      return null;
    }
    this.room.value = answer.value.room;
    return this.#become(answer.value.user);
  }

  #become(me: Me | null): Me | null {
    this.#isBelieved = false;
    this.me.value = me;
    this.problem.value = null;
    this.#isKnown.value = true;
    if (me === null) this.room.value = null;
    return me;
  }
}

function stateOf(me: Me | null): SessionState {
  if (me === null) return "signed_out";
  return me.guest ? "guest" : "signed_in";
}
