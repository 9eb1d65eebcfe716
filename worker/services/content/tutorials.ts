import { and, eq } from "drizzle-orm";
import { tutorials } from "../../../schema/tables/tutorials.ts";
import type { HELP_CATEGORIES } from "../../../shared/fields/documentation.ts";
import type { DIFFICULTIES, TutorialInput } from "../../../shared/fields/tutorials.ts";
import { matching } from "../row-reader.ts";
import { contains } from "../text-search.ts";
import { contentStore } from "./content-store.ts";

const { createdAt, updatedAt, title, estimated_time, is_published, description } = tutorials;
export const TUTORIAL_SORTS = { createdAt, updatedAt, title, estimated_time } as const;

interface TutorialQuery {
  readonly category?: (typeof HELP_CATEGORIES)[number] | undefined;
  readonly difficulty?: (typeof DIFFICULTIES)[number] | undefined;
  readonly is_published?: boolean | undefined;
  readonly search?: string | undefined;
}

/** Tutorials, in the order in which they were written. */
export const tutorialStore = contentStore<typeof tutorials, typeof TUTORIAL_SORTS, TutorialQuery, TutorialInput>({
  table: tutorials,
  sorts: TUTORIAL_SORTS,
  published: eq(is_published, true),
  filter: (query) =>
    and(
      matching(tutorials.category, query.category),
      matching(tutorials.difficulty, query.difficulty),
      matching(is_published, query.is_published),
      query.search ? contains([title, description], query.search) : undefined,
    ),
});
