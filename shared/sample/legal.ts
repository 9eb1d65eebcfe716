import { LegalDocumentInput, type LegalType } from "../fields/legal-documents.ts";

const paragraphs = (...texts: readonly string[]): string => texts.join("\n\n");

const OWN_WORDS =
  "*These words come with the software and say only what it does. Whoever runs this server answers for it and should put their own text in this place.*";

const TEXTS: readonly { readonly type: LegalType; readonly title: string; readonly content: string }[] = [
  {
    type: "terms",
    title: "Terms of use",
    content: paragraphs(
      OWN_WORDS,
      "This server is run by a person or an organisation of its own, not by the makers of the software. Ask them who they are before you rely on it.",
      "What you write and bring stays yours. You may export it and you may delete it.",
      "Bots say things that are made up. Do not take them for advice on health, law or money.",
      "Who runs the server may suspend an account that breaks the rules of acceptable use.",
    ),
  },
  {
    type: "privacy",
    title: "Privacy",
    content: paragraphs(
      OWN_WORDS,
      "Kept here: your account, your bots, lore, personas and moods, the rooms you sit in and what is said in them, and which of these texts you agreed to, when, and from which address and browser.",
      "What a bot has to know to answer is sent to the company whose model answers, and to no other. With the practice model nothing leaves this server.",
      "Your moods, your limits and your figures are shown to nobody but you.",
      "Guests and all they made are forgotten after fourteen days.",
    ),
  },
  {
    type: "responsible_ai",
    title: "Talking with machines",
    content: paragraphs(
      OWN_WORDS,
      "Every bot here is a machine, however it speaks, and is marked as one. It feels nothing and remembers only what it is told.",
      "Each reply shows which model wrote it, what it was told and which lore woke. If something in it is wrong or harmful, report it.",
      "If you are not well, talk to a person. A bot is no help in an emergency.",
    ),
  },
  {
    type: "cookies",
    title: "Cookies",
    content: paragraphs(
      OWN_WORDS,
      "Cookies here say that you are signed in, or that you are a guest, and nothing else: no advertising, no measuring. Where Clerk signs people in, its cookies do that.",
      "Your browser also keeps drafts and what it has not sent yet, on your device alone.",
    ),
  },
  {
    type: "acceptable_use",
    title: "Acceptable use",
    content: paragraphs(
      OWN_WORDS,
      "Be kind to the people at the table. Do not harass, threaten or expose anyone, and do not pass yourself off as somebody else.",
      "Nothing sexual about minors, ever, in no form and under no pretence.",
      "Nothing that helps to hurt people: no weapons, no malice against machines or networks, no fraud.",
      "Bring only what you may share.",
    ),
  },
];

/** Legal texts every instance begins with, all active. @param effective_date When they come to hold: that of their sowing. */
export const sampleLegalTexts = (effective_date: string) =>
  TEXTS.map((text, at) => ({
    id: `0192f0c4-5c0${at + 1}-7c0c-8c00-6c6567616c00`,
    input: LegalDocumentInput.parse({ ...text, version: "as delivered", effective_date, is_active: true }),
  }));
