import type { VNode } from "preact";
import { hash32 } from "../../shared/text/string-hash.ts";
import { SPEAKER_MARKS } from "../room/speaker-marks.ts";
import { CupMark } from "../ui/cup-mark.tsx";
import "../styles/portrait.css";

/** The mark of something that sits at no table yet: always the same for the same `id`. */
export const markOf = (id: string): number => (hash32(id) % SPEAKER_MARKS) + 1;

interface Face {
  readonly name: string;
  readonly picture: string | null;
}

/** A picture that fills its frame; without one, the first letter and the cup mark in the mark's colour. */
export const Portrait = ({ id, ...face }: Face & { readonly id: string }): VNode => (
  <MarkedPortrait mark={markOf(id)} {...face} />
);

/** A portrait of somebody whose mark is settled. */
export function MarkedPortrait({ mark, name, picture }: Face & { readonly mark: number }): VNode {
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
