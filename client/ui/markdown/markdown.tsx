import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { type GrowingMarkdown, growMarkdown, NOTHING_YET } from "./growing-markdown.ts";
import { renderBlocks } from "./render-tokens.tsx";

/**
 * A text drawn element by element. While it grows, finished blocks keep their vnodes, so only the last one is compared
 * and painted; when it ends, its elements stay, and with them a reader's selection.
 */
export function Markdown({ text, isGrowing = false }: { text: string; isGrowing?: boolean }): VNode {
  const state = useRef<GrowingMarkdown>(NOTHING_YET);
  const drawn = useRef<readonly VNode[]>([]);
  const next = growMarkdown(state.current, normalise(text), isGrowing);
  if (next.at < state.current.at || next.finished.length < drawn.current.length) drawn.current = [];
  const fresh = next.finished.slice(drawn.current.length);
  drawn.current = [...drawn.current, ...renderBlocks(fresh, drawn.current.length)];
  state.current = next;
  return <div class="markdown">{[...drawn.current, ...renderBlocks(next.open, drawn.current.length)]}</div>;
}

const normalise = (text: string): string => text.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
