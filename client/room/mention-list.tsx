import type { VNode } from "preact";
import { Avatar } from "../ui/avatar.tsx";
import type { Mentionable } from "./mention-match.ts";
import { useRoomScene } from "./room-context.ts";

export const optionIdOf = (at: number): string => `mention-${at}`;

interface MentionListProps {
  readonly options: readonly Mentionable[];
  /** The one Enter would take. */
  readonly at: number;
  readonly onPick: (option: Mentionable) => void;
}

/** Names that fit what stands behind the `@`. The focus stays in the field, which names the chosen option. */
export function MentionList({ options, at, onPick }: MentionListProps): VNode {
  const { bots, markOf } = useRoomScene();
  return (
    <div class="mention-list" role="listbox" id="mention-list" aria-label="Who to mention">
      {options.map((option, index) => (
        <div
          key={option.id}
          id={optionIdOf(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          class={index === at ? "mention-option mention-chosen" : "mention-option"}
          // Before the field loses the focus to the click.
          onPointerDown={(event) => {
            event.preventDefault();
            onPick(option);
          }}
        >
          <Avatar
            name={option.name}
            picture={bots.value.find((bot) => bot.bot_id === option.id)?.picture ?? null}
            mark={markOf(option.id)}
            size="small"
          />
          {option.kind === "other" ? (
            <span>
              Add <bdi>{option.name}</bdi> and ask
            </span>
          ) : (
            <bdi>{option.name}</bdi>
          )}
          <span class="mention-kind">{kindWords(option)}</span>
        </div>
      ))}
    </div>
  );
}

function kindWords({ kind, isMuted }: Mentionable): string {
  if (isMuted) return "muted, wakes once";
  return kind === "other" ? "not here yet" : kind;
}
