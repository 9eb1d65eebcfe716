import { z } from "zod";
import { IsoDate } from "../../../shared/fields/common.ts";
import { LEDGER_KINDS, LedgerCheck, LedgerRow } from "../../../shared/fields/ledger.ts";
import { sortOf } from "../../services/keyset.ts";
import { checkLedger, LEDGER_SORTS, ledgerReader } from "../../services/ledger/read-ledger.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery } from "../list.ts";
import { ownReads } from "../own-endpoints.ts";

const check = endpoint({
  method: "GET",
  path: "/api/ledger/check",
  need: "platform-admin",
  summary: "Whether every balance is the sum of its entries",
  output: LedgerCheck,
  handler: ({ db }) => checkLedger(db),
});

const reads = ownReads({
  path: "/api/ledger",
  one: "one movement of my balance",
  many: "what moved my balance, newest first; amounts in micro-tokens",
  query: ListQuery.omit({ search: true }).extend({
    kind: z.enum(LEDGER_KINDS).optional(),
    ref: z.string().max(100).optional(),
    from: IsoDate.optional(),
    to: IsoDate.optional(),
    sort: sortOf(LEDGER_SORTS, "-createdAt"),
  }),
  row: LedgerRow,
  reader: ledgerReader,
});

export const ledgerEndpoints: readonly Endpoint[] = [check, ...reads];
