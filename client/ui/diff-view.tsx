import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { diffWords } from "./diff-words.ts";
import "../styles/ui-data.css";

interface DiffViewProps {
  /** What the text is. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What changed between two versions of a text: gone is struck through, new is underlined, both are said. */
export function DiffView({ name, before, after }: DiffViewProps): VNode {
  const parts = useMemo(() => diffWords(before, after), [before, after]);
  if (parts.every(({ kind }) => kind === "same")) return <p class="page-note">{name}: nothing changed.</p>;
  return (
    <figure class="diff" aria-label={name} dir="auto">
      {parts.map(({ kind, text }, place) => {
        if (kind === "same") return <span key={place}>{text}</span>;
        const Mark = kind === "added" ? "ins" : "del";
        return (
          <Mark key={place}>
            <span class="sr-only">{kind === "added" ? " [new: " : " [gone: "}</span>
            {text}
            <span class="sr-only">] </span>
          </Mark>
        );
      })}
    </figure>
  );
}
