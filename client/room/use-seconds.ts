import { useEffect, useState } from "preact/hooks";

/** Whole seconds since `key` last changed, counted on this device. */
export function useSeconds(key: string | null): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    setSeconds(0);
    if (key === null) return;
    const began = performance.now();
    const timer = setInterval(() => setSeconds(Math.round((performance.now() - began) / 1_000)), 1_000);
    return () => clearInterval(timer);
  }, [key]);
  return seconds;
}
