import { NAMELESS, sameName } from "./speaker-name.ts";

/**
 * What bots call each person where no persona speaks for them: the name that they chose for that, else `Guest`. Whoever
 * comes to a name that another has already carries a number, so that two people are never one. Pure; the order of
 * `people` decides who has the bare name, so it should be one that lasts.
 */
export function peopleNames(
  people: Iterable<string>,
  nicknames: Readonly<Record<string, string>>,
): (userId: string) => string {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const userId of new Set(people)) {
    const chosen = nicknames[userId]?.trim() || NAMELESS;
    let name = chosen;
    for (let n = 2; taken.has(sameName(name)); n++) name = `${chosen} ${n}`;
    taken.add(sameName(name));
    names.set(userId, name);
  }
  return (userId) => names.get(userId) ?? NAMELESS;
}
