/** Parts of the page that F6 goes through, in order: each with what in it takes the focus, the best first. */
const REGIONS: readonly (readonly [region: string, ...targets: string[]])[] = [
  [".rail", ".rail [aria-current=page]", ".rail a", ".rail button"],
  [".places", ".places [aria-current=page]", ".places a"],
  [".frame:not(.frame-room) .main", ".main h1", ".main"],
  [".room-frame .scroller", ".room-frame .scroller"],
  [".room-frame .composer", ".room-frame .composer-text"],
  [".beside .scroller", ".beside .scroller"],
  [".beside .composer", ".beside .composer-text"],
  [".inspector", ".inspector h2"],
];

const isSeen = (element: HTMLElement): boolean => element.offsetWidth > 0 && element.offsetHeight > 0;

/** Moves the focus to the next region that is on screen, or to the one before. */
export function moveRegion(step: 1 | -1): void {
  const shown = REGIONS.flatMap(([region, ...targets]) => {
    const element = document.querySelector<HTMLElement>(region);
    return element && isSeen(element) ? [{ element, targets }] : [];
  });
  const here = shown.findIndex(({ element }) => element.contains(document.activeElement));
  const start = here === -1 && step === -1 ? 0 : here;
  const next = shown[(start + step + shown.length) % shown.length];
  const target = next?.targets
    .flatMap((selector) => [...document.querySelectorAll<HTMLElement>(selector)])
    .find(isSeen);
  if (!target) return;
  if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus();
}
