import * as z from "zod/mini";
import type { Api } from "../net/api.ts";
import type { ApiResult } from "../state/ports.ts";

const Warnings = z.array(z.object({ row: z.number(), field: z.string(), message: z.string() }));

/** What a file would become (api.md, import). */
export const ImportPreview = z.object({
  format: z.string(),
  bots: z.array(z.object({ name: z.string(), description: z.string() })),
  knowledge_collections: z.array(z.object({ name: z.string(), entries: z.number() })),
  warnings: Warnings,
});
export type ImportPreview = z.infer<typeof ImportPreview>;

const ImportJob = z.object({
  status: z.string(),
  result: z.object({
    bots: z.array(z.string()),
    knowledge_collections: z.array(z.string()),
    knowledge: z.number(),
    warnings: Warnings,
  }),
});
/** What was made: ids, the number of entries, and what could not be kept as it was. */
export type ImportOutcome = z.infer<typeof ImportJob>["result"];

const formOf = (file: File): FormData => {
  const form = new FormData();
  form.set("file", file);
  return form;
};

export const previewImport = (api: Api, file: File): Promise<ApiResult<ImportPreview>> =>
  api.call("POST", "/import?preview=true", ImportPreview, { form: formOf(file) });

export async function runImport(api: Api, file: File): Promise<ApiResult<ImportOutcome>> {
  const answer = await api.call("POST", "/import", ImportJob, { form: formOf(file) });
  return answer.ok ? { ok: true, value: answer.value.result } : answer;
}

/** "1 entry", "84 entries". */
export const entriesWords = (count: number): string => (count === 1 ? "1 entry" : `${count} entries`);
