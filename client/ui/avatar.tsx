import type { VNode } from "preact";
import type { Presence } from "../../shared/protocol/server-messages.ts";
import { CupMark } from "./cup-mark.tsx";

type PresenceState = Presence["state"];

interface AvatarProps {
  readonly name: string;
  readonly picture: string | null;
  /** Speaker mark, 1 to 8. */
  readonly mark: number;
  readonly size?: "small" | "large";
  /** The ring pulses while this one speaks. */
  readonly isSpeaking?: boolean;
  /** Where they are, for people of a room; said in words beside the face or in the name of its stack. */
  readonly state?: PresenceState | null;
}

/**
 * A face: picture or first letter, in the speaker's colour, its cup mark on the rim. The name stands beside it, so the
 * letter is drawn by the stylesheet: it is no text of the page.
 */
export function Avatar({ name, picture, mark, size, isSpeaking, state }: AvatarProps): VNode {
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
      {state && <span class={`avatar-state avatar-${state}`} />}
    </span>
  );
}

/** The first letter as a person sees it: combining marks and joined emoji stay whole. */
const initialOf = (name: string): string => {
  const [first] = new Intl.Segmenter().segment(name.trim());
  return (first?.segment ?? "?").toLocaleUpperCase();
};
