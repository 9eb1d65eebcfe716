import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** What the checker leaves in a page that it has looked at once. */
interface Checker {
  run(within: string, options: object): Promise<{ violations: readonly Violation[] }>;
}
interface Violation {
  readonly id: string;
  readonly impact?: string | null;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly html: string }[];
}

/** The rules that depend on the colours alone. */
const COLOUR_RULES = { runOnly: ["color-contrast", "link-in-text-block"] };

/**
 * What axe calls serious or critical: everything in the theme that is worn, what colours can break in `others`. One
 * visit to the page for all, and the checker is loaded once per document: that is most of the time.
 * @param within CSS selector of the part that is on trial; the whole page unless given.
 */
export async function seriousProblems(
  page: Page,
  others: readonly string[] = ["chalkboard", "closing"],
  within = "html",
): Promise<string[]> {
  const isLoaded = await page.evaluate(() => "axe" in window);
  if (!isLoaded) await new AxeBuilder({ page }).setLegacyMode(true).include("title").analyze();
  return await page.evaluate(lookAll, { others, within, colours: COLOUR_RULES });
}

/** Runs in the page. */
async function lookAll(asked: { others: readonly string[]; within: string; colours: object }): Promise<string[]> {
  const { axe } = window as unknown as { axe: Checker };
  const problems: string[] = [];
  const look = async (theme: string, options: object) => {
    const { violations } = await axe.run(asked.within, { ...options, resultTypes: ["violations"] });
    for (const { id, impact, nodes } of violations) {
      if (impact !== "serious" && impact !== "critical") continue;
      for (const { target, html } of nodes) problems.push(`${theme}${id}: ${target.join(" ")} ${html.slice(0, 200)}`);
    }
  };
  const settle = () => {
    for (const animation of document.getAnimations())
      if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
  };
  settle();
  await look("", {});
  const worn = document.documentElement.dataset["theme"];
  for (const theme of [...asked.others, worn]) {
    // As choosing it in the menu does; without the fade, in which every contrast is in between.
    document.documentElement.dataset["theme"] = theme ?? "";
    settle();
    if (theme !== worn && theme !== undefined) await look(`${theme}: `, asked.colours);
  }
  return problems;
}
