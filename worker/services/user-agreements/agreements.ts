import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { type LegalDocumentRecord, legalDocuments } from "../../../schema/tables/legal-documents.ts";
import { userAgreements } from "../../../schema/tables/user-agreements.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { LegalType } from "../../../shared/fields/legal-documents.ts";
import type { UserAgreementRow } from "../../../shared/fields/user-agreements.ts";
import { isoTime } from "../../clock.ts";
import { type Db, isUniqueViolation } from "../../db.ts";
import { newId } from "../../ids.ts";
import { keyset, type Sort } from "../keyset.ts";
import { matching, type RowReader, type Span, within } from "../row-reader.ts";

const { id, user, document, accepted_at, ip_address, user_agent } = userAgreements;
const { title, type, version } = legalDocuments;
export const AGREEMENT_SORTS = { accepted_at } as const;

interface AgreementQuery extends Span {
  readonly document?: string | undefined;
  readonly type?: LegalType | undefined;
}

const select = (db: Db) =>
  db
    .select({ id, user, document, title, type, version, accepted_at, ip_address, user_agent })
    .from(userAgreements)
    .innerJoin(legalDocuments, eq(legalDocuments.id, document))
    .$dynamic();

const ofType = (wanted: LegalType | undefined): SQL | undefined =>
  wanted === undefined
    ? undefined
    : sql`${document} in (select text.id from ${legalDocuments} as text where text.type = ${wanted})`;

const filterOf = (userId: string, query: AgreementQuery): SQL | undefined =>
  and(eq(user, userId), matching(document, query.document), ofType(query.type), within(accepted_at, query));

/** What a person agreed to. */
export const agreementReader: RowReader<string, AgreementQuery, UserAgreementRow> = {
  list(db, userId, query) {
    const page = keyset(AGREEMENT_SORTS, id, query.sort as Sort<typeof AGREEMENT_SORTS>, query.after);
    return select(db)
      .where(and(filterOf(userId, query), page.where))
      .orderBy(...page.orderBy)
      .limit(query.limit + 1)
      .all();
  },
  count: (db, userId, query) => db.$count(userAgreements, filterOf(userId, query)),
  async read(db, userId, wanted) {
    const row = await select(db)
      .where(and(eq(id, wanted), eq(user, userId)))
      .get();
    if (row === undefined) throw new AppError("not_found", "no agreement of theirs");
    return row;
  },
};

/** Who agrees, when, and what the request says of where from. */
export interface Agreeing {
  readonly userId: string;
  readonly nowMs: number;
  readonly ip_address: string | null;
  readonly user_agent: string | null;
}

/** Longest address and browser kept; more is cut off. */
const MAX_ADDRESS = 45;
const MAX_AGENT = 500;

/**
 * Records that a person agrees to the active version of a text. That it is active is asked by the inserting statement.
 * @throws AppError `not_found` for a text that is not there, `conflict` for one that holds no more or was agreed to.
 */
export async function agree(db: Db, documentId: string, agreeing: Agreeing): Promise<UserAgreementRow> {
  const text = await db
    .select({ published_at: legalDocuments.published_at })
    .from(legalDocuments)
    .where(eq(legalDocuments.id, documentId))
    .get();
  if (text === undefined || text.published_at === null) throw new AppError("not_found", "no such text, or a draft");
  const row = {
    id: newId(),
    user: agreeing.userId,
    document: sql`(select text.id from ${legalDocuments} as text where text.id = ${documentId} and text.is_active = 1)`,
    accepted_at: isoTime(agreeing.nowMs),
    ip_address: agreeing.ip_address?.slice(0, MAX_ADDRESS) ?? null,
    user_agent: agreeing.user_agent?.slice(0, MAX_AGENT) ?? null,
  };
  try {
    await db.insert(userAgreements).values(row as unknown as typeof userAgreements.$inferInsert);
  } catch (error) {
    throw refusalOf(error);
  }
  return agreementReader.read(db, agreeing.userId, row.id);
}

const conflict = (publicMessage: string, message: string, cause: unknown): AppError =>
  new AppError("conflict", message, { cause, publicMessage, fields: [{ path: "document", message }] });

function refusalOf(error: unknown): unknown {
  if (isUniqueViolation(error, "user_agreements.document"))
    return conflict("You agreed to this already.", "was agreed to already", error);
  if (String((error as { cause?: unknown }).cause).includes("NOT NULL"))
    return conflict("There is a newer version of this text. Agree to that one.", "holds no more", error);
  return error;
}

/** Active texts a person has not agreed to, by type. At most one of each type there is. */
export const missingAgreements = (db: Db, userId: string): Promise<LegalDocumentRecord[]> =>
  db
    .select()
    .from(legalDocuments)
    .where(
      and(
        eq(legalDocuments.is_active, true),
        sql`not exists (select 1 from ${userAgreements} as agreement
            where agreement.user = ${userId} and agreement.document = legal_documents.id)`,
      ),
    )
    .orderBy(type, desc(legalDocuments.id));
