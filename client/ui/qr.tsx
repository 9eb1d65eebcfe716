import type { VNode } from "preact";
import { encode } from "uqr";

/** Modules around the code that stay light, as the standard asks. */
const QUIET = 4;

/** An address as a QR code, dark on light in every theme: readers need it so. */
export function Qr({ text, name }: { text: string; name: string }): VNode {
  const { data, size } = encode(text, { ecc: "M", border: 0 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")))
    .join("");
  const side = size + 2 * QUIET;
  return (
    <svg class="qr" role="img" aria-label={name} viewBox={`0 0 ${side} ${side}`} shape-rendering="crispEdges">
      <rect class="qr-light" width={side} height={side} />
      <path class="qr-dark" d={path} />
    </svg>
  );
}
