import type { VNode } from "preact";
import type { Attachment } from "../../shared/fields/message.ts";
import { Dialog } from "../ui/dialog.tsx";
import { LateIcon } from "../ui/late-icon.tsx";

interface LightboxProps {
  readonly pictures: readonly Attachment[];
  readonly sourceOf: (picture: Attachment) => string;
  /** Which one is shown. */
  readonly at: number;
  readonly onGo: (at: number) => void;
  readonly onClose: () => void;
}

/** One picture as large as the window takes it, with what it shows. Its buttons go to the message's others, Esc closes it. */
export function PictureLightbox({ pictures, sourceOf, at, onGo, onClose }: LightboxProps): VNode | null {
  const picture = pictures[at];
  if (!picture) return null;
  const go = (by: -1 | 1) => pictures[at + by] && onGo(at + by);
  return (
    <Dialog title={picture.filename} onClose={onClose}>
      <figure class="lightbox">
        <img src={sourceOf(picture)} alt={picture.alt} width={picture.width} height={picture.height} />
        <figcaption dir="auto">{picture.alt === "" ? "Nobody has said what it shows." : picture.alt}</figcaption>
        {pictures.length > 1 && (
          <p class="lightbox-ways">
            <button
              type="button"
              class="icon-button"
              aria-label="Previous picture"
              disabled={at === 0}
              onClick={() => go(-1)}
            >
              <LateIcon name="back" />
            </button>
            <span aria-live="polite">
              {at + 1}/{pictures.length}
            </span>
            <button
              type="button"
              class="icon-button"
              aria-label="Next picture"
              disabled={at === pictures.length - 1}
              onClick={() => go(1)}
            >
              <LateIcon name="forward" />
            </button>
          </p>
        )}
      </figure>
    </Dialog>
  );
}
