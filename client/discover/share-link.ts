import type { App } from "../ui/app-context.ts";

/** Gives a page of ours to others: by the device's own sheet where it has one, else by the clipboard. */
export async function shareLink({ toasts }: Pick<App, "toasts">, title: string, path: string): Promise<void> {
  const url = new URL(path, location.origin).href;
  if (hasShareSheet()) {
    // Closing the sheet is no failure.
    await navigator.share({ title, url }).catch(() => {});
    return;
  }
  try {
    await navigator.clipboard.writeText(url);
    toasts.say("Link copied.");
  } catch {
    // Pages without TLS have no clipboard: the address is at least there to be copied by hand.
    toasts.say(url);
  }
}

/** Desktops have a sheet too, but there a copied link is what people want. */
const hasShareSheet = (): boolean => typeof navigator.share === "function" && matchMedia("(pointer: coarse)").matches;
