import { useEffect, useState } from "preact/hooks";

/** From here on a form and a talk stand beside each other. Chosen: 30 rem of form, 22 rem of talk, and the rail. */
const WIDE = matchMedia("(min-width: 1180px)");

export function useIsWide(): boolean {
  const [isWide, setWide] = useState(WIDE.matches);
  useEffect(() => {
    const onChange = () => setWide(WIDE.matches);
    WIDE.addEventListener("change", onChange);
    return () => WIDE.removeEventListener("change", onChange);
  }, []);
  return isWide;
}
