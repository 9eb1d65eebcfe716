import { z } from "zod";
import { DocumentationInput, DocumentationRow, HELP_CATEGORIES } from "../../../shared/fields/documentation.ts";
import { DIFFICULTIES, TutorialInput, TutorialRow } from "../../../shared/fields/tutorials.ts";
import { countView, HELP_SORTS, helpStore } from "../../services/content/documentation.ts";
import { TUTORIAL_SORTS, tutorialStore } from "../../services/content/tutorials.ts";
import { sortOf } from "../../services/keyset.ts";
import { contentEndpoints } from "../content-endpoints.ts";
import type { Endpoint } from "../endpoint.ts";
import { ListQuery } from "../list.ts";
import { Flag } from "../sorted-list.ts";

const articles = contentEndpoints({
  path: "/api/documentation",
  one: "a help article, by its id or slug",
  many: "help articles",
  readers: "none",
  query: ListQuery.extend({
    slug: z.string().max(64).optional(),
    category: z.enum(HELP_CATEGORIES).optional(),
    is_featured: Flag,
    is_published: Flag,
    sort: sortOf(HELP_SORTS, "order"),
  }),
  row: DocumentationRow,
  input: DocumentationInput,
  store: helpStore,
  // Whoever writes articles opens them to edit, not to read.
  onRead: ({ db, principal, later }, { id }) => {
    if (principal?.role !== "admin") later(countView(db, id));
  },
});

const tutorials = contentEndpoints({
  path: "/api/tutorials",
  one: "a tutorial",
  many: "tutorials",
  readers: "none",
  query: ListQuery.extend({
    category: z.enum(HELP_CATEGORIES).optional(),
    difficulty: z.enum(DIFFICULTIES).optional(),
    is_published: Flag,
    sort: sortOf(TUTORIAL_SORTS, "createdAt"),
  }),
  row: TutorialRow,
  input: TutorialInput,
  store: tutorialStore,
});

export const helpEndpoints: readonly Endpoint[] = [...articles, ...tutorials];
