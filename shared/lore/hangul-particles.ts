/**
 * Particles by what they follow: a word ending in a consonant, in a vowel (or ㄹ), or any. The forms of "to be" that
 * attach like particles are listed where they have two syllables or more; the short ones (다, 고, 지 …) end too many
 * plain nouns (바다, 사고, 가지) to be taken for it.
 */
const AFTER_CONSONANT =
  "은 이 을 과 아 으로 으로서 으로써 이나 이랑 이라 이라고 이라는 이라도 이란 이든 이든지 이며 이고 이지 이지만 이죠 이니 이다 이야 이야말로 이여 이에요 이었다 이었던 이었어 이었지 이었습니다";
const AFTER_VOWEL = "는 가 를 와 야 나 랑 라고 라는 라도 란 든지 지만 예요 야말로 였다 였던 였어 였지 였습니다";
const AFTER_VOWEL_OR_RIEUL = "로 로서 로써";
const AFTER_ANY =
  "의 도 만 에 에서 에게 에게서 에는 엔 에선 한테 한테서 께 께서 까지 부터 조차 마저 마다 밖에 보다 처럼 같이 만큼 대로 뿐 하고 커녕 입니다 입니까 인데 인가 들 님 씨";

type Ending = "any" | "consonant" | "vowel" | "vowel_or_rieul";
const PARTICLES: readonly (readonly [form: string, follows: Ending])[] = [
  ...AFTER_CONSONANT.split(" ").map((form) => [form, "consonant"] as const),
  ...AFTER_VOWEL.split(" ").map((form) => [form, "vowel"] as const),
  ...AFTER_VOWEL_OR_RIEUL.split(" ").map((form) => [form, "vowel_or_rieul"] as const),
  ...AFTER_ANY.split(" ").map((form) => [form, "any"] as const),
];

const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
/** Each block of 28 syllables shares its vowel; the first of a block has no final consonant, the ninth ends in ㄹ. */
const FINALS = 28;
const RIEUL = 8;
/** Longest chain of particles taken for one, syllables. Chosen: 에서부터는커녕 has seven. */
const LONGEST_TAIL = 8;

const isSyllable = (unit: number): boolean => unit >= FIRST_SYLLABLE && unit <= LAST_SYLLABLE;

/** Whether a particle of that kind may follow this character. Other scripts are read aloud, so all may. */
function agrees(follows: Ending, previous: string): boolean {
  const unit = previous.charCodeAt(0);
  if (follows === "any" || previous.length !== 1 || !isSyllable(unit)) return true;
  const final = (unit - FIRST_SYLLABLE) % FINALS;
  if (follows === "consonant") return final !== 0;
  return final === 0 || (follows === "vowel_or_rieul" && final === RIEUL);
}

/** Whether `tail` is one or more particles in a row, the first of them after `previous`. */
function isChain(tail: string, previous: string): boolean {
  if (tail === "") return true;
  return PARTICLES.some(
    ([form, follows]) =>
      tail.startsWith(form) && agrees(follows, previous) && isChain(tail.slice(form.length), form.slice(-1)),
  );
}

/**
 * Whether the word that ends before `at` is only followed by particles up to its end in the text, as Korean attaches
 * them: 용 + 이, 서울 + 에서는, AI + 가. Particles that cannot follow that sound do not count: 나이 (age) is not 나 + 이.
 *
 * @param previous The character before `at`.
 */
export function isParticleTail(text: string, at: number, previous: string): boolean {
  let end = at;
  while (end < text.length && end - at <= LONGEST_TAIL && isSyllable(text.charCodeAt(end))) end++;
  if (end === at || end - at > LONGEST_TAIL) return false;
  if (end < text.length && /[\p{L}\p{M}\p{N}_]/u.test(String.fromCodePoint(text.codePointAt(end) ?? 0))) return false;
  return isChain(text.slice(at, end), previous);
}
