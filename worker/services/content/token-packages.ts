import { and, eq } from "drizzle-orm";
import { tokenPackages } from "../../../schema/tables/token-packages.ts";
import type { TokenPackageInput } from "../../../shared/fields/token-packages.ts";
import { matching } from "../row-reader.ts";
import { contains } from "../text-search.ts";
import { contentStore } from "./content-store.ts";

const { createdAt, updatedAt, name, price, amount, is_active } = tokenPackages;
export const PACKAGE_SORTS = { createdAt, updatedAt, name, price, amount } as const;

interface PackageQuery {
  readonly is_active?: boolean | undefined;
  readonly search?: string | undefined;
}

/** Tokens for sale: active ones are on sale. */
export const packageStore = contentStore<typeof tokenPackages, typeof PACKAGE_SORTS, PackageQuery, TokenPackageInput>({
  table: tokenPackages,
  sorts: PACKAGE_SORTS,
  published: eq(is_active, true),
  filter: ({ is_active: active, search }) =>
    and(matching(is_active, active), search ? contains([name], search) : undefined),
});
