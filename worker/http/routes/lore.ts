import { z } from "zod";
import { Trace } from "../../../shared/lore/trace.ts";
import { WhatIfBody } from "../../../shared/lore/what-if.ts";
import { answerWhatIf } from "../../services/lore/what-if.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { readerOf } from "../sorted-list.ts";

/** A whole book of some thousand entries, inline. */
const BODY_LIMIT = 8 * 1_024 * 1_024;

const evaluate = endpoint({
  method: "POST",
  path: "/api/lore/evaluate",
  need: "session",
  summary: "Which lore would wake, and why: the engine of the rooms on what you give it, changing nothing",
  body: WhatIfBody,
  bodyLimit: BODY_LIMIT,
  output: z.object({ ...Trace.shape, not_yours: z.number() }),
  rate: { max: 240, windowS: 60 },
  changesNothing: true,
  handler: (context, { body }) => answerWhatIf(context.env, body, readerOf(context)),
});

export const loreEndpoints: readonly Endpoint[] = [evaluate];
