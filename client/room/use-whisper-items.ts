import type { MenuItem } from "../ui/menu.tsx";
import { useRoomScene } from "./room-context.ts";

/** Most bots the menu names; `/whisper` reaches every one. */
const MOST_NAMED = 5;

/** One bot alone hears the next message. Nothing to choose where nobody else would hear it anyway. */
export function useWhisperItems(): MenuItem[] {
  const { room, bots, members } = useRoomScene();
  const { composer } = room;
  if (bots.value.length + members.value.length <= 2) return [];
  return bots.value.slice(0, MOST_NAMED).map(({ bot_id, name }) => {
    const isChecked = composer.whisper_to.value === bot_id;
    return {
      id: `whisper-${bot_id}`,
      label: `Whisper to ${name}`,
      hint: "Nobody else hears it, nor the answer",
      isChecked,
      onSelect: () => composer.whisperTo(isChecked ? null : bot_id),
    };
  });
}
