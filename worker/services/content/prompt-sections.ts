import { and, sql } from "drizzle-orm";
import { type PromptSectionRecord, promptSections } from "../../../schema/tables/prompt-sections.ts";
import type { PromptSectionInput, PromptSectionType } from "../../../shared/fields/prompt-sections.ts";
import { matching } from "../row-reader.ts";
import { contains } from "../text-search.ts";
import { contentStore } from "./content-store.ts";
import { oneActive } from "./one-active.ts";

const { createdAt, updatedAt, version, is_active } = promptSections;
export const SECTION_SORTS = { createdAt, updatedAt, version } as const;

interface SectionQuery {
  readonly type?: PromptSectionType | undefined;
  readonly is_active?: boolean | undefined;
  readonly search?: string | undefined;
}

/** The next version of a type, found by the statement that writes it, so that two at once get two. */
const nextVersion = (type: PromptSectionType | undefined) =>
  sql`(select coalesce(max(version), 0) + 1 from prompt_sections where type = ${type})`;

/** What every bot is told; for admins alone, active or not. */
export const promptSectionStore = contentStore<
  typeof promptSections,
  typeof SECTION_SORTS,
  SectionQuery,
  PromptSectionInput
>({
  table: promptSections,
  sorts: SECTION_SORTS,
  published: sql`false`,
  filter: ({ type, is_active: active, search }) =>
    and(
      matching(promptSections.type, type),
      matching(is_active, active),
      search ? contains([promptSections.text], search) : undefined,
    ),
  uniques: [{ column: "prompt_sections.type", field: "is_active" }],
  rules: oneActive<PromptSectionRecord>(promptSections, ["type", "text"], ({ type }) => ({
    version: nextVersion(type),
  })),
});
