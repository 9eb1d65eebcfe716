/** Words that end in a full stop without ending a sentence. */
const ABBREVIATION = /(?:^|[\s("“])(?:mr|mrs|ms|dr|st|prof|vs|etc|e\.g|i\.e|no|jr|sr|capt|lt|mt)\.$/iu;
const END = /[.!?…]+["'”’)\]*]*(?=\s|$)|[。！？]+[」』”’）]*|\n+/gu;

/**
 * Sentences of a text, trimmed, in order; line breaks end one. Abbreviations and decimals do not. Good enough to quote
 * from; joins nothing and loses nothing but white space.
 */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let from = 0;
  for (const match of text.matchAll(END)) {
    const end = match.index + match[0].length;
    const sentence = text.slice(from, end).trim();
    if (ABBREVIATION.test(sentence)) continue;
    if (sentence !== "") sentences.push(sentence);
    from = end;
  }
  const rest = text.slice(from).trim();
  return rest === "" ? sentences : [...sentences, rest];
}

/** Sentences put together: a space between them, except after the full stops of scripts without spaces. */
export const joined = (sentences: readonly string[]): string =>
  sentences.reduce((text, next) => {
    if (text === "" || /[。！？」』]$/u.test(text)) return text + next;
    return text.endsWith(":") ? `${text} ${afterColon(next)}` : `${text} ${next}`;
  }, "");

/** A sentence that goes on after a colon loses its capital, where that is certainly no name's. */
const afterColon = (sentence: string) =>
  sentence.replace(
    /^(?:The|An?|There|This|That|These|Those|Every|Some|No|One|Last|On|In|At|It|He|She|They|We|My)(?= )/u,
    (word) => word.toLowerCase(),
  );

/** Clauses of a text without their punctuation: the pieces people quote back at each other. */
export const clausesOf = (text: string): string[] =>
  text
    .split(/[.,;:!?…—–()"“”*\n]+|\s-\s/u)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "");

/** A text with its first letter upper case. */
export function capitalised(text: string): string {
  const first = text.search(/\p{L}/u);
  if (first < 0) return text;
  const letter = String.fromCodePoint(text.codePointAt(first) ?? 0);
  return text.slice(0, first) + letter.toUpperCase() + text.slice(first + letter.length);
}
