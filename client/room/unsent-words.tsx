import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useRoomScene } from "./room-context.ts";

/** What was written and will not be said here any more, to take along. */
export function UnsentWords(): VNode | null {
  const { room } = useRoomScene();
  const [copied, setCopied] = useState<string | null>(null);
  // Where the list is drawn, what waited to be sent stands there.
  const waiting = room.view.value === null ? room.bubbles.value : [];
  const texts = waiting.flatMap(({ command }) => (command.type === "send" ? [command.text] : []));
  const words = [...texts, room.composer.text.value].filter((text) => text.trim() !== "").join("\n\n");
  if (words === "") return null;
  const copy = async () => {
    await navigator.clipboard.writeText(words);
    setCopied(words);
  };
  return (
    <section class="unsent" aria-label="Not sent">
      <p class="unsent-note">You wrote this and did not send it:</p>
      <p class="unsent-words" dir="auto">
        {words}
      </p>
      {"clipboard" in navigator && (
        <button type="button" class="button button-small" onClick={() => void copy()}>
          {copied === words ? "Copied" : "Copy"}
        </button>
      )}
    </section>
  );
}
