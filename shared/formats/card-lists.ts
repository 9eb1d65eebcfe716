import type { BotInput } from "../fields/bot.ts";
import type { CardReport } from "./card.ts";
import { cleanPrompt, cleanText, cutText } from "./clean-text.ts";
import type { JsonValue } from "./import-plan.ts";

/** As `SpeechExamples` and `Tags` in `shared/fields` have them. */
const MAX_EXAMPLES = 50;
const MAX_EXAMPLE_LENGTH = 20_000;
const MAX_TAGS = 50;
const MAX_TAG_LENGTH = 60;

/** Example dialogues, one for each `<START>`. */
export function readExamples(text: string, report: CardReport): BotInput["speech_examples"] {
  const examples = text
    .split(/<start>/gi)
    .map(cleanPrompt)
    .filter((example) => example !== "");
  if (examples.length > MAX_EXAMPLES)
    report("mes_example", `has ${examples.length} dialogues; the first ${MAX_EXAMPLES} are used`);
  if (examples.some(({ length }) => length > MAX_EXAMPLE_LENGTH))
    report("mes_example", `dialogues are cut to ${MAX_EXAMPLE_LENGTH} characters each`);
  return examples.slice(0, MAX_EXAMPLES).map((example) => ({ example: cutText(example, MAX_EXAMPLE_LENGTH) }));
}

/** Tags without repeats, compared without regard to case. Some cards write them as one text with commas. */
export function readTags(value: JsonValue | undefined, report: CardReport): BotInput["tags"] {
  const listed = typeof value === "string" ? value.split(",") : value;
  const texts = Array.isArray(listed) ? listed.filter((tag) => typeof tag === "string").map(cleanText) : [];
  const byFold = new Map(texts.filter((tag) => tag !== "").map((tag) => [tag.toLowerCase(), tag]));
  const tags = [...byFold.values()];
  if (tags.length > MAX_TAGS) report("tags", `has ${tags.length} tags; the first ${MAX_TAGS} are used`);
  if (tags.some(({ length }) => length > MAX_TAG_LENGTH))
    report("tags", `tags are cut to ${MAX_TAG_LENGTH} characters`);
  return tags.slice(0, MAX_TAGS).map((tag) => ({ tag: cutText(tag, MAX_TAG_LENGTH) }));
}
