import { firstName, marked, placesOf } from "./names.ts";
import { plain } from "./words.ts";

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

const PREPOSITIONS = set(
  "to with from of for by at about near past behind beside before after than on upon like without against between " +
    "toward towards around above below over under into through onto in beyond",
);
/** Words after which `her` is an object (`above her on`), not a possessive (`her lamp`). */
const AFTER_OBJECT = set(
  `${[...PREPOSITIONS].join(" ")} and or but so if when while because again back away up down out off alone once twice ` +
    "here there now then as that who",
);
const ADVERBS = set("never always still once also only often sometimes now then alone herself himself");
/** Verbs that may follow an `and` for the same subject; other words in -s there may be nouns. */
const SECOND_VERBS = set(
  "is has does goes says swears keeps knows wears takes pays thinks finds calls puts holds gets sees hears counts writes " +
    "burns leaves lets complains shows feels tells wants likes loves hates lives works makes doesn't isn't hasn't",
);
/** Where a clause begins, so that `you` after it is its subject. */
const OPENS_CLAUSE = set(
  "and but or because that when while if than as what where how whom who before after until since unless though which",
);
const THIRD_PERSON = /\b(?:she|he|her|him|his|hers|herself|himself)\b/iu;
const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ["is", "am"],
  ["has", "have"],
  ["does", "do"],
  ["goes", "go"],
  ["was", "was"],
  ["isn't", "am not"],
  ["hasn't", "haven't"],
  ["doesn't", "don't"],
]);
/** Past forms, modals and adverbs: the same in every person. */
const SAME_IN_ALL =
  /^(?:\p{L}+ed|had|did|will|would|can|could|may|might|must|shall|should|cannot|can't|won't|didn't|saw|heard|found|came|went|took|kept|left|lost|built|bought|brought|felt|gave|got|held|knew|led|lit|made|met|paid|ran|read|said|sat|sent|slept|sold|spoke|stood|swore|taught|thought|told|wore|won|wrote|began|broke|caught|chose|drew|drank|drove|ate|fell|fought|flew|forgot|grew|hid|hit|hung|hurt|laid|lay|let|put|rang|rode|rose|sang|sank|set|shook|shot|shut|spent|stole|struck|swam|threw|tore|understood|woke)$/u;
const ENDS_LIKE_A_VERB = /(?:ss|us|'s)$/u;
/** Stands for the speaker's name while a sentence is worked on; a private character, so no text holds it. */
const SELF = "\uE000";

/** Of whom a text speaks. */
export interface Speaker {
  readonly name: string;
  /** Names that may stand in the text and are someone else. */
  readonly others: readonly string[];
}

/**
 * A sentence about the speaker as the speaker would say it: `Mara keeps her key on a cord` → `I keep my key on a cord`,
 * `You are Mara, keeper of the light` → `I am Mara, keeper of the light`. A sentence about anything else comes back
 * as it is. English only.
 *
 * @returns null where that cannot be done with certainty: pronouns that may mean someone else, a `you` in the middle.
 */
export function firstPerson(sentence: string, speaker: Speaker): string | null {
  if (/^you\b/iu.test(sentence)) return fromSecond(sentence);
  const named = formIn(sentence, speaker.name);
  if (named === null) return sentence;
  const othersNamed = speaker.others.some((other) => formIn(sentence, other) !== null);
  if (othersNamed && THIRD_PERSON.test(sentence)) return null;
  return fromThird(marked(sentence, placesOf(sentence, named), named.length, SELF));
}

/** The form of the name that stands in the sentence, the longest first, or null. */
const formIn = (sentence: string, name: string): string | null =>
  [name.trim(), firstName(name)].find((form) => placesOf(sentence, form).length > 0) ?? null;

/** Finds the name's role by what stands around it, then turns the pronouns that point back at it. */
function fromThird(sentence: string): string | null {
  let isSure = true;
  const said = sentence
    .replace(/\uE000['’]s(?=\s)/gu, "my")
    .replace(/(\p{L}+) \uE000(?!\p{L})(?! \p{L}+(?:ed|s)\b)/gu, (whole, word: string) =>
      PREPOSITIONS.has(word.toLowerCase()) ? `${word} me` : whole,
    )
    .replace(/\uE000 ([\p{L}'’]+)(?: ([\p{L}'’]+))?/gu, (_, first: string, second?: string) => {
      const own = withAdverb(first, second);
      if (own === null) isSure = false;
      return `I ${own}`;
    });
  return isSure && !said.includes(SELF) ? startCapital(ownPronouns(sameSubject(said))) : null;
}

/** The word or two after a subject with the verb among them turned; null where there is none we know. */
function withAdverb(first: string, second: string | undefined): string | null {
  if (!ADVERBS.has(first.toLowerCase())) {
    const verb = firstPersonVerb(first);
    return verb === null ? null : [verb, second].filter((word) => word !== undefined).join(" ");
  }
  const verb = second === undefined ? null : firstPersonVerb(second);
  return verb === null ? null : `${first} ${verb}`;
}

/** `keeps` → `keep`; past forms and modals unchanged; null for what does not look like a verb. */
function firstPersonVerb(verb: string): string | null {
  const low = plain(verb);
  const irregular = IRREGULAR.get(low);
  if (irregular !== undefined) return irregular;
  if (SAME_IN_ALL.test(low)) return verb;
  if (!/\p{L}s$/u.test(low) || ENDS_LIKE_A_VERB.test(low)) return null;
  if (/(?:ch|sh|x|ss|zz|o)es$/u.test(low)) return verb.slice(0, -2);
  return /[^aeiou]ies$/u.test(low) ? `${verb.slice(0, -3)}y` : verb.slice(0, -1);
}

/** Further verbs of the same subject: `I keep it and says` → `I keep it and say`. */
function sameSubject(sentence: string): string {
  if (!sentence.startsWith("I ")) return sentence;
  return sentence.replace(
    /\b(and|but|or|then) ([\p{L}'’]+)(?: ([\p{L}'’]+))?/gu,
    (whole, conjunction: string, first: string, second?: string) => {
      const verb = ADVERBS.has(first) ? second : first;
      if (verb === undefined || !SECOND_VERBS.has(plain(verb))) return whole;
      return `${conjunction} ${withAdverb(first, second) ?? first}`;
    },
  );
}

function ownPronouns(sentence: string): string {
  return sentence
    .replace(/\b(?:she|he) ([\p{L}'’]+)/giu, (_, verb: string) => `I ${firstPersonVerb(verb) ?? verb}`)
    .replace(/\b(?:she|he)\b/giu, "I")
    .replace(/\b(?:herself|himself)\b/giu, "myself")
    .replace(/\bhers\b/giu, "mine")
    .replace(/\bhim\b/giu, "me")
    .replace(/\bhis\b/giu, "my")
    .replace(/\bher\b( [\p{L}'’]+|[.,;:!?]|$)/giu, (_, next: string) =>
      next.startsWith(" ") && !AFTER_OBJECT.has(next.trim().toLowerCase()) ? `my${next}` : `me${next}`,
    );
}

/** `You keep the light and you like it` → `I keep the light and I like it`; null where a `you` may be an object. */
function fromSecond(sentence: string): string | null {
  const subject = sentence
    .replace(/\byou are\b/giu, "I am")
    .replace(/\byou were\b/giu, "I was")
    .replace(/\byou're\b/giu, "I'm")
    .replace(/\byourself\b/giu, "myself")
    .replace(/\byours\b/giu, "mine")
    .replace(/\byour\b/giu, "my")
    .replace(/\byou(?=[.,;:!?]|$)/giu, "me")
    .replace(/(^|[,;:] |\p{L}+ )you(?= )/giu, (whole, before: string) => {
      const word = before.trim().toLowerCase();
      if (!/\p{L}/u.test(word) || OPENS_CLAUSE.has(word)) return `${before}I`;
      return PREPOSITIONS.has(word) ? `${before}me` : whole;
    });
  return /\byou\b/iu.test(subject) ? null : startCapital(subject);
}

const startCapital = (text: string) => text.replace(/^i\b/u, "I").replace(/^my\b/u, "My").replace(/^me\b/u, "Me");
