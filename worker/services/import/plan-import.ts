import { AppError } from "../../../shared/app-error.ts";
import type { ImportPreview } from "../../../shared/fields/import.ts";
import type { ImportedTome, ImportPlan } from "../../../shared/formats/import-plan.ts";
import { readImport } from "../../../shared/formats/read-import.ts";
import type { Upload } from "./read-upload.ts";

/** What a file would make. @throws AppError with the refusal's code, words and place. */
export function planImport({ bytes, filename, mimeType }: Upload): ImportPlan {
  const hint = { ...(filename === undefined ? {} : { filename }), ...(mimeType === undefined ? {} : { mimeType }) };
  const read = readImport(bytes, hint);
  if (read.ok) return read.plan;
  const { code, message, path } = read.refusal;
  throw new AppError(code, "refused file", { publicMessage: message, fields: [{ path: path ?? "file", message }] });
}

/** All tomes of a plan: a card's own beside those that came alone. */
export const tomesOf = ({ bots, tomes }: ImportPlan): readonly ImportedTome[] => [
  ...bots.flatMap(({ tome }) => (tome ? [tome] : [])),
  ...tomes,
];

export function previewImport(plan: ImportPlan): ImportPreview {
  const tomes = tomesOf(plan);
  return {
    format: plan.format,
    bots: plan.bots.map(({ value, picture }) => ({
      name: value.name,
      description: value.description,
      has_picture: picture !== null,
    })),
    knowledge_collections: tomes.map(({ name, description, entries }) => ({
      name,
      description,
      entries: entries.length,
    })),
    knowledge: tomes.reduce((sum, { entries }) => sum + entries.length, 0),
    conversations: [],
    warnings: [...plan.warnings],
  };
}
