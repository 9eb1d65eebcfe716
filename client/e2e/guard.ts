import type { BrowserContext } from "@playwright/test";

/** What a page must never do, collected over all pages of a test. */
export interface Guard {
  watch(context: BrowserContext): Promise<void>;
  /** Complaints that a test causes on purpose, such as those of a connection it cuts. */
  allow(complaint: RegExp): void;
  complaints(): readonly string[];
}

/** The runner's own words: only the test of the service worker lets it in. */
const BLOCKED = /Service Worker registration blocked by Playwright/;

/** Errors and warnings of the console, uncaught errors, violated policies, and requests that leave `origin`. */
export function guard(origin: string): Guard {
  const heard: string[] = [];
  const allowed: RegExp[] = [BLOCKED];
  const watch = async (context: BrowserContext) => {
    context.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning")
        heard.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => heard.push(`uncaught: ${error.error().stack ?? error.error().message}`));
    context.on("request", (request) => {
      if (isForeign(request.url(), origin)) heard.push(`request to another origin: ${request.url()}`);
    });
    context.on("page", (page) =>
      page.on("websocket", (socket) => {
        if (isForeign(socket.url(), origin)) heard.push(`socket to another origin: ${socket.url()}`);
      }),
    );
    // The console tells of violations too, but not of all that a policy only reports.
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
        reportError(new Error(`policy violated: ${violatedDirective} ${blockedURI} ${sample}`));
      });
    });
  };
  return {
    watch,
    allow: (complaint) => void allowed.push(complaint),
    complaints: () => heard.filter((text) => !allowed.some((pattern) => pattern.test(text))),
  };
}

function isForeign(address: string, origin: string): boolean {
  const { protocol, host } = new URL(address);
  return /^(http|ws)s?:$/.test(protocol) && host !== new URL(origin).host;
}
