import { useApp } from "../ui/app-context.ts";
import { useRoomScene } from "./room-context.ts";
import { writeRefusal } from "./ticket-rail-rights.ts";

/** Ways to add pictures to the message being written; null where the room would refuse them. */
export interface PictureWays {
  /** Lets the person choose files. */
  readonly choose: () => void;
  /** Takes the files of a paste or a drop; what else they hold is the browser's. */
  readonly take: (event: Event, data: DataTransfer | null) => void;
}

/** Their code comes with the first picture: most messages have none. */
export function usePictures(): PictureWays | null {
  const { room } = useRoomScene();
  const { api } = useApp();
  const settings = room.view.value?.room.settings;
  const isAllowed = room.room_id.value !== null && settings?.allow_file_sharing !== false;
  if (!isAllowed || writeRefusal(room.you.value?.role) !== null) return null;
  const add = (files: FileList | null | undefined) => {
    const list = [...(files ?? [])];
    if (list.length > 0) void import("./attachment-desk.ts").then((desk) => desk.addPictures(room.composer, api, list));
  };
  const choose = () => {
    const input = Object.assign(document.createElement("input"), { type: "file", multiple: true, accept: "image/*" });
    input.onchange = () => add(input.files);
    input.click();
  };
  const take = (event: Event, data: DataTransfer | null) => {
    if (!data?.files.length) return;
    event.preventDefault();
    add(data.files);
  };
  return { choose, take };
}
