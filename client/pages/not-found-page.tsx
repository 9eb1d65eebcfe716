import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

/** Any address the client does not draw. */
export function NotFoundPage(): VNode {
  const { path } = useLocation();
  useEffect(() => {
    document.title = "Nothing here · BotCafe";
  }, []);
  return (
    <div class="page-block">
      <h1>Nothing here</h1>
      <p>
        There is no page at <code>{path}</code>.
      </p>
      <a class="button button-primary" href="/">
        To the table
      </a>
    </div>
  );
}
