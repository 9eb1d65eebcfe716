import type { VNode } from "preact";
import { Avatar } from "./avatar.tsx";

interface Face {
  readonly id: string;
  readonly name: string;
  readonly picture: string | null;
  readonly mark: number;
  readonly isSpeaking?: boolean;
}

/** Several faces as one picture; its name is everybody's, so nobody hides behind the number. */
export function FaceStack({ faces, max = 4 }: { faces: readonly Face[]; max?: number }): VNode {
  const hidden = faces.length - max;
  const shown = hidden > 0 ? faces.slice(0, max) : faces;
  const names = new Intl.ListFormat().format(faces.map(({ name }) => name));
  return (
    <span class="faces" role="img" aria-label={names}>
      {shown.map(({ id, ...face }) => (
        <Avatar key={id} size="small" {...face} />
      ))}
      {hidden > 0 && <span class="faces-more">+{hidden}</span>}
    </span>
  );
}
