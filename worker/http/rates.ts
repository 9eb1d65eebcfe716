import type { Principal } from "../services/session/principal.ts";
import type { Endpoint, Rate } from "./endpoint.ts";
import type { Limit } from "./rate-limit.ts";

/** What every call counts against (reliability S-22), beside what its endpoint says of itself. */
const ADDRESS: Rate = { max: 120, windowS: 60 };
const USER: Rate = { max: 300, windowS: 60 };
const WRITES: Rate = { max: 60, windowS: 60 };
const PLATFORM: Rate = { max: 600, windowS: 60 };

/** All of a person's or an address's calls: of somebody signed in, of nobody, of staff at their work. */
function commonLimits(endpoint: Endpoint, userId: string | null, network: string): Limit[] {
  if (userId === null) return [{ name: "address", whose: network, rate: ADDRESS }];
  if (endpoint.need.startsWith("platform")) return [{ name: "platform", whose: userId, rate: PLATFORM }];
  const all = { name: "user", whose: userId, rate: USER };
  return endpoint.changesNothing ? [all] : [all, { name: "writes", whose: userId, rate: WRITES }];
}

/** Every limit that one call counts against. */
export function limitsOf(endpoint: Endpoint, request: Request, principal: Principal | null): Limit[] {
  const [userId, network] = [principal?.userId ?? null, networkOf(request)];
  const common = commonLimits(endpoint, userId, network);
  if (endpoint.rates.length === 0) return common;
  const url = new URL(request.url);
  const caller = userId === null ? `address ${network}` : `user ${userId}`;
  const row = rowOf(url);
  const whose = { caller, row, "row-and-address": `${row} ${network}` };
  const own = endpoint.rates
    .filter(({ counts }) => counts?.(url) ?? true)
    .map((rate) => {
      const name = `${rate.of ?? `${endpoint.method} ${endpoint.path}`} ${rate.windowS}s`;
      return { name, whose: whose[rate.per ?? "caller"], rate };
    });
  return [...common, ...own];
}

/** The address of a row, the same however it is written: what counts guesses at a row must not count spellings. */
function rowOf({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname).replace(/\/$/, "");
  } catch {
    return pathname;
  }
}

/**
 * Where a call comes from: an IPv4 address, or the first 64 bits of an IPv6 one, since whoever has one of those has all
 * 2^64 that begin alike. Cloudflare sets the header and lets nobody else.
 */
export function networkOf(request: Request): string {
  const address = request.headers.get("cf-connecting-ip") ?? "";
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => "0"), ...right];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
