// Before the first paint, so that a chosen theme never flashes in from another one. Names: client/ui/theme.ts.
try {
  const stored = localStorage.getItem("botcafe.theme");
  if (["menu", "chalkboard", "closing"].includes(stored)) document.documentElement.dataset.theme = stored;
} catch {
  // No storage: the device's own preference stays.
}
