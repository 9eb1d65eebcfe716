import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Attachment, MessageRow } from "../../shared/fields/message.ts";
import { lazyPart } from "../ui/lazy-part.tsx";
import { sizeWords } from "../ui/size-words.ts";
import { pictureSize } from "./picture-size.ts";
import { useRoomScene } from "./room-context.ts";
import "../styles/attachments.css";

const Lightbox = lazyPart(() => import("./picture-lightbox.tsx").then(({ PictureLightbox: box }) => box));

/** The pictures of a message. Their places are there before they are; a press shows one large. */
export function MessagePictures({ message }: { message: MessageRow }): VNode | null {
  const { room } = useRoomScene();
  const [open, setOpen] = useState<number | null>(null);
  const pictures = message.message_content.attachments ?? [];
  const room_id = room.room_id.value;
  if (pictures.length === 0 || room_id === null) return null;
  const sourceOf = ({ id }: Attachment) => `/api/conversations/${room_id}/messages/${message.id}/media/${id}`;
  return (
    <>
      <ul class="message-pictures" aria-label={pictures.length === 1 ? "Picture" : `${pictures.length} pictures`}>
        {pictures.map((picture, at) => (
          <li key={picture.id}>
            <Thumbnail picture={picture} source={sourceOf(picture)} onOpen={() => setOpen(at)} />
          </li>
        ))}
      </ul>
      {open !== null && (
        <Lightbox pictures={pictures} sourceOf={sourceOf} at={open} onGo={setOpen} onClose={() => setOpen(null)} />
      )}
    </>
  );
}

interface ThumbnailProps {
  readonly picture: Attachment;
  readonly source: string;
  readonly onOpen: () => void;
}

function Thumbnail({ picture, source, onOpen }: ThumbnailProps): VNode {
  const [isGone, setGone] = useState(false);
  if (isGone) {
    return (
      <p class="picture-gone">
        <bdi>{picture.filename}</bdi> <span class="message-meta">{sizeWords(picture.filesize)}</span> is not there any
        more.
      </p>
    );
  }
  const { width, height } = pictureSize(picture);
  return (
    <button type="button" class="picture-open" aria-label={`Show large: ${wordsOf(picture)}`} onClick={onOpen}>
      <img src={source} alt={wordsOf(picture)} width={width} height={height} onError={() => setGone(true)} />
    </button>
  );
}

const wordsOf = ({ alt, filename }: Attachment): string => (alt === "" ? `picture ${filename}` : alt);
