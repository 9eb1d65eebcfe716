import { expect, test } from "./fixtures.ts";
import { Room } from "./room.ts";

test("[CAT5] a stranger finds a bot, reads its greeting, and says the first word in a room", async ({ page }) => {
  await page.goto("/discover");
  await page.getByRole("button", { name: "lighthouse", exact: true }).click();
  await expect(page).toHaveURL(/\/discover\?tags=lighthouse$/);
  const mara = page.getByRole("article", { name: "Mara Quill" });
  await expect(mara).toHaveCount(1);
  await mara.getByRole("link", { name: "Mara Quill" }).click();

  await expect(page).toHaveURL(/\/corner-table\/mara-quill$/);
  await expect(page).toHaveTitle("Mara Quill by The Corner Table · BotCafe");
  await expect(page.getByText("Sit where you can see the window")).toBeVisible();
  await page.getByRole("textbox", { name: "Say something to Mara Quill" }).fill("Who trims the lamp?");
  await page.getByRole("button", { name: "Talk to Mara Quill" }).click();

  await expect(page).toHaveURL(/\/r\/[\w-]+$/);
  const room = new Room(page);
  await expect(room.saying("Who trims the lamp?")).toHaveCount(1);
  await expect(room.replies("Mara Quill").first()).toBeVisible();

  // Whoever was nobody is a guest now: what they like is theirs.
  await page.goto("/corner-table/mara-quill");
  const like = page.getByRole("button", { name: /^Like Mara Quill/ });
  await like.click();
  await expect(page.getByText("Liked: Mara Quill")).toBeVisible();
  await page.reload();
  await expect(like).toHaveAttribute("aria-pressed", "true");
  await page.goto("/discover?only=liked");
  await expect(page.getByRole("article")).toHaveCount(1);
});

test("[CAT6] pages of a creator and a bot: text is text, and what is private is gone", async ({
  page,
  person,
  guarded,
}) => {
  guarded.allow(/status of 404 \(Not Found\) \(\S+\/(hidden|missing)\)$/);
  const username = `ada-${Date.now().toString(36)}`;
  const evil = `"><img src=x onerror=alert(1)> \u202e`;
  await person.api.post("/api/creator-profiles", { username, display_name: "Ada", bio: evil });
  const bot = { system_prompt: "You are a bot.", description: evil, sharing_visibility: "public" };
  await person.api.post("/api/bots", { ...bot, name: `Plain <b>${username}`, slug: "plain" });
  await person.api.post("/api/bots", { ...bot, name: "Hidden", slug: "hidden", sharing_visibility: "private" });

  for (const [path, heading] of [
    [`/${username}`, "Ada"],
    [`/${username}/plain`, `Plain <b>${username}`],
    ["/discover", "Discover"],
    ["/discover/tomes", "Discover"],
    ["/discover/creators", "Discover"],
    ["/search?q=lamp", "Search"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  }
  await page.goto(`/${username}`);
  await expect(page.getByRole("article")).toHaveCount(1);
  await page.getByRole("button", { name: "Follow Ada" }).click();
  await expect(page.getByText("1 follower")).toBeVisible();

  const words: string[] = [];
  for (const slug of ["hidden", "missing"]) {
    const answer = await page.goto(`/${username}/${slug}`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "Nothing here" })).toBeVisible();
    words.push((await page.getByRole("main").innerText()).replace(slug, ""));
  }
  expect(words[0]).toBe(words[1]);
});
