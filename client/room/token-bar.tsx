import type { VNode } from "preact";
import type { PromptReceipt } from "../../shared/prompt/receipt.ts";

const WIDTH = 320;
const HEIGHT = 16;
const GAP = 2;

/** What fills the prompt, in the order it was sent; what stays free is the light end. The list below is its twin. */
export function TokenBar({ receipt }: { receipt: PromptReceipt }): VNode {
  const scale = (tokens: number) => (tokens / Math.max(1, receipt.window)) * WIDTH;
  let x = 0;
  const segments = receipt.sections.map(({ name, tokens }) => {
    const at = x;
    x += scale(tokens);
    return { name, at, width: Math.max(1, scale(tokens) - GAP) };
  });
  const reserve = scale(receipt.reserved);
  const share = Math.round((receipt.total / Math.max(1, receipt.window)) * 100);
  return (
    <svg
      class="token-bar"
      data-testid="token-bar"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${receipt.total} of ${receipt.window} tokens, ${share} percent`}
    >
      <rect class="segment-free" width={WIDTH} height={HEIGHT} rx="3" />
      {segments.map(({ name, at, width }) => (
        <rect key={name} class={`segment segment-${name}`} x={at} width={width} height={HEIGHT} rx="1.500" />
      ))}
      <rect class="segment segment-reserve" x={WIDTH - reserve} width={reserve} height={HEIGHT} rx="1.500" />
    </svg>
  );
}
