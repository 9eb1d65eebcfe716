import { type ReadonlySignal, useComputed } from "@preact/signals";
import { createContext, type VNode } from "preact";
import { useContext } from "preact/hooks";
import type { RoomMember } from "../../shared/fields/conversation.ts";
import { Avatar } from "../ui/avatar.tsx";
import { useRoomScene } from "./room-context.ts";

/** Most faces in the gutter; the rest is a number. */
const MOST_FACES = 3;
const NOBODY: readonly RoomMember[] = [];

/** Who has read up to which message, without the reader. */
export const ReadersContext = createContext<ReadonlySignal<ReadonlyMap<string, readonly RoomMember[]>> | null>(null);

/** For the context above: changes with the members' marks. */
export function useReaders(): ReadonlySignal<ReadonlyMap<string, readonly RoomMember[]>> {
  const { members, me } = useRoomScene();
  return useComputed(() => {
    const others = members.value.filter(({ user_id, read_up_to }) => user_id !== me.value && read_up_to !== null);
    return Map.groupBy(others, ({ read_up_to }) => read_up_to ?? "");
  });
}

/** The people who have read up to here, in a gutter of its own that moves nothing. Bots have no mark of this kind. */
export function Receipts({ message_id }: { message_id: string }): VNode | null {
  const { members, markOf } = useRoomScene();
  const all = useContext(ReadersContext);
  const readers = useComputed(() => all?.value.get(message_id) ?? NOBODY).value;
  if (readers.length === 0) return null;
  const more = readers.length - MOST_FACES;
  const names = new Intl.ListFormat().format(readers.map(({ name }) => name));
  return (
    <span class="receipts" title={`Read by ${names}`}>
      <span class="sr-only">Read by {names}</span>
      {members.value.length === 2 ? (
        <span class="receipts-tick" aria-hidden="true">
          ✓
        </span>
      ) : (
        readers
          .slice(0, MOST_FACES)
          .map(({ user_id, name }) => (
            <Avatar key={user_id} name={name} picture={null} mark={markOf(user_id)} size="small" />
          ))
      )}
      {more > 0 && <span aria-hidden="true">+{more}</span>}
    </span>
  );
}
