import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { PreferencePanel } from "./preference-panel.tsx";

const canNotify = "Notification" in globalThis;

/** What the browser allows comes first: without it no choice below does anything. Asked only on a press. */
export function NotificationsPanel(): VNode {
  const [permission, setPermission] = useState(canNotify ? Notification.permission : "denied");
  const ask = async () => setPermission(await Notification.requestPermission());
  return (
    <>
      <section class="settings-card settings-line" aria-label="Permission">
        <p role="status">{permissionWords(permission)}</p>
        {permission === "default" && (
          <button type="button" class="button button-primary" onClick={() => void ask()}>
            Allow notifications
          </button>
        )}
      </section>
      <PreferencePanel tab="notifications" />
    </>
  );
}

function permissionWords(permission: NotificationPermission): string {
  if (!canNotify) return "This browser has no notifications.";
  if (permission === "granted") return "This browser shows notifications of BotCafe.";
  if (permission === "denied") return "This browser shows none. You can change that in its settings for this site.";
  return "This browser has not been asked yet.";
}
