import type { PromptReceipt } from "../../shared/prompt/receipt.ts";

/** What a person tells apart in a prompt (ux §2.10); the receipt's own groups are finer. */
export type SegmentKind = "system" | "persona" | "memory" | "lore" | "history" | "reserve";

export interface Segment {
  readonly kind: SegmentKind;
  /** The group's name on the receipt. */
  readonly name: string;
  readonly label: string;
  readonly tokens: number;
  /** Of everything the model holds, 0–1. */
  readonly share: number;
}

const KINDS: Readonly<Record<string, SegmentKind>> = {
  rules: "system",
  character: "persona",
  persona: "persona",
  examples: "memory",
  lore: "lore",
  history: "history",
  turn: "history",
};

/** Segments in the order they were sent; what is kept free for the reply last. */
export function segmentsOf({ sections, reserved, window }: Measured): readonly Segment[] {
  const share = (tokens: number) => tokens / Math.max(1, window);
  const sent = sections.map(({ name, label, tokens }) => ({
    kind: KINDS[name] ?? ("system" as const),
    name,
    label,
    tokens,
    share: share(tokens),
  }));
  return [
    ...sent,
    { kind: "reserve", name: "reserve", label: "Kept for the reply", tokens: reserved, share: share(reserved) },
  ];
}

/** What a token bar needs of a receipt. */
export type Measured = Pick<PromptReceipt, "sections" | "reserved" | "window" | "total" | "history" | "left_off">;

/** Whether something would have been sent had there been room. */
export const isOverfull = ({ history, left_off }: Measured): boolean => history.left_out > 0 || left_off.length > 0;

const counts = new Intl.NumberFormat();
const shares = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });

/** 5,310 */
export const countWords = (tokens: number): string => counts.format(tokens);
/** "Lore: 488 tokens, 6%" */
export const segmentWords = ({ label, tokens, share }: Segment): string =>
  `${label}: ${countWords(tokens)} tokens, ${shares.format(share)}`;
/** "5,310 of 8,192 tokens, 65%" */
export const barWords = ({ total, window }: Measured): string =>
  `${countWords(total)} of ${countWords(window)} tokens, ${shares.format(total / Math.max(1, window))}`;
export const shareWords = (share: number): string => shares.format(share);
