/** English words that carry no topic. */
const FUNCTION_WORDS = new Set(
  (
    "a an the this that these those my your his her its our their mine yours ours theirs i me you he him she it we us they them " +
    "myself yourself himself herself itself ourselves themselves who whom whose which what when where why how " +
    "is am are was were be been being do does did done doing have has had having will would shall should can could may might must " +
    "not no nor yes and or but if so because as than then though although while until since of at by for with about against " +
    "between into through during before after above below to from up down in out on off over under again further once here there " +
    "all any both each few more most other some such only own same too very just also even still yet ever never always maybe " +
    "perhaps really quite let lets get got gets getting go goes going gone went come comes came say says said tell tells told " +
    "ask asks asked know knows knew think thinks thought want wants wanted like likes look looks make makes made see sees saw " +
    "please okay ok well oh hey hi hello thing things something anything nothing everything someone anyone everyone nobody " +
    "somebody anybody everybody one two way lot bit much many time now today tonight don't doesn't didn't isn't aren't wasn't " +
    "weren't won't can't couldn't wouldn't shouldn't haven't hasn't hadn't i'm you're he's she's it's we're they're i've you've " +
    "we've they've i'd you'd he'd she'd we'd they'd i'll you'll he'll she'll we'll they'll that's there's what's who's let's"
  ).split(" "),
);
/** The commonest of them: a text that uses none of these is hardly English. */
const ENGLISH_MARKS = new Set(
  "the a an is are was were and or but not you i it he she we they to of in on for with that this what who how why when where do does did have has my your me be can will there if so just".split(
    " ",
  ),
);
/** Common words of other languages written in Latin letters, none of them English as well. */
const FOREIGN_MARKS = new Set(
  (
    "ist das und nicht ich wir sie der den dem ein eine einen für mit auf wie wo warum sind bin hast haben kann dich mir " +
    "le les une des est pas je tu vous nous qui que quoi où pourquoi avec dans sur c'est bonjour merci " +
    "el los las una es por para qué cómo dónde hola gracias está soy eres pero " +
    "il gli che non sono perché ciao sei della di como onde você não isso uma obrigado " +
    "het een van niet ik jij wat waar waarom jest nie czy jak co gdzie och är inte det hur var"
  )
    .split(" ")
    .map((word) => word.normalize("NFKD").replace(/\p{M}/gu, "")),
);
const WORD = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;
/** Scripts written without spaces: their "words" are pairs of characters. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Words of a text as written, in order. */
export const wordsOf = (text: string): string[] => text.match(WORD) ?? [];

/** Lower case, straight apostrophes, no accents. */
export const plain = (word: string): string =>
  word.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();

export const isFunctionWord = (word: string): boolean => FUNCTION_WORDS.has(plain(word));

/**
 * A rough stem, enough to see that `lamps` is about `lamp` and `baking` about `bake`. Wrong stems only cost a match.
 */
export function stem(word: string): string {
  const base = plain(word).replace(/'s?$/u, "");
  const cut = base
    .replace(/(?<=[a-z]{3})ies$/u, "y")
    .replace(/(?<=[a-z]{3}(?:s|x|z|ch|sh))es$/u, "")
    .replace(/(?<=[a-z]{2}[^s])s$/u, "")
    .replace(/(?<=[a-z]{3})(?:ing|ed|er)$/u, "");
  return cut.replace(/([b-df-hj-np-tv-z])\1$/u, "$1").replace(/(?<=[a-z]{3})e$/u, "");
}

/** Stems of the words that carry the topic; pairs of characters for scripts without spaces. */
export function topicStems(text: string): Set<string> {
  const stems = new Set<string>();
  for (const word of wordsOf(text)) {
    if (UNSPACED.test(word)) {
      for (let at = 0; at < Math.max(1, word.length - 1); at++) stems.add(word.slice(at, at + 2));
    } else if (!isFunctionWord(word) && (word.length > 2 || /\d/u.test(word))) {
      stems.add(stem(word));
    }
  }
  return stems;
}

/**
 * Whether a text can be taken for English: of its words enough are English function words; of very short texts it is
 * enough that nothing speaks against it.
 */
export function isEnglish(text: string): boolean {
  const words = wordsOf(text).map(plain);
  if (words.length === 0) return true;
  const foreign = words.filter((word) => /[^\p{ASCII}]/u.test(word)).length;
  if (foreign / words.length > 0.3) return false;
  const marks = words.filter((word) => ENGLISH_MARKS.has(word)).length;
  const others = words.filter((word) => FOREIGN_MARKS.has(word)).length;
  if (others > marks) return false;
  return words.length <= 4 ? foreign === 0 : marks / words.length >= 0.12;
}

/** How many words a text has; in scripts without spaces two characters count for one. */
export function wordCount(text: string): number {
  return wordsOf(text).reduce((sum, word) => sum + (UNSPACED.test(word) ? Math.ceil(word.length / 2) : 1), 0);
}
