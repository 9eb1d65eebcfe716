import type { InvitationRow, InvitationView } from "../../shared/fields/invitations.ts";
import { longDate } from "../ui/date-words.ts";

const names = new Intl.ListFormat(undefined, { type: "conjunction" });

/** What a part lets one do. */
export const ROLE_WORDS: Readonly<Record<InvitationRow["role"], { readonly label: string; readonly may: string }>> = {
  member: { label: "May write", may: "You can write, and ask the bots." },
  viewer: { label: "Only reads", may: "You can read along, but not write." },
};

/** Whether an invitation still lets somebody in. */
export const holds = ({ revoked_at, expires_at, uses, used }: InvitationRow, now: Date): boolean =>
  revoked_at === null && (expires_at === null || new Date(expires_at) > now) && (uses === null || used < uses);

/** "2 of 10 came in · until 30 November 2026" */
export function invitationWords({ expires_at, uses, used }: InvitationRow): string {
  const count = uses === null ? `${used} came in` : `${used} of ${uses} came in`;
  return `${count} · ${expires_at === null ? "without an end" : `until ${longDate(expires_at)}`}`;
}

/** Most names in one sentence where all are meant. */
const MOST_NAMES = 4;

type Bots = readonly Pick<InvitationView["bots"][number], "name" | "pays">[];

/** Who pays for the bots' words, a sentence for each who does; `lent` as the room says it, for who is not the owner. */
export function payWords(bots: Bots, lent: number | null = 0): string[] {
  const of = (pays: Bots[number]["pays"]) => bots.filter((bot) => bot.pays === pays).map(({ name }) => name);
  const sentences: [string[], (who: string) => string][] = [
    [of("owner"), (who) => `The key of the room’s owner pays for the words of ${who}. ${lentWords(lent)}`],
    [of("house"), (who) => `This café pays for the words of ${who}.`],
    [of("practice"), (who) => `The words of ${who} come from the practice model and cost nothing.`],
  ];
  const called = (who: string[]) =>
    who.length > MOST_NAMES && who.length === bots.length ? `all ${who.length} bots` : names.format(who);
  return sentences.flatMap(([who, say]) => (who.length === 0 ? [] : [say(called(who))]));
}

/** How far others spend the owner's key. */
function lentWords(lent: number | null): string {
  if (lent === null) return "Others may ask on it too.";
  if (lent === 0) return "Nobody else may spend it: it answers its owner only.";
  return `Others may have ${lent === 1 ? "1 turn" : `${lent} turns`} a day on it.`;
}

/** Why a link lets nobody in, and what to do about it. */
export function closedWords({ state, inviter_name }: Pick<InvitationView, "state" | "inviter_name">): string | null {
  switch (state) {
    case "expired":
      return `This invitation has expired. Ask ${inviter_name} for a new one.`;
    case "used_up":
      return `This invitation has been used as often as it can be. Ask ${inviter_name} for a new one.`;
    case "full":
      return `This room is full. Ask ${inviter_name} to make room for you.`;
    default:
      return null;
  }
}
