import { and, eq, type SQL, sql } from "drizzle-orm";
import { documentation } from "../../../schema/tables/documentation.ts";
import type { DocumentationInput, HELP_CATEGORIES } from "../../../shared/fields/documentation.ts";
import type { Db } from "../../db.ts";
import { matching } from "../row-reader.ts";
import { contains } from "../text-search.ts";
import { contentStore } from "./content-store.ts";

const { createdAt, updatedAt, order, title, view_count, slug, content, category, is_featured, is_published } =
  documentation;
export const HELP_SORTS = { order, title, createdAt, updatedAt, view_count } as const;

interface HelpQuery {
  readonly slug?: string | undefined;
  readonly category?: (typeof HELP_CATEGORIES)[number] | undefined;
  readonly is_featured?: boolean | undefined;
  readonly is_published?: boolean | undefined;
  readonly search?: string | undefined;
}

const filter = (query: HelpQuery): SQL | undefined =>
  and(
    matching(slug, query.slug),
    matching(category, query.category),
    matching(is_featured, query.is_featured),
    matching(is_published, query.is_published),
    query.search ? contains([title, content], query.search) : undefined,
  );

/** Help articles, in the order an admin gives them. */
export const helpStore = contentStore<typeof documentation, typeof HELP_SORTS, HelpQuery, DocumentationInput>({
  table: documentation,
  sorts: HELP_SORTS,
  published: eq(is_published, true),
  filter,
  key: slug,
  uniques: [{ column: "documentation.slug", field: "slug" }],
});

/** Counts one read of an article. No change of the article, so its `updatedAt` stays. */
export const countView = (db: Db, id: string): Promise<unknown> =>
  db
    .update(documentation)
    .set({ view_count: sql`${view_count} + 1` })
    .where(eq(documentation.id, id));
