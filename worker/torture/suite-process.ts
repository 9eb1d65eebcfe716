/**
 * The process of one suite: its load, its checkers and its servers take nothing from another suite's loop. It is told
 * what to do by its first message, and ends with whoever started it.
 */
import { inspect } from "node:util";
import type { Dose, SuiteResult } from "./dose.ts";
import { SERVER_SUITES } from "./server-suites.ts";
import { VITEST_SUITES } from "./vitest-suites.ts";

/** First message to the process. */
export interface SuiteOrder {
  readonly name: string;
  readonly dose: Dose;
  readonly folder: string;
}

/** What the process says: how much is done, from 0 to 1; at last what it found, or why it could not go on. */
export type SuiteNews = { share: number } | { result: SuiteResult } | { failed: string };

async function run({ name, dose, folder }: SuiteOrder): Promise<void> {
  const suite = [...SERVER_SUITES, ...VITEST_SUITES].find((one) => one.name === name);
  const last = await (suite === undefined
    ? { failed: `there is no suite ${name}` }
    : suite.run({ dose, folder, progress: (share) => tell({ share }) }).then(
        (result) => ({ result }),
        (error: unknown) => ({ failed: inspect(error) }),
      ));
  tell(last, () => process.exit(0));
}

const tell = (news: SuiteNews, then?: () => void): void => void process.send?.(news, undefined, undefined, then);

process.once("message", (order: SuiteOrder) => void run(order));
process.on("disconnect", () => process.exit(1));
