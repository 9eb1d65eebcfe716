import type { ToastStore } from "../state/toast-store.ts";

/** A tab may stay open for weeks: asked when it comes back into sight, at most this often. Chosen. */
const ASK_EVERY_MS = 10 * 60_000;

interface VersionPorts {
  /** Address of the script that runs; null where nobody knows. */
  readonly entry: string | null;
  readonly toasts: ToastStore;
  readonly fetch: (path: string) => Promise<Response>;
  readonly reload: () => void;
}

/**
 * Notices that the server has another version of this page than the one that runs: the page names its first script by
 * its content. Said once, and never put in place by itself: somebody may be writing. @returns How to stop.
 */
export function watchVersion({ entry, toasts, fetch, reload }: VersionPorts): () => void {
  let asked_ms = Date.now();
  const tell = () => {
    stop();
    const action = { label: "Reload", onPress: reload };
    toasts.say("There is a new version of BotCafe. Drafts stay.", { action, stays: true });
  };
  const look = async () => {
    asked_ms = Date.now();
    const page = await pageOf(fetch);
    if (entry !== null && page?.includes(PAGE_MARK) && !page.includes(entry)) tell();
  };
  const onSight = () => {
    if (!document.hidden && Date.now() - asked_ms >= ASK_EVERY_MS) void look();
  };
  // A file of this version did not come: it may not be there any more.
  const onMiss = () => void look();
  document.addEventListener("visibilitychange", onSight);
  addEventListener("vite:preloadError", onMiss);
  const stop = () => {
    document.removeEventListener("visibilitychange", onSight);
    removeEventListener("vite:preloadError", onMiss);
  };
  return stop;
}

/** Only a page of ours has it: a network that answers with its own page is no new version. */
const PAGE_MARK = 'id="app"';

async function pageOf(fetch: VersionPorts["fetch"]): Promise<string | null> {
  try {
    const response = await fetch("/");
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}
