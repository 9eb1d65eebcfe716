import type { VNode } from "preact";
import { useLocation } from "preact-iso";

/** In the place of what only a signed-in person may see. Comes back here afterwards. */
export function SignInFirst({ what }: { what: string }): VNode {
  const { url } = useLocation();
  return (
    <div class="page-block">
      <h1>Sign in first</h1>
      <p>{what}</p>
      <div class="button-row">
        <a class="button button-primary" href={`/login?then=${encodeURIComponent(url)}`}>
          Sign in
        </a>
        <a class="button" href="/">
          To the sample room
        </a>
      </div>
    </div>
  );
}
