import type { BatchItem } from "drizzle-orm/batch";
import type { AnySQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { z } from "zod";
import type { JobRecord } from "../../../schema/tables/jobs.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { UserRole } from "../../../shared/fields/users.ts";
import type { Db } from "../../db.ts";
import type { Env } from "../../env.ts";
import type { Versioned } from "../version-guard.ts";

/** Roles that work in the admin backend; an admin may do all that a moderator may. */
export type StaffRole = Exclude<UserRole, "user">;

/** Who of the staff acts, and when. */
export interface StaffMember {
  readonly userId: string;
  readonly role: UserRole;
  readonly nowMs: number;
  /** See `RequestContext.expects`. */
  readonly expects?: string | undefined;
}

/** A row as its table holds it, by column. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** What a change of a row brings along. */
export interface Consequences {
  /** Columns that follow from the changed ones. */
  readonly set?: StoredRow;
  /** Statements of the same batch. */
  readonly also?: readonly BatchItem<"sqlite">[];
}

/** What staff may change of a collection's rows. */
export interface StaffEdit {
  readonly table: Versioned;
  /** What an admin may change. */
  readonly fields: z.ZodObject;
  /** Which of it a moderator may change too. */
  readonly moderator: readonly string[];
  /** Refuses a change of the fields `given`, or says what follows from it. @throws AppError. */
  readonly follow?: (
    db: Db,
    before: StoredRow,
    after: StoredRow,
    staff: StaffMember,
    given: readonly string[],
  ) => Consequences;
  /** Tells rooms and sessions once the change stands. */
  readonly tell?: (env: Env, after: StoredRow) => Promise<void>;
}

/** How staff see and change one collection. Rows of rooms are the rooms' own: D1 has copies, so they are not edited. */
export interface StaffCollection {
  /** As addresses have it. */
  readonly slug: string;
  readonly table: SQLiteTable & { readonly id: AnySQLiteColumn };
  /** Least role that sees its rows. */
  readonly sight: StaffRole;
  /** Rows everyone may see anyway: looking at them takes no reason. All others are somebody's own affair. */
  readonly isOpen?: boolean;
  /** Columns that no answer carries: secrets, and what only the machine reads. */
  readonly hidden?: readonly string[];
  /** Columns a list may be filtered by. */
  readonly filters: readonly string[];
  /** Columns `?search` looks into. */
  readonly search?: readonly string[];
  /** Absent where nobody edits: what was said, paid, agreed, felt and logged stays as it was. */
  readonly edit?: StaffEdit;
  /** Least role that deletes, and how; a job where much goes with it. Absent where nothing is deleted. */
  readonly remove?: {
    readonly role: StaffRole;
    readonly run: (env: Env, id: string, staff: StaffMember) => Promise<JobRecord | null>;
  };
}

/** @throws AppError `forbidden` naming the first field that only an admin may change. */
export function demandEditable(edit: StaffEdit, given: readonly string[], role: UserRole): void {
  if (role === "admin") return;
  const field = given.find((name) => !edit.moderator.includes(name));
  if (field === undefined) return;
  throw new AppError("forbidden", "admin's field", {
    publicMessage: `${field} is changed by admins only.`,
    fields: [{ path: field, message: "is changed by admins only" }],
  });
}
