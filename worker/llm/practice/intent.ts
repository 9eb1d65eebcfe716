import { isEnglish, wordsOf } from "./words.ts";

export type QuestionKind = "who" | "what" | "where" | "when" | "why" | "how" | "how_many" | "opinion" | "yes_no";

export type Intent =
  | "silence"
  | "go_on"
  | "foreign"
  | "ai"
  | "who"
  | "how_are_you"
  | "hello"
  | "bye"
  | "thanks"
  | "praise"
  | "insult"
  | "feeling"
  | "advice"
  | "joke"
  | "story"
  | "ack"
  | "emote"
  | "question"
  | "statement";

/** Of these only the first that fits counts; order matters. `maxWords` keeps small talk from catching whole stories. */
const PATTERNS: readonly { readonly intent: Intent; readonly pattern: RegExp; readonly maxWords: number }[] = [
  { intent: "emote", pattern: /^\*[^*]+\*\W*$/u, maxWords: 60 },
  {
    intent: "ai",
    pattern:
      /\b(?:are|r|is) (?:you|u|this|that|\w+) (?:really |actually |just |even )?(?:an? )?(?:ai\b|a\.i\.|(?:chat)?bot\b|robot|machine|human|real\b|real person|person\b|program|computer|language model|chatgpt)/iu,
    maxWords: 25,
  },
  {
    intent: "who",
    pattern:
      /\bwho (?:are|r) (?:you|u)\b|\bwhat(?:'s| is) your name\b|\b(?:tell (?:me|us)|talk) (?:more |something |a bit )?about yourself\b|\bintroduce yourself\b|\bwhat do you do\b|\bdescribe yourself\b|\bwho goes there\b/iu,
    maxWords: 20,
  },
  {
    intent: "how_are_you",
    pattern:
      /\bhow (?:are|r) (?:you|u|things)\b|\bhow(?:'s| is) (?:it going|everything|life)\b|\bare you (?:ok|okay|all ?right|well)\b|\bwhat(?:'s| is) up\b|\bhow do you do\b/iu,
    maxWords: 12,
  },
  {
    intent: "bye",
    pattern:
      /\b(?:good ?bye|bye|good ?night|see (?:you|ya)|farewell|i (?:have to|must|should) (?:go|leave)|i'm off)\b/iu,
    maxWords: 12,
  },
  { intent: "thanks", pattern: /\b(?:thanks|thank you|thx|cheers|much obliged)\b/iu, maxWords: 12 },
  {
    intent: "hello",
    pattern: /^\W*(?:hello|hi|hey|hiya|howdy|greetings|good (?:morning|evening|afternoon|day))\b[^?]*$/iu,
    maxWords: 6,
  },
  { intent: "joke", pattern: /\b(?:tell|know) .*\bjokes?\b|\bmake (?:me|us) laugh\b/iu, maxWords: 20 },
  {
    intent: "story",
    pattern:
      /\b(?:tell|know) .*\b(?:story|stories|tale|legend)\b|\btell (?:me|us) (?:more|everything)\b|\bwhat happened\b/iu,
    maxWords: 30,
  },
  {
    intent: "advice",
    pattern:
      /\b(?:what (?:should|shall|do) (?:i|we) do|should i|how (?:do|can|should) i|can you (?:help|teach)|help me|any advice|can't decide)\b/iu,
    maxWords: 60,
  },
  {
    intent: "feeling",
    pattern:
      /\bi(?:'m| am|'ve been| feel| felt| am feeling) (?:so |very |really |a bit |a little |too |just )?(?:sad|tired|lonely|afraid|scared|angry|anxious|nervous|worried|exhausted|lost|down|low|upset|happy|excited|bored|hurt|cold|hungry)\b|\b(?:terrible|awful|bad|rough|hard|long|good|great) (?:day|week|night)\b/iu,
    maxWords: 60,
  },
  {
    intent: "insult",
    pattern:
      /\b(?:shut up|stupid|idiot|you suck|hate you|useless|you(?:'re| are) (?:all )?(?:boring|lying|wrong|annoying)|liars?|too many questions)\b/iu,
    maxWords: 12,
  },
  {
    intent: "praise",
    pattern:
      /\b(?:well done|(?:good|great|nice|lovely|beautiful|brilliant|amazing|clever|funny) (?:one|work|answer|point|story)|i (?:like|love) (?:you|it|that|this)|you'?re (?:great|funny|clever|kind|wise|right))\b/iu,
    maxWords: 12,
  },
  {
    intent: "ack",
    pattern:
      /^\W*(?:ok(?:ay)?|lol|ha(?:ha)+|h+m+|m+h?m+|yes|yeah|yep|no|nope|nah|sure|right|oh|wow|cool|fine|indeed|really|i see|interesting|go on|and)\W*$/iu,
    maxWords: 4,
  },
];

/** What a line wants, as far as its words show. */
export function intentOf(text: string): Intent {
  if (!isEnglish(text)) return "foreign";
  const straight = text.replaceAll("’", "'");
  const length = wordsOf(straight).length;
  const found = PATTERNS.find(({ pattern, maxWords }) => length <= maxWords && pattern.test(straight));
  if (found !== undefined) return found.intent;
  return questionOf(straight) === null ? "statement" : "question";
}

const ASKS: readonly (readonly [QuestionKind, RegExp])[] = [
  [
    "opinion",
    /\b(?:what (?:do|did|would) you (?:think|make|say)|do you (?:think|believe|agree|trust)|(?<!what )do you like|your (?:opinion|view)|believe in)\b/iu,
  ],
  ["how_many", /\bhow (?:many|much|long|old|far|often|big|tall|deep)\b/iu],
  ["why", /\b(?:why|how come|what for)\b/iu],
  ["who", /\b(?:who|whose|whom)\b/iu],
  ["when", /\b(?:when|what time|which (?:day|night|year))\b/iu],
  ["where", /\bwhere\b/iu],
  ["how", /\bhow\b/iu],
  ["what", /\b(?:what|which)\b/iu],
  [
    "yes_no",
    /^\W*(?:(?:and|so|but|then|well),? )*(?:is|are|am|was|were|do|does|did|have|has|had|can|could|will|would|should|shall|may|might|must|isn't|aren't|wasn't|don't|didn't|haven't|hasn't|can't|won't|any)\b/iu,
  ],
];

/** What a question asks for, or null for no question. The last question of a text is the one that waits. */
export function questionOf(text: string): QuestionKind | null {
  const questions = text.match(/[^.!?…\n]*\?/gu);
  const last = questions?.at(-1)?.trim();
  const asked =
    last ?? (/^\W*(?:who|what|where|when|why|how|whose|which|tell me|tell us)\b/iu.test(text) ? text : null);
  if (asked === null) return null;
  return ASKS.find(([, pattern]) => pattern.test(asked))?.[0] ?? (last === undefined ? "what" : "yes_no");
}
