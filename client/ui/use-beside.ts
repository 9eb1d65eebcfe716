import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { closeOutside } from "./close-outside.ts";
import { placeBeside } from "./place-beside.ts";

/**
 * While `isOpen`, shows `panel`, a native popover, beside `button`: nothing clips it, and it stands where there is room. A
 * press or focus elsewhere closes it.
 *
 * @param onShown Where the focus goes, once the panel stands in its place.
 */
export function useBeside(
  isOpen: boolean,
  panel: RefObject<HTMLElement | null>,
  button: RefObject<HTMLElement | null>,
  onShown: (panel: HTMLElement) => void,
  close: () => void,
): void {
  useLayoutEffect(() => {
    if (!isOpen || !panel.current || !button.current) return;
    panel.current.showPopover();
    placeBeside(panel.current, button.current);
    onShown(panel.current);
    return closeOutside([panel.current, button.current], close);
  }, [isOpen]);
}
