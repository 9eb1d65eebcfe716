import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { OUTPUT } from "../../worker/run/bootstrap.mjs";
import { findChromium } from "../../worker/run/chromium.ts";
import { BROWSER_ARGS, SIZES } from "./sizes.ts";

const executablePath = findChromium();
// Playwright forces colours on or off in its own way; Node warns in every process that finds both.
delete process.env["NO_COLOR"];

/** The whole product in a real browser, on both sizes. `npm test` gives the folder of the run and the built client. */
export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: join(process.env["BOTCAFE_OUTPUT"] ?? join(OUTPUT, "e2e"), "browser"),
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // A page beside a whole test run on two cores may miss a moment once; the runner names every second try.
  retries: 1,
  // Whoever waits this long waits for what does not come; two cores that do much else are slow for seconds.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    browserName: "chromium",
    launchOptions: { ...(executablePath && { executablePath }), args: BROWSER_ARGS },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    colorScheme: "light",
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    trace: "off",
    video: "off",
    // Requests of a service worker pass by what a test puts in their way; the test of it allows it.
    serviceWorkers: "block",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "desktop", use: SIZES.desktop },
    // These bring their own devices, or do not change with the size.
    {
      name: "phone",
      use: SIZES.phone,
      testIgnore: [
        /s1[034]-|s[234]-|threads|turn-|user-every|offline-|pictures|hostile-|xss-|narrow-|keyboard-|second-/,
      ],
    },
  ],
});
