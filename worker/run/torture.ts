/**
 * `npm run torture`: tests whose doses `npm test` keeps small, in their long doses: ten times the generated bodies for
 * every call that writes, of another seed each time. Minutes; before a release, and whenever the registry grows.
 */
import { runScript } from "./script.ts";
import { runTool, toolPath } from "./tools.ts";

/** How many times the dose of `npm test`. */
const DOSE = "10";

await runScript(async () => {
  const args = ["run", "--project", "workers", "worker/http/hostile"];
  const { code } = await runTool(toolPath("vitest"), args, { show: true, env: { BOTCAFE_DOSE: DOSE } });
  return code;
});
