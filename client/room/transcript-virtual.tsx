import type { ComponentChild, RefObject, VNode } from "preact";
import { useMemo } from "preact/hooks";
import { Virtualizer, type VirtualizerHandle } from "virtua";

/** Guess for rows nobody has measured yet, CSS pixels: a message of two lines with its header. */
const USUAL_ROW_PX = 96;
/** How far beyond the edges rows are drawn, and so measured before they come into sight: a page up lands within it. */
const MEASURED_AHEAD_PX = 1_200;

interface Keyed {
  readonly key: string;
}

export interface VirtualLinesProps<Line extends Keyed> {
  readonly handle: RefObject<VirtualizerHandle | null>;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly lines: readonly Line[];
  readonly draw: (line: Line) => ComponentChild;
  /** Lines have just come before the first one. */
  readonly isPrepended: boolean;
  /** The message that has the focus: it stays drawn wherever it stands. */
  readonly focused: string | null;
}

/** The older lines, of which only those near the sight are drawn. */
export function VirtualLines<Line extends Keyed>(props: VirtualLinesProps<Line>): VNode {
  const { handle, scroller, lines, draw, isPrepended, focused } = props;
  const pinned = useMemo(() => {
    const at = focused === null ? -1 : lines.findIndex(({ key }) => key === focused);
    return at < 0 ? [] : [at];
  }, [focused, lines]);
  return (
    <Virtualizer
      ref={handle}
      as="ol"
      item="li"
      scrollRef={scroller}
      data={lines}
      shift={isPrepended}
      itemSize={USUAL_ROW_PX}
      bufferSize={MEASURED_AHEAD_PX}
      keepMounted={pinned}
    >
      {draw}
    </Virtualizer>
  );
}
