const PART_OF_A_WORD = /[\p{L}\p{N}]/u;

/** Where `name` stands in `text` as a word of its own, UTF-16 offsets. Case counts. Any name: nothing in it is a pattern. */
export function placesOf(text: string, name: string): number[] {
  const places: number[] = [];
  if (name === "") return places;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const before = text.charAt(at - 1);
    const after = text.charAt(at + name.length);
    if (!PART_OF_A_WORD.test(before) && !PART_OF_A_WORD.test(after)) places.push(at);
  }
  return places;
}

/** A text with each of these places, `length` long, replaced by `mark`. */
export function marked(text: string, places: readonly number[], length: number, mark: string): string {
  let from = 0;
  const pieces = places.map((at) => {
    const piece = text.slice(from, at) + mark;
    from = at + length;
    return piece;
  });
  return pieces.join("") + text.slice(from);
}

/** What a name is shortened to in talk: its first word, if that is long enough to be a name. */
export function firstName(name: string): string {
  const [first = ""] = name.trim().split(/\s+/u);
  const isName = first.length > 2 && /^\p{L}/u.test(first) && !/^(?:the|mr|mrs|ms|dr|sir|lady|lord)\.?$/iu.test(first);
  return isName ? first : name.trim();
}
