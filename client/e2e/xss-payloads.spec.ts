import { join } from "node:path";
import preact from "@preact/preset-vite";
import { build } from "vite";
import { HOSTILE_TAGS } from "../ui/markdown/testing/hostile-tags.ts";
import { lexerOfMarked } from "../vite.config.ts";
import { expect, test } from "./fixtures.ts";

/** The page's part of this test with the product's renderer, as one script. */
async function buildPage(): Promise<string> {
  const built = await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: "silent",
    plugins: [preact({ devToolsEnabled: false }), lexerOfMarked()],
    build: {
      write: false,
      target: "es2022",
      modulePreload: { polyfill: false },
      rolldownOptions: { input: join(import.meta.dirname, "../ui/markdown/testing/stream-payloads.tsx") },
    },
  });
  if (!("output" in built)) throw new Error("one build, one output");
  return built.output[0].code;
}

test("[SEE6] hostile texts streamed in chunks run nothing and ask nobody", async ({ page }) => {
  const code = await buildPage();
  await page.route("**/assets/proof.js", (route) => route.fulfill({ contentType: "text/javascript", body: code }));
  await page.goto("/");
  await expect(page.getByRole("article")).toHaveCount(3);
  const asked: string[] = [];
  // Our own scripts may still come; nothing else has a reason to.
  page.on("request", (request) => {
    if (!request.url().startsWith(new URL("/assets/", page.url()).href)) asked.push(request.url());
  });
  page.on("popup", (popup) => asked.push(`popup ${popup.url()}`));

  await page.evaluate("import('/assets/proof.js')");
  const proof = await page.locator("body").getAttribute("data-proof");
  const { texts, paints } = JSON.parse(proof ?? "{}");
  expect(texts).toBeGreaterThan(600);

  // Whoever waits for a focus or the mouse gets them.
  const outcome = await page.evaluate(async () => {
    for (const element of document.querySelectorAll<HTMLElement>("body > article *")) {
      element.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
      element.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
      element.focus?.();
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    const all = [...document.querySelectorAll("body > article *")];
    const names = [...new Set(all.flatMap((element) => element.getAttributeNames()))].sort();
    const schemes = [...new Set([...document.links].map(({ protocol }) => protocol))].sort();
    return { names, schemes, elements: all.length, executions: "__pwn" in window };
  });
  process.stdout.write(
    `${texts} hostile texts, ${paints} paints, ${outcome.elements} elements: ` +
      `${outcome.executions ? "EXECUTED" : "0 executions"}, ${asked.length} requests\n`,
  );
  expect(outcome.executions).toBe(false);
  expect(asked).toEqual([]);
  expect(outcome.names).toEqual(["class", "href", "rel", "start", "tabindex", "target"]);
  expect(outcome.schemes).toEqual(["http:", "https:", "mailto:"]);
});

test("[SEE6] the same texts as markup, where no policy holds them: the trap is alive", async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked = new Set<string>();
  await page.route(/^https?:/, (route) => {
    asked.add(route.request().url());
    return route.abort();
  });
  await page.evaluate(() => {
    Object.assign(window, { sprung: 0 });
    const spring = () => Object.assign(window, { sprung: (window as unknown as { sprung: number }).sprung + 1 });
    Object.defineProperty(window, "__pwn", { set: spring });
  });
  await page.evaluate(
    (tags) => {
      for (const tag of tags) {
        const place = document.createElement("div");
        place.innerHTML = tag;
        document.body.append(place);
      }
      // A page that leaves cannot be asked what happened to it.
    },
    HOSTILE_TAGS.filter((tag) => !tag.includes("http-equiv")),
  );
  await expect.poll(() => page.evaluate("window.sprung")).toBeGreaterThan(20);
  await expect.poll(() => asked.size).toBeGreaterThan(3);
  await context.close();
});
