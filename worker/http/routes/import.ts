import { z } from "zod";
import { ImportOutcome, ImportPreview, MAX_IMPORT_BYTES } from "../../../shared/fields/import.ts";
import { JobRow } from "../../../shared/fields/jobs.ts";
import { readUpload } from "../../services/import/read-upload.ts";
import { writeImport } from "../../services/import/write-import.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { Flag } from "../sorted-list.ts";

/** Room for the form around the file. */
const FORM_BYTES = 64 * 1_024;

/** A look at what an import would make is no import. */
const isForReal = ({ searchParams }: URL): boolean => searchParams.get("preview") !== "true";

const run = endpoint({
  method: "POST",
  path: "/api/import",
  need: "session",
  summary:
    "Import a character card or a lorebook (a file in the field `file`, or JSON); `preview=true` only says what it would make",
  query: z.strictObject({ preview: Flag }),
  bodyKind: "raw",
  bodyLimit: MAX_IMPORT_BYTES + FORM_BYTES,
  output: z.union([ImportPreview, JobRow.extend({ result: ImportOutcome })]),
  rate: [
    { max: 30, windowS: 60 },
    { max: 10, windowS: 60, of: "import", counts: isForReal },
    { max: 50, windowS: 86_400, of: "import", lasting: true, counts: isForReal },
  ],
  handler: async ({ env, request, principal, nowMs }, { query, body }) => {
    const { bytes } = body as unknown as { bytes: Uint8Array<ArrayBuffer> };
    // Card and book formats are read on first use: they have no place on the Worker's way up.
    const { planImport, previewImport } = await import("../../services/import/plan-import.ts");
    const plan = planImport(await readUpload(bytes, request.headers.get("content-type") ?? ""));
    if (query.preview) return previewImport(plan);
    const { userId, name } = principal;
    const { result, ...job } = await writeImport(env, plan, { userId, name, nowMs });
    return { ...job, result: ImportOutcome.parse(result) };
  },
});

export const importEndpoints: readonly Endpoint[] = [run];
