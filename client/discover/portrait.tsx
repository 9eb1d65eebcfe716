import type { VNode } from "preact";
import { hash32 } from "../../shared/text/string-hash.ts";
import { SPEAKER_MARKS } from "../room/speaker-marks.ts";
import { CupMark } from "../ui/cup-mark.tsx";

/** The mark of something that sits at no table yet: always the same for the same `id`. */
export const markOf = (id: string): number => (hash32(id) % SPEAKER_MARKS) + 1;

interface PortraitProps {
  readonly id: string;
  readonly name: string;
  readonly picture: string | null;
}

/** A picture that fills its frame; without one, the first letter and the cup mark in the mark's colour. */
export function Portrait({ id, name, picture }: PortraitProps): VNode {
  const mark = markOf(id);
  return (
    <span class={`portrait speaker-${mark}`} aria-hidden="true">
      {picture ? (
        <img src={picture} alt="" loading="lazy" decoding="async" />
      ) : (
        <>
          <CupMark mark={mark} />
          <span class="portrait-initial" data-initial={firstOf(name)} />
        </>
      )}
    </span>
  );
}

const firstOf = (name: string): string => {
  const [first] = new Intl.Segmenter().segment(name.trim());
  return (first?.segment ?? "?").toLocaleUpperCase();
};
