import type { VNode } from "preact";
import { Waiting } from "../ui/waiting.tsx";
import { useIsWide } from "./use-is-wide.ts";

const FIELDS = 5;

/** The editor before the bot is here: head, tabs, fields and the place to try it, where they will be. */
export function EditorSkeleton({ onRetry }: { onRetry?: () => void }): VNode {
  const isWide = useIsWide();
  return (
    <div class="page editor-page">
      <Waiting onRetry={onRetry}>
        <div class="editor-bones">
          <div class="editor-head">
            <span class="bone bone-face" />
            <span class="bone bone-title" />
          </div>
          <div class="editor-columns">
            <div class="editor-form form">
              <span class="bone bone-tabs" />
              {Array.from({ length: FIELDS }, (_, at) => (
                <span key={at} class={at < 2 ? "bone bone-field" : "bone bone-area"} />
              ))}
            </div>
            {isWide && <div class="editor-aside bone bone-form" />}
          </div>
        </div>
      </Waiting>
    </div>
  );
}
