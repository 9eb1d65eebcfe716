import { useRoomScene } from "./room-context.ts";

export const listWords = (names: readonly string[]): string =>
  new Intl.ListFormat(undefined, { type: "conjunction" }).format(names);

/** Who else is writing; "" where nobody is. */
export function useTypingWords(): string {
  const { room, me, nameOf } = useRoomScene();
  return typingWords(room.typing.value.filter((id) => id !== me.value).map(nameOf));
}

export function typingWords(names: readonly string[]): string {
  if (names.length === 0) return "";
  if (names.length > 3) return "Several people are typing…";
  return `${listWords(names)} ${names.length === 1 ? "is" : "are"} typing…`;
}
