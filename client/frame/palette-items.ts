import { fuzzyScore } from "./fuzzy.ts";

/** Something one can go to or do, found by its name. */
export interface PaletteItem {
  /** Stable between visits: recent ones come first. */
  readonly id: string;
  readonly kind: "room" | "bot" | "place" | "setting" | "command";
  readonly label: string;
  /** Beside the label: a tab of the settings, a last line. */
  readonly meta?: string;
  /** Other words people look for it with. */
  readonly keywords?: string;
  readonly run: () => void;
  /** Opens it beside the room on screen, where that can be. */
  readonly runBeside?: () => void;
}

export const KIND_WORDS: Record<PaletteItem["kind"], string> = {
  room: "Room",
  bot: "Bot",
  place: "Place",
  setting: "Setting",
  command: "Command",
};

/** Most rows shown: more is not read. Chosen. */
const MAX_SHOWN = 40;
/** What a match in the keywords is worth beside one in the name. */
const KEYWORD_SHARE = 0.5;
/** A recent one is lifted over what fits alike. */
const RECENT_BONUS = 40;

/** Those that fit what was typed, best first; all of them, recent ones first, while nothing is typed. */
export function findItems(
  items: readonly PaletteItem[],
  query: string,
  recent: readonly string[],
): readonly PaletteItem[] {
  const age = (id: string) => {
    const at = recent.indexOf(id);
    return at === -1 ? recent.length : at;
  };
  if (query.trim() === "") return items.toSorted((a, b) => age(a.id) - age(b.id)).slice(0, MAX_SHOWN);
  return items
    .flatMap((item) => {
      const score = scoreOf(item, query);
      return score === null ? [] : [{ item, score: score + (recent.includes(item.id) ? RECENT_BONUS : 0) }];
    })
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MAX_SHOWN)
    .map(({ item }) => item);
}

function scoreOf({ label, keywords }: PaletteItem, query: string): number | null {
  const byName = fuzzyScore(query, label);
  const byAll = keywords === undefined ? null : fuzzyScore(query, `${label} ${keywords}`);
  if (byName === null) return byAll === null ? null : byAll * KEYWORD_SHARE;
  return Math.max(byName, (byAll ?? 0) * KEYWORD_SHARE);
}
