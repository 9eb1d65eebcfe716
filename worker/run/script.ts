import { Refusal } from "./bootstrap.mjs";

/**
 * Runs a script to its exit code. A Refusal is shown as what it says; anything else is a bug of ours and is shown with
 * its stack.
 */
export async function runScript(script: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await script();
  } catch (error) {
    console.error(error instanceof Refusal ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

/**
 * Waits for somebody to ask this process to end. Asked again, it still ends only once: Ctrl-C in a terminal reaches us
 * directly and through npm.
 */
export function askedToStop(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => done());
  });
}
