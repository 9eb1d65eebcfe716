import { useEffect, useState } from "preact/hooks";
import type { ApiProblem, ApiResult } from "../state/ports.ts";

/** An answer on its way, here, or failed; what was shown stays while it is asked again. */
export interface Answer<T> {
  readonly value: T | null;
  readonly problem: ApiProblem | null;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** Asks once for each `key`, and again on `reload`. An answer that comes after its key has changed is dropped. */
export function useAnswer<T>(key: string | null, ask: (signal: AbortSignal) => Promise<ApiResult<T>>): Answer<T> {
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<Omit<Answer<T>, "reload">>(NOTHING);
  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    setAnswer((before) => ({ ...before, problem: null, isLoading: true }));
    const show = async () => {
      const result = await ask(abort.signal);
      if (abort.signal.aborted) return;
      setAnswer((before) =>
        result.ok
          ? { value: result.value, problem: null, isLoading: false }
          : { value: before.value, problem: result.problem, isLoading: false },
      );
    };
    void show();
    return () => abort.abort();
  }, [key, round]);
  return { ...answer, reload: () => setRound(round + 1) };
}

const NOTHING = { value: null, problem: null, isLoading: true };
