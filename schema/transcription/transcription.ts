import { CONVERSATIONS } from "./conversations.ts";
import { CORE } from "./core.ts";
import { HOUSE } from "./house.ts";
import { KNOWLEDGE } from "./knowledge.ts";
import { MONEY } from "./money.ts";
import { PEOPLE } from "./people.ts";
import type { Collection } from "./shape.ts";

/**
 * The data model this product was given, row by row: written by hand from its text and from nothing of ours, so that a
 * test can hold tables, inputs and answers against it.
 */
export const TRANSCRIPTION: readonly Collection[] = [
  ...CORE,
  ...KNOWLEDGE,
  ...CONVERSATIONS,
  ...PEOPLE,
  ...MONEY,
  ...HOUSE,
];

/** Name of a collection's table. */
export const tableOf = ({ slug }: Collection): string => slug.replaceAll("-", "_");
