const ADDRESS = "/service-worker.js";

interface PageOfOurs {
  /** Absent where the browser has no service workers, or the page came over plain http. */
  readonly workers: Pick<ServiceWorkerContainer, "register" | "getRegistrations"> | undefined;
  /** Absent where the browser has no Trusted Types. */
  readonly trustedTypes: TrustedTypes | undefined;
  /** The person asked for little data. */
  readonly isSparing: boolean;
  /** Whether the page was built; a development server has no service worker. */
  readonly isBuilt: boolean;
}
interface TrustedTypes {
  /** `URL` stands for the trusted address, which the DOM's types do not know. */
  createPolicy(name: string, rules: { createScriptURL(): string }): { createScriptURL(address: string): URL };
}

/** Asks the browser to keep the page for times without a network. Never rejects: without it the page works as before. */
export async function keepPage({ workers, trustedTypes, isSparing, isBuilt }: PageOfOurs): Promise<void> {
  if (!workers || isSparing) return;
  try {
    if (!isBuilt) {
      // One that another server has left at this address would answer with its own page.
      for (const registration of await workers.getRegistrations()) await registration.unregister();
      return;
    }
    // Whatever it is asked for, it gives the one address there is.
    const policy = trustedTypes?.createPolicy("service-worker", { createScriptURL: () => ADDRESS });
    await workers.register(policy?.createScriptURL(ADDRESS) ?? ADDRESS, { updateViaCache: "none" });
  } catch {
    // Storage is full or switched off, or the server went away meanwhile.
  }
}

let isAsked = false;

/** The browser's page, once a visit. */
export function keepThisPage(): void {
  if (isAsked) return;
  isAsked = true;
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  void keepPage({
    workers: "serviceWorker" in navigator ? navigator.serviceWorker : undefined,
    trustedTypes,
    isSparing: connection?.saveData === true,
    isBuilt: import.meta.env.PROD,
  });
}
