import { AppError } from "../../../shared/app-error.ts";

/** Pronouns as rows hold them: words of one's own stand with `other` and nowhere else. */
export interface Pronouns<P extends string> {
  readonly pronouns: P | "other" | null;
  readonly custom_pronouns: string | null;
}

/** Fields of a change; what is undefined is not changed. */
type PronounsPatch<P extends string> = { readonly [Field in keyof Pronouns<P>]?: Pronouns<P>[Field] | undefined };

const refused = (message: string): AppError =>
  new AppError("invalid", "custom_pronouns", {
    publicMessage: `custom_pronouns ${message}.`,
    fields: [{ path: "custom_pronouns", message }],
  });

/**
 * Both fields as they stand after `patch`, to be written together, so that changes at the same time leave a pair.
 * @throws AppError `invalid` for `other` without words, and for words alone where another choice stands.
 */
export function settlePronouns<P extends string>(current: Pronouns<P>, patch: PronounsPatch<P>): Pronouns<P> {
  const pronouns = patch.pronouns === undefined ? current.pronouns : patch.pronouns;
  const words = (patch.custom_pronouns === undefined ? current.custom_pronouns : patch.custom_pronouns) || null;
  if (pronouns === "other" && words === null) throw refused("is needed with the pronouns other");
  if (pronouns !== "other" && patch.custom_pronouns && patch.pronouns === undefined)
    throw refused("stands only with the pronouns other");
  return { pronouns, custom_pronouns: pronouns === "other" ? words : null };
}
