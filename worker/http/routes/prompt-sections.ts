import { z } from "zod";
import { PROMPT_SECTION_TYPES, PromptSectionInput, PromptSectionRow } from "../../../shared/fields/prompt-sections.ts";
import { promptSectionStore, SECTION_SORTS } from "../../services/content/prompt-sections.ts";
import { sortOf } from "../../services/keyset.ts";
import { contentEndpoints } from "../content-endpoints.ts";
import { ListQuery } from "../list.ts";
import { Flag } from "../sorted-list.ts";

export const promptSectionEndpoints = contentEndpoints({
  path: "/api/prompt-sections",
  one: "a version of a prompt section",
  many: "what every bot is told, all versions",
  readers: "platform-admin",
  query: ListQuery.extend({
    type: z.enum(PROMPT_SECTION_TYPES).optional(),
    is_active: Flag,
    sort: sortOf(SECTION_SORTS, "-createdAt"),
  }),
  row: PromptSectionRow,
  input: PromptSectionInput,
  store: promptSectionStore,
});
