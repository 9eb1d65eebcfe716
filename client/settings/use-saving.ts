import { useState } from "preact/hooks";
import type { ApiProblem, ApiResult } from "../state/ports.ts";

/** Where the saving of a form stands. */
export interface Saving {
  readonly isBusy: boolean;
  readonly isSaved: boolean;
  readonly problem: ApiProblem | null;
  /** Saves; what came of it, or null where it did not work. */
  readonly save: <T>(call: Promise<ApiResult<T>>) => Promise<T | null>;
  /** Something was written since. */
  readonly touched: () => void;
  /** What is wrong with one field, in words. */
  readonly problemOf: (field: string) => string | undefined;
}

/** One form's way to the server, and what the server says of its fields. */
export function useSaving(): Saving {
  const [state, setState] = useState<Pick<Saving, "isBusy" | "isSaved" | "problem">>(REST);
  return {
    ...state,
    async save(call) {
      setState({ isBusy: true, isSaved: false, problem: null });
      const answer = await call;
      setState({ isBusy: false, isSaved: answer.ok, problem: answer.ok ? null : answer.problem });
      return answer.ok ? answer.value : null;
    },
    touched: () => setState((before) => (before.isSaved ? REST : before)),
    problemOf: (field) => {
      const found = state.problem?.errors.find(({ path }) => path === field);
      return found && sentence(found.message);
    },
  };
}

const REST = { isBusy: false, isSaved: false, problem: null };

/** The server words a field's fault as the rest of a sentence: "has to have …". */
const sentence = (message: string): string => {
  const first = message.charAt(0).toLocaleUpperCase();
  return `${first}${message.slice(1)}${/[.!?]$/.test(message) ? "" : "."}`;
};
