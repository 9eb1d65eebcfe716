import { AppError } from "../../../shared/app-error.ts";
import { MAX_BASE_URL } from "../../../shared/fields/api-keys.ts";

/**
 * Ends of host names that are no public site: names for private networks (RFC 6761, 6762, 7686, 8375, ICANN's name
 * collision list), and services that turn a name into whatever address stands in it.
 */
const DENIED_ENDS: readonly string[] = [
  "alt",
  "arpa",
  "corp",
  "example",
  "home",
  "internal",
  "intranet",
  "invalid",
  "lan",
  "local",
  "localdomain",
  "localhost",
  "mail",
  "onion",
  "private",
  "test",
  "workgroup",
  "lacolhost.com",
  "localhost.direct",
  "localtest.me",
  "lvh.me",
  "nip.io",
  "rbndr.us",
  "sslip.io",
  "traefik.me",
  "vcap.me",
  "workers.dev",
  "xip.io",
];

/** An IPv4 address written into a name, as the services above take it. */
const ADDRESS_IN_NAME = /(?:^|[.-])\d{1,3}([.-])\d{1,3}\1\d{1,3}\1\d{1,3}(?:[.-]|$)/;
/** What URL parsers drop, turn into something else or read differently from each other. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
const TRICKS = /[\u0000-\u0020\u007f-\u00a0\\\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
/** Letters, digits and hyphens in two labels or more; the last begins with a letter. */
const PUBLIC_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Characters of a host name (RFC 1035). */
const MAX_HOST = 253;

/**
 * Where a custom provider is reached, as it is stored: `https://host/path` without a slash at the end.
 *
 * A name can still be made to mean an inner address after we looked at it; no check of ours can see that, so nothing
 * inside may trust where a call comes from (reliability S-18).
 *
 * @param ownHosts Hosts of this deployment.
 * @throws AppError `invalid` naming `base_url` and what is wrong with it.
 */
export function readCustomAddress(text: string, ownHosts: readonly string[]): string {
  const problem = problemOf(text, ownHosts);
  if (problem === null) return normalized(new URL(text));
  throw new AppError("invalid", "base_url", {
    publicMessage: `base_url ${problem}.`,
    fields: [{ path: "base_url", message: problem }],
  });
}

const normalized = ({ host, pathname }: URL): string =>
  `https://${host.replace(/\.$/, "")}${pathname.replace(/\/+$/, "")}`;

function problemOf(text: string, ownHosts: readonly string[]): string | null {
  if (text.length > MAX_BASE_URL) return `may have at most ${MAX_BASE_URL} characters`;
  if (TRICKS.test(text)) return "may have no spaces, backslashes or invisible characters";
  if (!/^https:\/\/[^/]/i.test(text)) return "has to begin with https://";
  if (!URL.canParse(text)) return "is not an address";
  const url = new URL(text);
  if (/^[^/]*\/\/[^/?#]*@/.test(text)) return "may name no user";
  if (url.port !== "") return "may name no port but 443";
  if (/[?#]/.test(text)) return "may have no query and no fragment";
  if (/%2e|%2f|%5c|%00/i.test(text)) return "may have no encoded dots or slashes";
  return hostProblem(url.hostname.replace(/\.$/, ""), ownHosts);
}

function hostProblem(host: string, ownHosts: readonly string[]): string | null {
  if (host.startsWith("[") || /^[\d.]+$/.test(host)) return "has to name a host, not an IP address";
  if (host.length > MAX_HOST || !PUBLIC_NAME.test(host)) return "has to name a public host";
  // Punycode is what the parser made of the name. A second reading that differs is a name within a name.
  if (new URL(`https://${host}`).hostname !== host) return "has to name a public host";
  if (ADDRESS_IN_NAME.test(host)) return "has to name a host, not an IP address";
  if ([...DENIED_ENDS, ...ownHosts].some((end) => host === end || host.endsWith(`.${end}`)))
    return "names a host that is not open to this";
  return null;
}
