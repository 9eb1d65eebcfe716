import type { VNode } from "preact";
import { Avatar } from "../ui/avatar.tsx";
import { STATE_WORDS, stateOf } from "./presence-words.ts";
import { useRoomScene } from "./room-context.ts";

/** Most faces drawn in the header; the rest is a number. */
const MOST_FACES = 5;

/** The others: people first, then bots; opens the People pane. */
export function RoomFaces(): VNode {
  const { room, bots, members, me, markOf, openPane } = useRoomScene();
  const others = members.value.filter(({ user_id }) => user_id !== me.value);
  const faces = [
    ...others.map(({ user_id, name }) => ({ id: user_id, name, picture: null, state: stateOf(room, user_id) })),
    ...bots.value.map(({ bot_id, name, picture }) => ({ id: bot_id, name, picture, state: null })),
  ];
  const more = faces.length - MOST_FACES;
  const names = faces.map(({ name, state }) => (state ? `${name}, ${STATE_WORDS[state]}` : name)).join("; ");
  return (
    <button type="button" class="face-stack" aria-label={`At the table: ${names}`} onClick={() => openPane("people")}>
      {faces.slice(0, MOST_FACES).map(({ id, ...face }) => (
        <Avatar key={id} {...face} mark={markOf(id)} size="small" />
      ))}
      {more > 0 && <span class="face-more">+{more}</span>}
    </button>
  );
}
