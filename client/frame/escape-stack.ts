/** What Esc closes, the topmost kind first (ux §2.6). */
export const LAYERS = ["menu", "dialog", "sheet", "reply", "search", "selection"] as const;
export type Layer = (typeof LAYERS)[number];

interface OpenLayer {
  readonly layer: Layer;
  readonly close: () => void;
  /** Whether it is where the reader is; of two rooms one is. */
  readonly isHere: () => boolean;
}

/** What is open and can be closed with Esc, one at a time. */
export class EscapeStack {
  #open: readonly OpenLayer[] = [];

  /** `close` is called for one Esc. @returns How to take it from the stack. */
  push(layer: Layer, close: () => void, isHere: () => boolean = () => true): () => void {
    const entry = { layer, close, isHere };
    this.#open = [...this.#open, entry];
    return () => {
      this.#open = this.#open.filter((other) => other !== entry);
    };
  }

  /** Closes the topmost: by kind, then the one opened last. False where nothing is open. */
  closeTop(): boolean {
    const open = this.#open.filter(({ isHere }) => isHere());
    const top = LAYERS.map((layer) => open.findLast((entry) => entry.layer === layer)).find(Boolean);
    top?.close();
    return top !== undefined;
  }
}

/** The page's own. */
export const escapeStack = new EscapeStack();
