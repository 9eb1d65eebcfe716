import { SAMPLE_ROOM } from "../../shared/sample/table.ts";
import { expect, test } from "./fixtures.ts";
import { Room } from "./room.ts";

test("[SEE7] the first minute with the keyboard alone, the focus always in sight", async ({ page }) => {
  const room = new Room(page);
  const focused = page.locator(":focus");
  /** Tabs on until `name` has the focus; every stop on the way must be in sight and ringed. */
  const tabTo = async (name: string | RegExp, key: "Tab" | "Shift+Tab" = "Tab") => {
    for (let stops = 0; stops < 60; stops++) {
      await page.keyboard.press(key);
      if ((await focused.count()) === 0) continue;
      await expect(focused).toBeInViewport();
      // A ring of its own, or that of the composer around the field.
      const ring = await focused.evaluate((element) => {
        const hasRing = (candidate: Element | null) => {
          const style = candidate && getComputedStyle(candidate);
          return style !== null && style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
        };
        return hasRing(element) || hasRing(element.closest("form")) ? "ring" : element.outerHTML.slice(0, 200);
      });
      expect(ring).toBe("ring");
      const accessibleName = await focused.evaluate((e) => e.getAttribute("aria-label") ?? e.textContent ?? "");
      if (typeof name === "string" ? accessibleName.trim() === name : name.test(accessibleName)) return;
    }
    throw new Error(`no ${name} within 60 stops`);
  };
  await page.goto("/");
  await expect(page.getByRole("article")).toHaveCount(3);

  await page.keyboard.press("Tab");
  await expect(focused).toHaveText("Skip to the composer");
  const [line] = SAMPLE_ROOM.starters;
  await tabTo(line);
  await page.keyboard.press("Enter");
  await expect(room.field).toBeFocused();
  await expect(room.field).toHaveValue(line);
  await page.keyboard.press("Enter");
  await expect(room.saying(line)).toBeInViewport();
  await expect(room.field).toBeFocused();

  await expect(room.replies().first().getByTestId("coaster")).toBeVisible();
  await expect(room.tickets).toHaveCount(0, { timeout: 30_000 });
  await tabTo(/^\d+ entr/, "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Why" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "Why" })).toHaveCount(0);
  await expect(focused).toHaveAttribute("data-testid", "coaster");

  await tabTo("Message");
  await page.keyboard.type("Thank you");
  await page.keyboard.press("Enter");
  await expect(room.saying("Thank you")).toBeInViewport();
});
