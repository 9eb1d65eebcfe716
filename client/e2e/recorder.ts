import type { Page } from "@playwright/test";

/** What a page showed at one moment. */
export interface Sample {
  /** Wall clock of this machine, milliseconds: samples of two pages can be put in one order. */
  readonly at: number;
  /** The newest bot message, its text only; empty where there is none yet. */
  readonly text: string;
  /** How many messages were being written. */
  readonly growing: number;
  /** Every bot message's text, in order. */
  readonly replies: readonly string[];
}

declare global {
  interface Window {
    recorded: Sample[];
  }
}

/** Looks at the page's transcript many times a second, from now until `recording` is read; survives no reload. */
export async function record(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.recorded = [];
    const words = (article: Element) => {
      const bubble = article.querySelector("[dir=auto]")?.cloneNode(true) as Element | undefined;
      bubble?.querySelector(".bubble-waiting")?.remove();
      return bubble?.textContent ?? "";
    };
    const look = () => {
      const articles = [...document.querySelectorAll("[aria-label=Messages] article:has(time)")];
      const replies = articles.filter((article) => article.querySelector("h3 .bot-label")).map(words);
      const growing = document.querySelectorAll("[aria-busy=true]").length;
      window.recorded.push({ at: Date.now(), text: replies.at(-1) ?? "", growing, replies });
    };
    setInterval(look, 50);
    look();
  });
}

/** The samples so far. */
export const recording = (page: Page): Promise<Sample[]> => page.evaluate(() => window.recorded);

/** When the next Enter or click happens on `page`: wall clock, milliseconds. */
export async function clockPress(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const note = (event: Event) => {
      const isOther = event instanceof KeyboardEvent && event.key !== "Enter";
      if (isOther || "pressedAt" in window) return;
      Object.assign(window, { pressedAt: performance.timeOrigin + event.timeStamp });
    };
    for (const type of ["keydown", "click"]) addEventListener(type, note, { capture: true });
  });
  return () => page.evaluate(() => (window as unknown as { pressedAt: number }).pressedAt);
}

/** When a message with `text` is first painted on `page`: wall clock, milliseconds. */
export async function clockMessage(page: Page, text: string): Promise<() => Promise<number>> {
  await page.evaluate((words) => {
    const shownAt = new Promise<number>((done) => {
      const watcher = new MutationObserver(() => {
        const isThere = [...document.querySelectorAll("article")].some((a) => a.textContent?.includes(words));
        if (!isThere) return;
        watcher.disconnect();
        requestAnimationFrame(() => done(performance.timeOrigin + performance.now()));
      });
      watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    Object.assign(window, { shownAt });
  }, text);
  return () => page.evaluate(() => (window as unknown as { shownAt: Promise<number> }).shownAt);
}

/** Notes how long after the start of a load `count` greetings are painted, milliseconds. */
export async function clockGreetings(page: Page, count: number): Promise<() => Promise<number>> {
  await page.addInitScript((wanted) => {
    const look = () => {
      const isThere = document.querySelectorAll("article h3").length >= wanted;
      if (isThere) requestAnimationFrame(() => Object.assign(window, { greetedMs: performance.now() }));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, count);
  return () => page.evaluate(() => (window as unknown as { greetedMs: number }).greetedMs);
}
