/** A word on the desktop, outside the page. */
export interface DesktopNote {
  readonly title: string;
  readonly body: string;
  /** A newer one of the same name takes its place: one a room. */
  readonly tag: string;
  readonly onPress?: () => void;
}

/** Shows it where the person has allowed it; a press brings the page forward. */
export function showOnDesktop({ title, body, tag, onPress }: DesktopNote): void {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
  try {
    const shown = new Notification(title, { body, tag, icon: "/favicon.svg" });
    shown.addEventListener("click", () => {
      focus();
      shown.close();
      onPress?.();
    });
  } catch {
    // Phones show them only through a worker of the page's own; the unread number in the title stays.
  }
}
