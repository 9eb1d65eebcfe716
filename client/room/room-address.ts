/** Address of a room's page: `path` with what of `parts` there is. `beside` is the second room on screen. */
export function roomAddress(
  path: string,
  parts: Readonly<Partial<Record<"pane" | "of" | "beside", string | undefined>>>,
): string {
  const said = Object.entries(parts).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}=${encodeURIComponent(value)}`,
  );
  return said.length > 0 ? `${path}?${said.join("&")}` : path;
}
