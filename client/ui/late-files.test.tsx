// @vitest-environment happy-dom

import { afterAll, expect, test, vi } from "vitest";
import { __vitePreload as fetchPart } from "./late-files.ts";

/** The links that were hung up. Not into the document, which says at once of each that it loads none. */
const links: HTMLElement[] = [];
vi.spyOn(document.head, "append").mockImplementation((link) => {
  if (link instanceof HTMLElement) links.push(link);
});
afterAll(() => vi.restoreAllMocks());

const last = (): HTMLElement => links.at(-1)!;

test("[FND31] a part comes with its sheets, asked for together and each once", async () => {
  const load = vi.fn(async () => "part");
  const fetched = vi.fn();
  const both = [fetchPart(load, ["assets/a.css"]), fetchPart(load, ["assets/a.css"])];
  void Promise.all(both).then(fetched);
  expect([load.mock.calls.length, links.map((link) => link.getAttribute("href"))]).toEqual([2, ["/assets/a.css"]]);
  await Promise.resolve();
  expect(fetched).not.toHaveBeenCalled();
  last().dispatchEvent(new Event("load"));
  expect(await Promise.all(both)).toEqual(["part", "part"]);
  expect(await fetchPart(load)).toBe("part");
});

test("[FND31] what does not come is told to the page and asked for again", async () => {
  const missed = vi.fn();
  addEventListener("vite:preloadError", missed);
  const without = fetchPart(async () => "part", ["assets/b.css"]);
  last().dispatchEvent(new Event("error"));
  await expect(without).rejects.toThrow("assets/b.css");
  await expect(fetchPart(() => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(missed).toHaveBeenCalledTimes(2);
  const again = fetchPart(async () => "part", ["assets/b.css"]);
  last().dispatchEvent(new Event("load"));
  expect(await again).toBe("part");
  removeEventListener("vite:preloadError", missed);
});
