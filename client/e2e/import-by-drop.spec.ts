import { cardPng } from "../../worker/torture/card-png.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./people.ts";
import { Room } from "./room.ts";

test("[SEE3] a dropped card is looked at, imported and talks, with the lore it brought", async ({
  page,
  person,
  server,
  isMobile,
}) => {
  await signIn(page.context(), server.url, person);
  const card = Buffer.from(await cardPng("Sera", "glade", "The glade is older than the harbour.").arrayBuffer());
  if (isMobile) {
    await page.goto("/import");
    await page.getByLabel("Choose a file").setInputFiles({ name: "sera.png", mimeType: "image/png", buffer: card });
  } else {
    await page.goto("/rooms");
    const dataTransfer = await page.evaluateHandle(
      (bytes) => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(bytes)], "sera.png", { type: "image/png" }));
        return data;
      },
      [...card],
    );
    await page.getByRole("region", { name: "Rooms" }).dispatchEvent("drop", { dataTransfer });
    await expect(page).toHaveURL(/\/import$/);
  }

  const preview = page.getByRole("region", { name: "What this file becomes" });
  await expect(preview).toContainText("Sera");
  await expect(preview).toContainText("Sera's book · 1 entry");
  await preview.getByRole("button", { name: "Import" }).click();
  await page.getByRole("region", { name: "Imported" }).getByRole("button", { name: "Start a room" }).click();

  const room = new Room(page);
  await expect(page.getByRole("heading", { level: 1, name: "Sera" })).toBeVisible();
  await expect(page.getByRole("article", { name: "Sera" })).toContainText("Sera nods at");
  await room.send("What do you know of the glade?");
  const reply = room.replies("Sera").last();
  await expect(reply).toContainText("older than the harbour");
  await expect(reply.getByTestId("coaster")).toHaveAccessibleName("1 entry");
  await reply.getByTestId("coaster").click();
  await expect(page.getByRole("region", { name: "Why" }).getByRole("list", { name: "Woke" })).toContainText("glade");
});
