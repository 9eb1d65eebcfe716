import type { Api } from "../net/api.ts";
import { newUuid } from "../net/ids.ts";
import { Picture, uploadPicture } from "../net/upload-picture.ts";
import { AttachmentTray } from "../state/attachment-tray.ts";
import type { TrayPlace } from "./use-pictures.ts";

/** Adds what was chosen, pasted or dropped to the message being written. */
export function addPictures(place: TrayPlace, api: Api, files: readonly File[]): void {
  const known = place.tray.peek();
  const tray = known instanceof AttachmentTray ? known : newTray(api);
  place.tray.value = tray;
  tray.add(files);
}

const newTray = (api: Api): AttachmentTray =>
  new AttachmentTray({
    newKey: newUuid,
    upload: (file, onPart, signal) => uploadPicture(file, onPart, { isForRoom: true, signal }),
    shrink: (file) => import("./shrink-picture.ts").then(({ shrinkPicture }) => shrinkPicture(file)).catch(() => null),
    describe: (id, alt) => api.call("PATCH", `/media/${id}`, Picture, { body: { alt } }),
  });
