import { useState } from "preact/hooks";
import type { ComposerStore } from "../state/composer-store.ts";
import { insertMention, type Mentionable, type MentionQuery, mentionAtCaret, rankMentions } from "./mention-match.ts";
import { useRoomScene } from "./room-context.ts";

/** The mention list of a field: what it offers, which one is chosen, and what the keyboard does with it. */
export function useMentions(field: { readonly current: HTMLTextAreaElement | null }) {
  const { room } = useRoomScene();
  const people = useMentionables();
  const [query, setQuery] = useState<MentionQuery | null>(null);
  const [at, setAt] = useState(0);
  const options = query ? rankMentions(people, query.query) : [];
  const close = () => setQuery(null);
  const look = () => {
    const { current } = field;
    setQuery(current ? mentionAtCaret(current.value, current.selectionStart) : null);
    setAt(0);
  };
  const pick = (option: Mentionable) => {
    const { current } = field;
    if (!current || !query) return;
    const caret = insert(room.composer, current, query, option);
    close();
    // After the new text is in the field: setting it moves the caret to its end.
    setTimeout(() => current.setSelectionRange(caret, caret));
  };
  const take = () => {
    const option = options[at];
    if (option) pick(option);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => setAt((at + 1) % options.length),
    ArrowUp: () => setAt((at + options.length - 1) % options.length),
    Enter: take,
    Tab: take,
    Escape: close,
  };
  const onKey = (event: KeyboardEvent): boolean => {
    const act = options.length > 0 ? keys[event.key] : undefined;
    if (!act) return false;
    act();
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { options, at, look, pick, onKey, close };
}

function useMentionables(): Mentionable[] {
  const { bots, members, me } = useRoomScene();
  return [
    ...bots.value.map(({ bot_id, name }) => ({ id: bot_id, name, kind: "bot" as const })),
    ...members.value
      .filter((member) => member.user_id !== me.value)
      .map(({ user_id, name }) => ({ id: user_id, name, kind: "person" as const })),
  ];
}

/** Bots are inserted as objects, people as their names. Answers where the caret goes. */
function insert(
  composer: ComposerStore,
  field: HTMLTextAreaElement,
  query: MentionQuery,
  { id, name, kind }: Mentionable,
): number {
  if (kind === "bot") return composer.mention({ bot_id: id, name }, query.at, field.selectionStart);
  const inserted = insertMention(field.value, field.selectionStart, query, name);
  composer.write(inserted.text);
  return inserted.caret;
}
