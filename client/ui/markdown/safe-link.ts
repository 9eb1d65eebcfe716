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

/**
 * Where a picture of a message may be looked at. We load none: the page's policy has no host but its own, and no proxy
 * stands between (S-13). The address goes without its query and fragment, where a text a bot was tricked into writing
 * would carry off what was said.
 */
export function pictureLink(href: string): SafeLink | null {
  const link = safeLink(href);
  const url = link && URL.parse(link.href);
  if (!link || !url || url.protocol === "mailto:") return null;
  return { href: `${url.origin}${url.pathname}`, host: link.host };
}
