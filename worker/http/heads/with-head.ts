import { headMarkup, type PageHead } from "./page-head.ts";

/** The client's page with `head` in the place of its own title and description. */
export function withHead(page: Response, head: PageHead, origin: string): Response {
  const markup = headMarkup(head, origin).text;
  return new HTMLRewriter()
    .on("head > title", { element: (title) => void title.replace(markup, { html: true }) })
    .on('head > meta[name="description"]', { element: (meta) => void meta.remove() })
    .transform(page);
}
