import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { AttachmentTrayView } from "../room/attachment-tray.tsx";
import { AttachmentTray } from "../state/attachment-tray.ts";
import { StillScene } from "./gallery-room-scene.tsx";
import type { Specimen } from "./gallery-specimen.ts";

const drawn = (fill: string, name: string): File =>
  new File(
    [
      `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="${fill}"/></svg>`,
    ],
    name,
    {
      type: "image/svg+xml",
    },
  );

/** One is there and wants words, one is on its way for ever, one was refused. */
function stillTray(): AttachmentTray {
  let keys = 0;
  const tray = new AttachmentTray({
    newKey: () => `${++keys}`,
    upload: async (file, onPart) => {
      if (file.name.startsWith("board")) return { ok: true, value: { id: "board", alt: "" } };
      if (file.name.startsWith("key")) return { ok: false, problem: TOO_LARGE };
      onPart(0.4);
      return await new Promise(() => {});
    },
    shrink: async () => null,
    describe: async () => ({ ok: true, value: null }),
  });
  tray.add([drawn("peru", "board-with-two-hooks.png"), drawn("teal", "lamp.jpg"), drawn("gray", "key.webp")]);
  return tray;
}
const TOO_LARGE = { status: 413, code: "too_large", detail: "PNG, JPG, WebP up to 10 MB. This is 14 MB.", errors: [] };

function Tray(): VNode {
  return <AttachmentTrayView tray={useMemo(stillTray, [])} />;
}

const Trays = (): VNode => (
  <StillScene>
    <Tray />
  </StillScene>
);

export const PICTURES: Specimen = {
  name: "Pictures of a message being written",
  keys: "Enter keeps the words of a picture.",
  Show: Trays,
};
