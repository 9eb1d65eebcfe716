import type { Signal } from "@preact/signals";
import type { Tray } from "../state/composer-store.ts";
import { useApp } from "../ui/app-context.ts";
import { useRoomScene } from "./room-context.ts";
import { writeRefusal } from "./ticket-rail-rights.ts";

/** Ways to add pictures to the message being written; null where the room would refuse them. */
export interface PictureWays {
  /** Lets the person choose files. */
  readonly choose: () => void;
  /** Opens the camera, where the device takes pictures itself; elsewhere as `choose`. */
  readonly photograph: () => void;
  /** Takes the files of a paste or a drop; what else they hold is the browser's. */
  readonly take: (event: Event, data: DataTransfer | null) => void;
}

/** Whose pictures they are: the message being written in the room, or in a thread. */
export interface TrayPlace {
  readonly tray: Signal<Tray | null>;
}

/** Their code comes with the first picture: most messages have none. */
export function usePictures(place: TrayPlace): PictureWays | null {
  const { room } = useRoomScene();
  const { api } = useApp();
  const settings = room.view.value?.room.settings;
  const isAllowed = room.room_id.value !== null && settings?.allow_file_sharing !== false;
  if (!isAllowed || writeRefusal(room.you.value?.role) !== null) return null;
  const add = (files: FileList | null | undefined) => {
    const list = [...(files ?? [])];
    if (list.length > 0) void import("./attachment-desk.ts").then((desk) => desk.addPictures(place, api, list));
  };
  const ask = (way: { multiple?: true; capture?: string }) => {
    const input = Object.assign(document.createElement("input"), { type: "file", accept: "image/*", ...way });
    input.onchange = () => add(input.files);
    input.click();
  };
  const take = (event: Event, data: DataTransfer | null) => {
    if (!data?.files.length) return;
    event.preventDefault();
    add(data.files);
  };
  return { choose: () => ask({ multiple: true }), photograph: () => ask({ capture: "environment" }), take };
}
