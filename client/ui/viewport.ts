/**
 * Keeps `--vvh` at the height a person sees: Safari does not shrink the page for the on-screen keyboard. Set through
 * CSSOM, since the page's policy allows no style attributes.
 */
export function watchViewport(): void {
  const { visualViewport } = window;
  if (!visualViewport) return;
  const measure = () => {
    document.documentElement.style.setProperty("--vvh", `${visualViewport.height * visualViewport.scale}px`);
  };
  visualViewport.addEventListener("resize", measure);
  measure();
}
