const ALLOWED = new Set(["http:", "https:", "mailto:"]);

/** A link a message may carry. `host` is what the reader is told it leads to. */
export interface SafeLink {
  readonly href: string;
  readonly host: string;
}

/** `href` if it is absolute and of an allowed scheme (S-12), parsed as the browser would; else null. */
export function safeLink(href: string): SafeLink | null {
  const url = URL.parse(href);
  if (!url || !ALLOWED.has(url.protocol)) return null;
  if (url.username !== "" || url.password !== "") return null;
  return { href: url.href, host: url.protocol === "mailto:" ? url.pathname : url.host };
}
