import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { clientPlace } from "../../shared/names/routes.ts";
import { foldName, usernameProblem } from "../../shared/names/usernames.ts";
import { useApp } from "../ui/app-context.ts";

/** Any address with nothing to draw: what it might have been, and where to go from here. */
export function NotFoundPage(): VNode {
  const { path } = useLocation();
  const what = whatIsMissing(path);
  const title = what.kind === "gone" ? "Gone" : "Nothing here";
  useEffect(() => {
    document.title = `${title} · BotCafe`;
  }, [title]);
  return (
    <div class="page-block">
      <h1>{title}</h1>
      {what.kind === "gone" && (
        <p>Whoever was here has deleted their account. Nobody else can take this address yet.</p>
      )}
      {what.kind === "name" && <FreeName name={what.name} />}
      {what.kind === "bot" && (
        <p>
          There is no bot at <code>{path}</code>, or its creator shows it to nobody.{" "}
          <a href={`/${what.username}`}>Look at what else {what.username} made</a>
        </p>
      )}
      {what.kind === "nothing" && (
        <p>
          There is no page at <code>{path}</code>.
        </p>
      )}
      <p class="page-block-ways">
        <a class={what.kind === "name" ? "button" : "button button-primary"} href="/">
          To the table
        </a>
        <a class="button" href="/discover">
          Discover bots
        </a>
      </p>
    </div>
  );
}

type Missing =
  | { readonly kind: "gone" | "nothing" }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "bot"; readonly username: string };

function whatIsMissing(path: string): Missing {
  // Only the server knows, and only of the address it was asked for.
  if (document.documentElement.dataset["gone"] === path) return { kind: "gone" };
  const place = clientPlace(path);
  if (place.kind === "bot") return { kind: "bot", username: place.username };
  if (place.kind !== "creator") return { kind: "nothing" };
  const name = foldName(decodeURIComponent(place.username));
  return usernameProblem(name) === null ? { kind: "name", name } : { kind: "nothing" };
}

/** An address that is somebody's name, if anybody wants it. Whether it is free is said by whoever gives it out. */
function FreeName({ name }: { name: string }): VNode {
  const { session } = useApp();
  const settings = `/settings/account?username=${encodeURIComponent(name)}#setting-username`;
  const href = session.state.value === "signed_in" ? settings : `/login?then=${encodeURIComponent(settings)}`;
  return (
    <>
      <p>
        Nobody shows a page at <code>/{name}</code>. Want it?
      </p>
      <a class="button button-primary" href={href}>
        Ask for /{name}
      </a>
    </>
  );
}
