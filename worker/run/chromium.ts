import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Refusal, step } from "./bootstrap.mjs";
import { runCommand } from "./tools.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/** Where the installers of macOS and Windows put it, which is on no PATH. */
const FAR_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * A Chromium or Chrome of this machine: the one `CHROMIUM_PATH` names, else the first that is found.
 * @throws Refusal when `CHROMIUM_PATH` names a file that is not there.
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const wanted = env["CHROMIUM_PATH"];
  if (wanted) {
    if (!existsSync(wanted)) throw new Refusal(`CHROMIUM_PATH=${wanted} is not there.`);
    return wanted;
  }
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...places, ...FAR_PLACES].find((place) => existsSync(place));
}

/**
 * A browser for the tests: one that is there, else Debian's, installed now where we may.
 * @throws Refusal that names the command to type where we may not.
 */
export async function demandChromium(): Promise<string> {
  const found = findChromium();
  if (found) return found;
  if (!existsSync("/usr/bin/apt-get"))
    throw new Refusal("The browser tests need Chromium or Chrome. Install one, or set CHROMIUM_PATH to where it is.");
  if (process.getuid?.() !== 0)
    throw new Refusal(
      "The browser tests need Chromium. Type: sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium",
    );
  await step("installing Chromium", installDebianChromium);
  const installed = findChromium();
  if (!installed) throw new Refusal("apt-get has installed Chromium, but it is not on PATH.");
  return installed;
}

async function installDebianChromium(): Promise<void> {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  // An update that fails may still leave a list that is good enough; the install says so if not.
  await runCommand("apt-get", ["update", "-q"], { env });
  const install = ["install", "-q", "-y", "--no-install-recommends", "chromium"];
  const { code, output } = await runCommand("apt-get", install, { env });
  if (code !== 0) throw new Refusal(`apt-get install chromium failed:\n${output.slice(-2000)}`);
}
