/** `npm run check`: style, types, unused code, house rules. Seconds; for while you work. */
import { ALL_CHECKS, runChecks } from "./checks.ts";
import { runScript } from "./script.ts";

await runScript(async () => {
  const { passed, failed } = await runChecks(ALL_CHECKS);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
