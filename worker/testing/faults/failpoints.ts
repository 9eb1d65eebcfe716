import { FAILPOINTS, type Failpoint, plan } from "./plan.ts";

/** From here on the process is as good as dead: it says nothing any more. */
let isSilenced = false;
let passed = 0;

export const silenced = (): boolean => isSilenced;

/** Whether the process is to die here, now. Counts the times it came here. */
function isDue(name: Failpoint): boolean {
  if (plan.failpoint?.name !== name || isSilenced) return false;
  passed += 1;
  return passed >= plan.failpoint.nth;
}

/** Says where it is and never goes on: what this turn has written is not committed. */
export function spin(name: Failpoint): void {
  if (FAILPOINTS[name] !== "spin" || !isDue(name)) return;
  // biome-ignore lint/suspicious/noConsole: the harness waits for this line.
  console.log(`FAILPOINT ${name}`);
  for (;;);
}

/**
 * Calls the harness, which ends the process. The output gate lets the call out only after everything before it is on
 * disk; whatever else would be said is swallowed, as if the process had died right there. True where it did.
 */
export function call(name: Failpoint): boolean {
  if (FAILPOINTS[name] !== "call" || !isDue(name)) return false;
  isSilenced = true;
  fetch(`${plan.harness}/${name}`).catch(() => {});
  return true;
}

/** The same where it can be waited for: nothing after it happens. */
export async function callAndDie(name: Failpoint): Promise<void> {
  if (call(name)) await new Promise<never>(() => {});
}
