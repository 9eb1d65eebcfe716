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
  // Every screen of who was signed in waits for this answer: it comes while the page's own script is loaded and run.
  // Clerk's cookies, the only ones in sight, may have to be renewed first. Taken by client/net/asked-early.ts.
  if (localStorage.getItem("botcafe.signed_in") !== null && !/(^|; )__session/.test(document.cookie)) {
    window.askedEarly = fetch("/api/session", { headers: { accept: "application/json" } });
    // Whoever takes the answer hears of it; until then it is no failure of the page.
    window.askedEarly.catch(() => {});
  }
} catch {
  // No storage: what the device prefers stays.
}
