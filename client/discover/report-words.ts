import type { REPORT_REASONS } from "../../shared/fields/reports.ts";

type Reason = (typeof REPORT_REASONS)[number];

/** Why something is reported, in the order they are offered: what is gravest first. */
export const REPORT_WORDS: Readonly<Record<Reason, string>> = {
  minors: "It concerns minors",
  sexual_content: "Sexual content",
  self_harm: "Self-harm",
  violence: "Violence",
  hate: "Hate",
  harassment: "Harassment",
  private_information: "Private information of somebody",
  impersonation: "It pretends to be somebody",
  copyright: "Somebody else's work",
  spam: "Spam",
  other: "Something else",
};
