import type { VNode } from "preact";
import { SPEAKER_MARKS } from "../room/speaker-marks.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import type { Persona } from "./persona-draft.ts";
import { aboutWords, usedWords } from "./persona-words.ts";

interface PersonaCardProps {
  readonly persona: Persona;
  readonly onDefault: () => void;
  readonly onDelete: () => void;
}

/** One face of one's own. */
export function PersonaCard({ persona, onDefault, onDelete }: PersonaCardProps): VNode {
  const { id, name, description, appearance, is_default, usage_count } = persona;
  const about = aboutWords(persona);
  const items = [
    ...(is_default ? [] : [{ id: "default", label: "Wear it in new rooms", onSelect: onDefault }]),
    { id: "delete", label: "Delete", hint: "Messages keep the name.", onSelect: onDelete },
  ];
  return (
    <li class="own-card">
      <a class="own-card-link" href={`/personas/${id}`}>
        <Avatar name={name} picture={appearance.avatar_url} mark={SPEAKER_MARKS} size="large" />
        <span class="own-card-words">
          <span class="persona-head">
            <bdi class="own-card-name">{name}</bdi>
            {is_default && <span class="room-mark room-mark-pinned">Default</span>}
          </span>
          {about && <span class="own-card-meta">{about}</span>}
          <span class="own-card-about" dir="auto">
            {description}
          </span>
        </span>
      </a>
      <div class="own-card-foot">
        <span class="own-card-meta">{usedWords(usage_count)}</span>
        <Menu name={`More about ${name}`} face={<Icon name="more" />} class="icon-button" items={items} />
      </div>
    </li>
  );
}
