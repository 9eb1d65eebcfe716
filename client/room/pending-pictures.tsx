import type { VNode } from "preact";
import "../styles/attachments.css";

/** Pictures of a message that is on its way: the room has not said yet how large they are, so their places are alike. */
export function PendingPictures({ ids }: { ids: readonly string[] }): VNode {
  return (
    <ul class="message-pictures" aria-label={ids.length === 1 ? "Picture" : `${ids.length} pictures`}>
      {ids.map((id) => (
        <li key={id}>
          <img class="picture-pending" src={`/media/${id}`} alt="" />
        </li>
      ))}
    </ul>
  );
}
