import { expect, type Locator, type Page } from "@playwright/test";

/** A room on screen, found as a person finds things: by role and name. */
export class Room {
  readonly page: Page;
  readonly field: Locator;
  readonly queue: Locator;
  /** Tickets of the queue, the one on the floor first; before sending, those that are planned. */
  readonly tickets: Locator;
  /** Every message that the room holds; greeting cards and what is still on its way have no time. */
  readonly messages: Locator;
  /** The messages that are being written. */
  readonly growing: Locator;

  constructor(page: Page) {
    this.page = page;
    this.field = page.getByRole("textbox", { name: "Message", exact: true });
    this.queue = page.getByRole("list", { name: "Queue" });
    this.tickets = this.queue.getByTestId("ticket");
    const articles = page.getByRole("region", { name: "Messages" }).getByRole("article");
    this.messages = articles.filter({ has: page.getByRole("time") });
    this.growing = this.messages.filter({ has: page.locator("[aria-busy=true]") });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Opens a room and waits until what was said in it is there. */
  async open(id: string): Promise<this> {
    await this.page.goto(`/r/${id}`);
    await expect(this.page.getByRole("region", { name: "Messages" })).toBeVisible();
    await expect(this.field).toBeEnabled();
    return this;
  }

  /** What bots have said, of one bot or of all. */
  replies(name?: string): Locator {
    const bot = this.messages.filter({ has: this.page.getByText("BOT", { exact: true }) });
    return name === undefined ? bot : bot.filter({ has: this.page.getByRole("heading", { name }) });
  }

  /** Messages that say `text`. */
  saying(text: string): Locator {
    return this.messages.filter({ hasText: text });
  }

  /** Writes and sends with the button. */
  async send(text: string): Promise<void> {
    await this.field.fill(text);
    await this.button("Send").click();
  }

  /** Presses a way to stop; on small screens two of them stand behind a button. */
  async stop(way: "Stop" | "Stop and hold" | "Stop everything"): Promise<void> {
    const more = this.button("More ways to stop");
    if (way !== "Stop" && (await more.isVisible())) await more.click();
    await this.button(way).click();
  }

  /** Opens a pane by its button; on small screens some have theirs only inside another pane. */
  async openPane(name: "People" | "Why" | "Prompt" | "Tokens"): Promise<Locator> {
    const pane = this.page.getByRole("region", { name, exact: true });
    if (await pane.isVisible()) return pane;
    const isOpen = await this.page.getByRole("complementary", { name: "Inspector" }).isVisible();
    const own = this.button(name).filter({ visible: true });
    if (!isOpen && (await own.count()) === 0) await this.button("Why").click();
    await own.last().click();
    await expect(pane).toBeVisible();
    return pane;
  }

  /** Waits until `count` replies are there and nobody speaks or waits. */
  async settled(count: number): Promise<void> {
    await this.settledBut(count, 0);
  }

  /** The same, while so many turns are held. */
  async settledBut(count: number, held: number): Promise<void> {
    await expect(this.replies()).toHaveCount(count, { timeout: 40_000 });
    await expect(this.growing).toHaveCount(0, { timeout: 40_000 });
    await expect(this.tickets).toHaveCount(held);
  }
}

/** The words of a message as they stand on the screen, without its head and without "is thinking". */
export const wordsOf = (message: Locator): Promise<string> => message.evaluate(readWords);

/** Runs in the page. */
function readWords(article: Element): string {
  const bubble = article.querySelector("[dir=auto]")?.cloneNode(true) as Element | undefined;
  bubble?.querySelector(".bubble-waiting")?.remove();
  return bubble?.textContent ?? "";
}
