import type { VNode } from "preact";
import { useLocation } from "preact-iso";
import { useApp } from "../ui/app-context.ts";

const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "long" });

/** A guest's things end; until when, and how to keep them. */
export function GuestNotice(): VNode {
  const { session } = useApp();
  const { url } = useLocation();
  const ends = session.me.value?.expires_at;
  return (
    <section class="settings-card settings-notice" aria-label="Guest">
      <p>
        You are a guest{ends ? `, until ${dateFormat.format(new Date(ends))}` : ""}. Sign in before that, and your rooms
        come along.
      </p>
      <a class="button button-primary" href={`/login?then=${encodeURIComponent(url)}`}>
        Sign in
      </a>
    </section>
  );
}
