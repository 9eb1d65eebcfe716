const PLAIN_ICON = "/favicon.svg";
const UNREAD_ICON = "/favicon-unread.svg";
const MARK = /^\(\d+\+?\) /;
/** Larger numbers only say that there is much. */
const MAX_COUNTED = 99;

/** `title` with how much is unread in front of it. */
export function unreadTitle(title: string, unread: number): string {
  const plain = title.replace(MARK, "");
  if (unread === 0) return plain;
  return `(${unread > MAX_COUNTED ? `${MAX_COUNTED}+` : unread}) ${plain}`;
}

/**
 * Keeps the number in front of the tab's title, whatever screen sets the title, and a dot on its icon. Titles are set by
 * every screen for itself; watching the element spares each of them the arithmetic. @returns How to end it.
 */
export function markUnread(unread: number): () => void {
  const mark = () => {
    const marked = unreadTitle(document.title, unread);
    if (marked !== document.title) document.title = marked;
  };
  const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  const href = unread > 0 ? UNREAD_ICON : PLAIN_ICON;
  if (icon && icon.getAttribute("href") !== href) icon.href = href;
  mark();
  const watcher = new MutationObserver(mark);
  watcher.observe(document.head, { childList: true, subtree: true, characterData: true });
  return () => watcher.disconnect();
}
