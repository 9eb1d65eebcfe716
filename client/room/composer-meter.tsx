import type { VNode } from "preact";
import { estimateTokens } from "../../shared/text/tokens.ts";
import { Icon } from "../ui/icon.tsx";
import { type Fill, fillOf } from "./composer-fill.ts";
import { useRoomScene } from "./room-context.ts";

/** How full the next prompt will be, as far as the last one tells: nothing before a bot has read the room. */
export function Meter(): VNode | null {
  const { room, openPane } = useRoomScene();
  const fill = fillOf(room.budget.value, estimateTokens(room.composer.text.value));
  if (!fill) return null;
  return (
    <button
      type="button"
      class={`meter meter-${fill.level}`}
      title={meterHint(fill)}
      onClick={() => openPane("prompt")}
    >
      {fill.level === "full" && <Icon name="warning" />}
      {fill.level !== "fine" && <span class="meter-way">See what gets cut</span>}
      <span>
        <span class="sr-only">Next prompt: </span>
        <bdi dir="ltr">
          {numbers.format(fill.used)} / {numbers.format(fill.window)}
        </bdi>
        <span class="sr-only"> tokens</span>
      </span>
    </button>
  );
}

const numbers = new Intl.NumberFormat();

const meterHint = ({ level }: Fill): string =>
  level === "fine" ? "About what the next bot will read" : "The oldest messages are left out when it is full";
