/**
 * Tokens around each message: role, separators, name. Chosen: OpenAI's published figure for its chat format is 3 to 4,
 * other providers lie near it.
 */
const MESSAGE_OVERHEAD = 4;
/** Tokens of the blank line between two sections of the system message. */
const SECTION_GAP = 2;
/** Tokens that open the reply, once a prompt. */
const REPLY_PRIMER = 3;

/** Estimated tokens of texts in their places, overhead included. */
export interface Costs {
  /** A section inside the leading system message. */
  section(text: string): number;
  /** A message of its own. */
  message(text: string): number;
}

/**
 * Costs by `countTokens`, each text counted once. Sums of parts are what a prompt costs: the receipt's lines add up
 * to its total because both are made of these.
 */
export function promptCosts(countTokens: (text: string) => number): Costs {
  const counted = new Map<string, number>();
  const count = (text: string) => {
    const known = counted.get(text);
    if (known !== undefined) return known;
    const tokens = countTokens(text);
    counted.set(text, tokens);
    return tokens;
  };
  return {
    section: (text) => count(text) + SECTION_GAP,
    message: (text) => count(text) + MESSAGE_OVERHEAD,
  };
}

/** Tokens of the leading system message's envelope and the opening of the reply. */
export const FRAME_OVERHEAD = MESSAGE_OVERHEAD + REPLY_PRIMER;
