import type { Api } from "../net/api.ts";
import { newUuid } from "../net/ids.ts";
import { Picture, uploadPicture } from "../net/upload-picture.ts";
import { AttachmentTray } from "../state/attachment-tray.ts";
import type { ComposerStore } from "../state/composer-store.ts";

/** Adds what was chosen, pasted or dropped to the message being written. */
export function addPictures(composer: ComposerStore, api: Api, files: readonly File[]): void {
  const known = composer.tray.peek();
  const tray = known instanceof AttachmentTray ? known : newTray(api);
  composer.tray.value = tray;
  tray.add(files);
}

const newTray = (api: Api): AttachmentTray =>
  new AttachmentTray({
    newKey: newUuid,
    upload: (file, onPart, signal) => uploadPicture(file, onPart, { isForRoom: true, signal }),
    describe: (id, alt) => api.call("PATCH", `/media/${id}`, Picture, { body: { alt } }),
  });
