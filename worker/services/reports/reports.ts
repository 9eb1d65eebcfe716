import { and, eq, type SQL } from "drizzle-orm";
import { reports } from "../../../schema/tables/reports.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { REPORT_STATUSES, Reportable, ReportInput, ReportRow } from "../../../shared/fields/reports.ts";
import { isoTime } from "../../clock.ts";
import { type Db, isUniqueViolation } from "../../db.ts";
import { newId } from "../../ids.ts";
import { readBot } from "../bots/read-bots.ts";
import { readConversation } from "../conversations/read-conversations.ts";
import { readCreatorProfile } from "../creator-profiles/read-creator-profiles.ts";
import { readTome } from "../knowledge-collections/read-tomes.ts";
import { readMessage } from "../messages/read-messages.ts";
import { matching, type RowReader, rowReader, type Span, within } from "../row-reader.ts";

const { createdAt, updatedAt } = reports;
export const REPORT_SORTS = { createdAt, updatedAt } as const;

interface ReportQuery extends Span {
  readonly resource_type?: Reportable | undefined;
  readonly resource_id?: string | undefined;
  readonly status?: (typeof REPORT_STATUSES)[number] | undefined;
}

/** Reports a person made. What staff wrote into them stays with staff: `ReportRow` does not carry it. */
export const reportReader = rowReader({
  table: reports,
  sorts: REPORT_SORTS,
  seenBy: (userId: string): SQL => eq(reports.user, userId),
  filter: (query: ReportQuery) =>
    and(
      matching(reports.resource_type, query.resource_type),
      matching(reports.resource_id, query.resource_id),
      matching(reports.status, query.status),
      within(createdAt, query),
    ),
}) as unknown as RowReader<string, ReportQuery, ReportRow>;

/** Who reports, and when. */
export interface Reporter {
  readonly userId: string;
  readonly nowMs: number;
}

type Seeing = (db: Db, id: string, reporter: Reporter) => Promise<unknown>;

/** Reading a thing as the reporter: whoever may not see it cannot report it, nor learn that it is there. */
const SEEING: Record<Reportable, Seeing> = {
  bot: readBot,
  knowledgeCollection: readTome,
  creatorProfile: readCreatorProfile,
  conversation: (db, id, { userId }) => readConversation(db, id, userId),
  message: (db, id, { userId }) => readMessage(db, id, userId),
};

/** @throws AppError `not_found` for what the reporter may not see, `conflict` while their last report of it is open. */
export async function createReport(db: Db, input: ReportInput, reporter: Reporter): Promise<ReportRow> {
  await SEEING[input.resource_type](db, input.resource_id, reporter);
  const now = isoTime(reporter.nowMs);
  const row = { ...input, id: newId(), user: reporter.userId, status: "open" as const, createdAt: now, updatedAt: now };
  try {
    await db.insert(reports).values(row);
  } catch (error) {
    if (!isUniqueViolation(error, "reports.resource_id")) throw error;
    throw new AppError("conflict", "reported already", {
      cause: error,
      publicMessage: "You reported this already. Somebody will look at it.",
      fields: [{ path: "resource_id", message: "is reported already" }],
    });
  }
  return row;
}
