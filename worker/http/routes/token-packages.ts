import { TokenPackageInput, TokenPackageRow } from "../../../shared/fields/token-packages.ts";
import { PACKAGE_SORTS, packageStore } from "../../services/content/token-packages.ts";
import { sortOf } from "../../services/keyset.ts";
import { contentEndpoints } from "../content-endpoints.ts";
import { ListQuery } from "../list.ts";
import { Flag } from "../sorted-list.ts";

export const tokenPackageEndpoints = contentEndpoints({
  path: "/api/token-packages",
  one: "tokens for sale",
  many: "tokens for sale",
  readers: "none",
  query: ListQuery.extend({ is_active: Flag, sort: sortOf(PACKAGE_SORTS, "price") }),
  row: TokenPackageRow,
  input: TokenPackageInput,
  store: packageStore,
});
