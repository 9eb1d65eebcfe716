/** For buttons beside a text being written: pressing them with a pointer leaves the focus where it is. */
export const keepFocus = (event: MouseEvent): void => event.preventDefault();

/** Where the focus goes when the button that had it is gone: back to the text. Not on touch, where a keyboard would rise. */
export function returnFocus({ detail }: MouseEvent): void {
  const isByKeyboard = detail === 0;
  if (isByKeyboard) document.getElementById("composer-text")?.focus({ preventScroll: true });
}
