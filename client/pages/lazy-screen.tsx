import type { FunctionComponent, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { lazy } from "preact-iso";

/** A screen that comes when it is asked for, and says so where it does not come. */
export const lazyScreen = (load: () => Promise<FunctionComponent>): FunctionComponent =>
  lazy(() => load().catch(() => () => <MissingScreen load={load} />));

/** Without a network, or after a new version has taken this one's files away. */
function MissingScreen({ load }: { load: () => Promise<FunctionComponent> }): VNode {
  const [found, setFound] = useState<{ readonly Screen: FunctionComponent } | null>(null);
  const tryAgain = async () => {
    try {
      setFound({ Screen: await load() });
    } catch {
      if (navigator.onLine) location.reload();
    }
  };
  useEffect(() => {
    const back = () => void tryAgain();
    addEventListener("online", back, { once: true });
    return () => removeEventListener("online", back);
  }, []);
  if (found) return <found.Screen />;
  return (
    <div class="page-block" role="alert">
      <h1>This page did not come</h1>
      <p>
        {navigator.onLine
          ? "BotCafe may have a new version. Drafts are kept on this device."
          : "You are offline, and this page was not opened before."}
      </p>
      <button type="button" class="button button-primary" onClick={() => void tryAgain()}>
        Try again
      </button>
    </div>
  );
}
