import { useContext, useLayoutEffect, useRef } from "preact/hooks";
import { isInFront, RoomContext } from "../room/room-context.ts";
import { escapeStack, type Layer } from "./escape-stack.ts";

/**
 * While the component is there, Esc closes it when nothing stands above it. Menus and dialogs see to themselves. It is
 * on the stack before it can be seen: an effect after the paint comes late on a busy page, and an Esc until then is lost.
 */
export function useEscape(layer: Layer, close: () => void): void {
  const latest = useRef(close);
  latest.current = close;
  const scene = useContext(RoomContext);
  useLayoutEffect(
    () =>
      escapeStack.push(
        layer,
        () => latest.current(),
        () => scene === null || isInFront(scene),
      ),
    [layer, scene],
  );
}
