// Before the first paint, so that what was chosen never flashes in from something else. Names: client/state/preferences.ts.
try {
  const stored = JSON.parse(localStorage.getItem("botcafe.preferences") ?? "{}");
  const { dataset, style } = document.documentElement;
  if (["menu", "chalkboard", "closing", "contrast"].includes(stored.theme)) dataset.theme = stored.theme;
  if (/^\d{2,3}$/.test(stored.text_size)) style.fontSize = `${stored.text_size}%`;
  if (/^[a-z]+$/.test(stored.font)) dataset.font = stored.font;
  if (/^[a-z]+$/.test(stored.line_length)) dataset.lines = stored.line_length;
  const width = localStorage.getItem("botcafe.inspector");
  if (/^\d{3}$/.test(width)) style.setProperty("--inspector", `${width}px`);
  if (localStorage.getItem("botcafe.rail") === "narrow") dataset.rail = "narrow";
} catch {
  // No storage: what the device prefers stays.
}
