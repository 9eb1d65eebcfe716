import { type Signal, signal } from "@preact/signals";
import * as z from "zod/mini";
import type { Api } from "../net/api.ts";
import type { ApiProblem } from "../state/ports.ts";

const Hearts = z.object({
  liked: z.boolean(),
  favorited: z.boolean(),
  likes_count: z.number(),
  favorites_count: z.number(),
});
/** What the reader said of a bot, and what all people's come to. */
export type Hearts = z.infer<typeof Hearts>;
export type Heart = "liked" | "favorited";

const PATHS = { liked: "like", favorited: "favorite" } as const;
const COUNTS = { liked: "likes_count", favorited: "favorites_count" } as const;

/**
 * Likes and favourites as far as this page changed them, one for all places that show a bot. A change shows at once and
 * is taken back where the server does not take it.
 */
export class HeartStore {
  readonly #changed = new Map<string, Signal<Hearts | null>>();
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** `row` with what was changed since it was read. */
  of(row: Hearts & { readonly id: string }): Hearts {
    return this.#signalOf(row.id).value ?? row;
  }

  /** Switches one heart. Answers why it did not work, else null. */
  async set(row: Hearts & { readonly id: string }, heart: Heart, isOn: boolean): Promise<ApiProblem | null> {
    const changed = this.#signalOf(row.id);
    const before = changed.peek();
    const shown = before ?? row;
    if (shown[heart] === isOn) return null;
    const count = COUNTS[heart];
    changed.value = { ...pick(shown), [heart]: isOn, [count]: Math.max(0, shown[count] + (isOn ? 1 : -1)) };
    const path = `/bots/${row.id}/${PATHS[heart]}`;
    const answer = await this.#api.call(isOn ? "PUT" : "DELETE", path, Hearts);
    changed.value = answer.ok ? answer.value : before;
    return answer.ok ? null : answer.problem;
  }

  #signalOf(id: string): Signal<Hearts | null> {
    const known = this.#changed.get(id) ?? signal(null);
    this.#changed.set(id, known);
    return known;
  }
}

const pick = ({ liked, favorited, likes_count, favorites_count }: Hearts): Hearts => ({
  liked,
  favorited,
  likes_count,
  favorites_count,
});

const stores = new WeakMap<Api, HeartStore>();

/** The one that belongs to `api`. */
export function heartsOf(api: Api): HeartStore {
  const store = stores.get(api) ?? new HeartStore(api);
  stores.set(api, store);
  return store;
}
