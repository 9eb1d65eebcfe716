import { useEffect, useState } from "preact/hooks";
import * as z from "zod/mini";
import type { ComposerStore } from "../state/composer-store.ts";
import { useApp } from "../ui/app-context.ts";
import { useAnswer } from "../ui/use-answer.ts";
import { insertMention, type Mentionable, type MentionQuery, mentionAtCaret, rankMentions } from "./mention-match.ts";
import { useRoomScene } from "./room-context.ts";
import { ownerRefusal } from "./ticket-rail-rights.ts";

const AddableBot = z.object({ id: z.string(), name: z.string() });
const AddableBots = z.object({ docs: z.array(AddableBot) });

/** The mention list of a field: what it offers, which one is chosen, and what the keyboard does with it. */
export function useMentions(field: { readonly current: HTMLTextAreaElement | null }) {
  const { room } = useRoomScene();
  const [query, setQuery] = useState<MentionQuery | null>(null);
  const [at, setAt] = useState(0);
  const people = useMentionables(query !== null);
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

/** Everyone at the table, and once an `@` is typed the bots an owner could bring there. */
function useMentionables(isAsking: boolean): Mentionable[] {
  const { bots, members, me } = useRoomScene();
  const others = useAddableBots(isAsking);
  return [
    ...bots.value.map(({ bot_id, name, is_active }) => ({
      id: bot_id,
      name,
      kind: "bot" as const,
      isMuted: !is_active,
    })),
    ...members.value
      .filter((member) => member.user_id !== me.value)
      .map(({ user_id, name }) => ({ id: user_id, name, kind: "person" as const })),
    ...others
      .filter(({ id }) => !bots.value.some((bot) => bot.bot_id === id))
      .map(({ id, name }) => ({ id, name, kind: "other" as const })),
  ];
}

function useAddableBots(isAsking: boolean): readonly z.infer<typeof AddableBot>[] {
  const { api, session } = useApp();
  const { room } = useRoomScene();
  const user = session.me.value?.id ?? null;
  const [isWanted, setWanted] = useState(false);
  useEffect(() => setWanted((before) => before || isAsking), [isAsking]);
  const mayAdd = isWanted && ownerRefusal(room.you.value?.role) === null;
  const own = useAnswer(mayAdd ? user : null, (signal) => api.call("GET", "/bots?limit=100", AddableBots, { signal }));
  return own.value?.docs ?? [];
}

/** Bots are inserted as objects, people as their names. Answers where the caret goes. */
function insert(
  composer: ComposerStore,
  field: HTMLTextAreaElement,
  query: MentionQuery,
  { id, name, kind }: Mentionable,
): number {
  if (kind !== "person") {
    const joins = kind === "other";
    return composer.mention({ bot_id: id, name, ...(joins && { joins }) }, query.at, field.selectionStart);
  }
  const inserted = insertMention(field.value, field.selectionStart, query, name);
  composer.write(inserted.text);
  return inserted.caret;
}
