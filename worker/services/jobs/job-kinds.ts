import type { JobRecord } from "../../../schema/tables/jobs.ts";
import { deletionKind } from "../deletion/deletion-kind.ts";
import { exportKind } from "../export/export-kind.ts";
import { mergeKind } from "../guests/merge-guest.ts";
import { JOB_KINDS, type JobKind, type JobKindName } from "./job-kind.ts";

const KINDS: Readonly<Record<JobKindName, JobKind>> = {
  delete_bot: deletionKind("bots"),
  delete_tome: deletionKind("knowledge_collections"),
  delete_conversation: deletionKind("conversations"),
  delete_account: deletionKind("users"),
  export: exportKind,
  merge_guest: mergeKind,
};

const isName = (kind: string): kind is JobKindName => (JOB_KINDS as readonly string[]).includes(kind);

/** How to do a job, or null where nobody knows. */
export const kindOf = ({ kind }: Pick<JobRecord, "kind">): JobKind | null => (isName(kind) ? KINDS[kind] : null);
