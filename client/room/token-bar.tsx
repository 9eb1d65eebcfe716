import type { VNode } from "preact";
import { useId, useState } from "preact/hooks";
import {
  barWords,
  countWords,
  isOverfull,
  type Measured,
  type Segment,
  segmentsOf,
  segmentWords,
  shareWords,
} from "./token-bar-segments.ts";

const WIDTH = 320;
const HEIGHT = 24;
const GAP = 2;
/** Segments at least this wide carry their number; narrower ones have it in the legend alone (ux §2.10). */
const LABELLED_SHARE = 0.08;
const TAIL = 10;

/**
 * What fills the prompt, in the order it was sent, with what stays free at the end; hatched where something did not fit.
 * Pointing at a part, or its name in the legend, says exactly; a press turns the whole into a table.
 */
export function TokenBar({ receipt }: { receipt: Measured }): VNode {
  const [pointed, point] = useState<string | null>(null);
  const [isTable, setTable] = useState(false);
  const segments = segmentsOf(receipt);
  const about = segments.find(({ name }) => name === pointed);
  return (
    <figure class="token-figure">
      {isTable ? (
        <TokenTable receipt={receipt} segments={segments} />
      ) : (
        <>
          <Bar receipt={receipt} segments={segments} pointed={pointed} onPoint={point} />
          <ul class="token-legend">
            {segments.map((segment) => (
              <li key={segment.name}>
                <button
                  type="button"
                  class={`token-name token-${segment.kind}`}
                  aria-label={segmentWords(segment)}
                  onFocus={() => point(segment.name)}
                  onBlur={() => point(null)}
                  onPointerEnter={() => point(segment.name)}
                  onPointerLeave={() => point(null)}
                >
                  {segment.label}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <figcaption class="token-caption">
        <span class="token-exact">{about ? segmentWords(about) : barWords(receipt)}</span>
        <button type="button" class="link-button" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? "As a picture" : "As a table"}
        </button>
      </figcaption>
    </figure>
  );
}

interface BarProps {
  readonly receipt: Measured;
  readonly segments: readonly Segment[];
  readonly pointed: string | null;
  readonly onPoint: (name: string | null) => void;
}

function Bar({ receipt, segments, pointed, onPoint }: BarProps): VNode {
  const hatch = useId();
  let end = 0;
  const placed = segments.map((segment) => {
    const width = segment.share * WIDTH;
    const at = segment.kind === "reserve" ? WIDTH - width : end;
    end += width;
    return { segment, at, width: Math.max(1, width - GAP) };
  });
  const reserve = receipt.reserved / Math.max(1, receipt.window);
  return (
    <svg
      class="token-bar"
      data-testid="token-bar"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={barWords(receipt)}
    >
      <defs>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path class="token-hatch" d="M0 0v5" />
        </pattern>
      </defs>
      <rect class="token-free" width={WIDTH} height={HEIGHT} rx="4" />
      {placed.map(({ segment, at, width }) => (
        <g
          key={segment.name}
          class={segment.name === pointed ? "token-part token-pointed" : "token-part"}
          onPointerEnter={() => onPoint(segment.name)}
          onPointerLeave={() => onPoint(null)}
        >
          <rect class={`segment token-${segment.kind}`} x={at} width={width} height={HEIGHT} rx="2" />
          {segment.share >= LABELLED_SHARE && (
            <text class="token-number" x={at + width / 2} y={HEIGHT / 2 + 3.5} text-anchor="middle">
              {countWords(segment.tokens)}
            </text>
          )}
        </g>
      ))}
      {isOverfull(receipt) && (
        <rect x={WIDTH - reserve * WIDTH - TAIL} width={TAIL} height={HEIGHT} fill={`url(#${hatch})`} />
      )}
    </svg>
  );
}

/** The same as numbers: for who reads rather than looks. */
function TokenTable({ receipt, segments }: { receipt: Measured; segments: readonly Segment[] }): VNode {
  return (
    <table class="token-table">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Tokens</th>
          <th scope="col">Share</th>
        </tr>
      </thead>
      <tbody>
        {segments.map(({ name, label, tokens, share }) => (
          <tr key={name}>
            <th scope="row">{label}</th>
            <td>{countWords(tokens)}</td>
            <td>{shareWords(share)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">The model holds</th>
          <td>{countWords(receipt.window)}</td>
          <td>{shareWords(1)}</td>
        </tr>
      </tbody>
    </table>
  );
}
