import type { VNode } from "preact";
import { useEffect } from "preact/hooks";

/** In the place of a page that is not there, or not for the reader: both look the same. */
export function PageGone({ what }: { what: "bot" | "creator" }): VNode {
  useEffect(() => {
    document.title = "Nothing here · BotCafe";
  }, []);
  return (
    <div class="page-block">
      <h1>{what === "bot" ? "No such bot" : "Nobody by that name"}</h1>
      <p>
        There is no {what} at <code>{location.pathname}</code>. It may be private, or it was given up some time ago.
      </p>
      <div class="button-row">
        <a class="button button-primary" href={what === "bot" ? "/discover" : "/discover/creators"}>
          {what === "bot" ? "Discover bots" : "Discover creators"}
        </a>
        <a class="button" href="/">
          To the table
        </a>
      </div>
    </div>
  );
}
