import type { PageHints } from "./room-socket.ts";

/** The browser's own signs that a connection is worth a look: the tab is shown, a network is there, the page is thawed. */
export const pageHints: PageHints = {
  onWake(listener) {
    const onVisible = () => {
      if (document.visibilityState === "visible") listener();
    };
    document.addEventListener("visibilitychange", onVisible);
    window.addEventListener("online", listener);
    window.addEventListener("pageshow", listener);
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      window.removeEventListener("online", listener);
      window.removeEventListener("pageshow", listener);
    };
  },
};
