import type { VNode } from "preact";
import { CupMark } from "./cup-mark.tsx";

interface AvatarProps {
  readonly name: string;
  readonly picture: string | null;
  /** Speaker mark, 1 to 8. */
  readonly mark: number;
  readonly size?: "small" | "large";
  /** The ring pulses while this one speaks. */
  readonly isSpeaking?: boolean;
  /** In the room now; said in words beside the face. */
  readonly isHere?: boolean;
}

/**
 * A face: picture or first letter, in the speaker's colour, its cup mark on the rim. The name stands beside it, so the
 * letter is drawn by the stylesheet: it is no text of the page.
 */
export function Avatar({ name, picture, mark, size, isSpeaking, isHere }: AvatarProps): VNode {
  const classes = ["avatar", `speaker-${mark}`, size && `avatar-${size}`, isSpeaking && "avatar-speaking"];
  return (
    <span class={classes.filter(Boolean).join(" ")} aria-hidden="true">
      {picture ? (
        <img src={picture} alt="" width="36" height="36" loading="lazy" />
      ) : (
        <span class="avatar-initial" data-initial={initialOf(name)} />
      )}
      <span class="avatar-mark">
        <CupMark mark={mark} />
      </span>
      {isHere && <span class="avatar-here" />}
    </span>
  );
}

/** The first letter as a person sees it: combining marks and joined emoji stay whole. */
const initialOf = (name: string): string => {
  const [first] = new Intl.Segmenter().segment(name.trim());
  return (first?.segment ?? "?").toLocaleUpperCase();
};
