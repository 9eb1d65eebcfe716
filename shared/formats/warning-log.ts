import type { ImportWarning } from "./import-plan.ts";

/** Most warnings one plan carries. Chosen: two for each row of the largest book that must pass; the rest are counted. */
const MAX_WARNINGS = 20_000;

/** `row` is -1 for the card or the book itself. */
export type Warn = (row: number, field: string, message: string) => void;

/** Collects the warnings of one import, so that a hostile file can not fill memory with them. */
export function createWarningLog(): { readonly warn: Warn; readonly list: () => ImportWarning[] } {
  const warnings: ImportWarning[] = [];
  let unlisted = 0;
  return {
    warn: (row, field, message) => {
      if (warnings.length < MAX_WARNINGS) warnings.push({ row, field, message });
      else unlisted += 1;
    },
    list: () =>
      unlisted === 0
        ? warnings
        : [...warnings, { row: -1, field: "warnings", message: `${unlisted} more are not listed` }],
  };
}
