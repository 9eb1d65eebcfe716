import type { Issuer } from "../services/session/issuer.ts";
import { badCursor } from "./list.ts";

/** Half of an HMAC-SHA-256: 128 bits, in 22 characters. */
const MAC_BYTES = 16;

/** The list that a cursor belongs to: who asked for it, where, with which filters, in which order. */
export interface ListIdentity {
  readonly issuer: () => Promise<Issuer>;
  readonly url: URL;
  readonly userId: string | null;
}

/** What may differ from page to page of the same list. */
const PAGING = ["cursor", "limit", "count", "reason"];

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

async function macOf({ issuer, url, userId }: ListIdentity, cursor: string): Promise<string> {
  const filters = [...url.searchParams].filter(([name]) => !PAGING.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const { mac } = await issuer();
  const bytes = await mac("cursor", JSON.stringify([url.pathname, filters, userId, cursor]));
  return base64url(bytes.slice(0, MAC_BYTES));
}

/** `cursor` as it leaves: with a mark that it is ours and belongs to this list. */
export const signCursor = async (list: ListIdentity, cursor: string): Promise<string> =>
  `${cursor}.${await macOf(list, cursor)}`;

/**
 * The cursor that `signCursor` signed for this very list.
 * @throws AppError `invalid` for one that was changed, made by somebody, or given to another caller or for another list.
 */
export async function openCursor(list: ListIdentity, signed: string): Promise<string> {
  const end = signed.lastIndexOf(".");
  const cursor = signed.slice(0, Math.max(end, 0));
  if (!isSame(signed.slice(end + 1), await macOf(list, cursor))) throw badCursor();
  return cursor;
}

/** Compares without telling by its time how much was right. */
function isSame(given: string, wanted: string): boolean {
  const [left, right] = [given, wanted].map((text) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array];
  return left.byteLength === right.byteLength && crypto.subtle.timingSafeEqual(left, right);
}
