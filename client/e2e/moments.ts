import type { Page } from "@playwright/test";
import { Room } from "./room.ts";
import { CARD, type SampleCafe } from "./sample-cafe.ts";
import type { Size } from "./sizes.ts";

/** A state a screen gets into by what somebody does there. */
export interface Moment {
  readonly name: string;
  /** As somebody without a session. */
  readonly isStranger?: boolean;
  /** Where the other size has no such state. */
  readonly only?: Size;
  readonly open: (page: Page, cafe: SampleCafe) => Promise<unknown>;
}

const FIRST_MINUTE: readonly Moment[] = [
  {
    name: "02-starter-chosen",
    isStranger: true,
    open: async (page) => {
      await page.goto("/");
      await page.getByRole("button", { name: /^Who lit the lamp/ }).click();
    },
  },
  { name: "02-keep-this-room", isStranger: true, open: askToKeep },
  {
    name: "02-open-on-phone",
    open: async (page, { harbour }) => {
      await new Room(page).open(harbour);
      await fromRoomMenu(page, /phone/);
      await page.getByRole("img", { name: /^Code for/ }).waitFor();
    },
  },
  {
    name: "02-invite-people",
    open: async (page, { empty }) => {
      await new Room(page).open(empty);
      await fromRoomMenu(page, /^Invite people/);
      await page.getByRole("button", { name: "Make a link" }).click();
      await page.getByRole("img", { name: /^Code for/ }).waitFor();
    },
  },
  {
    name: "39-coach-mark",
    // What one has begun goes along into every room: nobody else's pictures are to have it.
    isStranger: true,
    open: async (page) => {
      await page.goto("/tutorials");
      await page.getByRole("button", { name: "Start: Talk to several bots" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
];

/** A room of no other picture: what stands in its composer goes along to the next visit. */
async function toWrite(page: Page, id: string): Promise<Room> {
  const room = await new Room(page).open(id);
  await room.field.fill("");
  return room;
}

const SPEAKING: readonly Moment[] = [
  {
    name: "00-evening",
    only: "desktop",
    open: async (page, { evening }) => {
      await openPane(page, evening, "Why");
      const room = new Room(page);
      await room.send("@Mara @Ivy so who has the second key, and who rings the bell?");
      await someWords(room, 14);
    },
  },
  {
    name: "00-evening-in-the-hand",
    only: "phone",
    open: async (page, { evening }) => {
      const room = await new Room(page).open(evening);
      await room.send("@Tobias @Ivy and who had the lamp lit before the first star?");
      await someWords(room, 12);
    },
  },
  {
    name: "04-mentions",
    open: async (page, { evening }) => {
      const room = await toWrite(page, evening);
      await room.field.pressSequentially("@Ivy and @");
    },
  },
  {
    name: "04-commands",
    open: async (page, { evening }) => {
      const room = await toWrite(page, evening);
      await room.field.pressSequentially("/");
      await page.getByRole("listbox", { name: "Commands" }).waitFor();
    },
  },
  {
    name: "05-speaking",
    open: async (page, { watch }) => {
      const room = await new Room(page).open(watch);
      await room.send("@Mara @Ivy @Tobias one after the other: who was on the stairs when the lamp was lit?");
      await someWords(room, 6);
    },
  },
  {
    name: "06-stop-menu",
    open: async (page, { watch }) => {
      const room = await new Room(page).open(watch);
      await room.send("@Ivy @Tobias what did the log say on its last page?");
      await someWords(room, 6);
      const more = room.button("More ways to stop");
      if (await more.isVisible()) await more.click();
    },
  },
  {
    name: "07-held",
    open: async (page, { watch }) => {
      const room = await new Room(page).open(watch);
      await room.send("@Tobias @Ivy @Mara and the bread on the ferry steps?");
      await someWords(room, 6);
      await room.stop("Stop and hold");
      await room.button("Resume").waitFor();
    },
  },
];

const READING: readonly Moment[] = [
  { name: "08-why", open: (page, { harbour }) => openPane(page, harbour, "Why") },
  {
    name: "09-why-held-back",
    open: async (page, { harbour }) => {
      const pane = await openPane(page, harbour, "Why");
      await pane
        .getByRole("button", { name: /Show what did not wake/ })
        .first()
        .click();
    },
  },
  { name: "10-prompt", open: (page, { harbour }) => openPane(page, harbour, "Prompt") },
  { name: "10-tokens", open: (page, { harbour }) => openPane(page, harbour, "Tokens") },
  { name: "11-people", open: (page, { harbour }) => openPane(page, harbour, "People") },
  {
    name: "12-who-answers",
    open: async (page, { harbour }) => {
      await new Room(page).open(harbour);
      const menu = page.getByRole("button", { name: /^Who answers/ });
      if (!(await menu.first().isVisible())) await new Room(page).openPane("People");
      await menu.filter({ visible: true }).last().click();
    },
  },
  {
    name: "12-room-menu",
    open: async (page, { harbour }) => {
      await new Room(page).open(harbour);
      await page.getByRole("button", { name: "Room menu" }).click();
    },
  },
  {
    name: "12-rename",
    open: async (page, { harbour }) => {
      await new Room(page).open(harbour);
      await fromRoomMenu(page, /^Rename/);
    },
  },
  {
    name: "12-export",
    open: async (page, { harbour }) => {
      await new Room(page).open(harbour);
      await fromRoomMenu(page, /^Export/);
    },
  },
  {
    name: "12-delete",
    open: async (page, { harbour }) => {
      await new Room(page).open(harbour);
      await fromRoomMenu(page, /^Delete/);
    },
  },
  {
    name: "12-find",
    open: async (page, { harbour }) => {
      const room = await new Room(page).open(harbour);
      await room.messages.last().focus();
      await page.keyboard.press("Control+f");
      await page.getByLabel("Find in this room").fill("lamp");
      await page.getByRole("status").filter({ hasText: /\d/ }).first().waitFor();
    },
  },
  { name: "13-markdown", open: (page, { texts }) => new Room(page).open(texts) },
  { name: "14-failure", open: (page, { wires }) => new Room(page).open(wires) },
  { name: "15-empty-room", open: (page, { empty }) => new Room(page).open(empty) },
];

const PAGES: readonly Moment[] = [
  {
    name: "18-new-room-chosen",
    open: async (page) => {
      await page.goto("/rooms/new");
      for (const name of ["Mara", "Ivy"]) await page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
    },
  },
  { name: "20-import-preview", open: previewImport },
  {
    name: "21-imported",
    open: async (page) => {
      await previewImport(page);
      await page.getByRole("button", { name: "Import", exact: true }).click();
      await page.getByRole("button", { name: "Start a room" }).waitFor();
    },
  },
  {
    name: "25-account-menu",
    open: async (page) => {
      await page.goto("/rooms");
      await page
        .getByRole("button", { name: /^Account and appearance/ })
        .filter({ visible: true })
        .click();
    },
  },
  {
    name: "27-palette",
    open: async (page, { harbour }) => {
      await new Room(page).open(harbour);
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog", { name: "Go to" }).getByRole("combobox").fill("ro");
    },
  },
  {
    name: "28-shortcuts",
    only: "desktop",
    open: async (page, { harbour }) => {
      const room = await new Room(page).open(harbour);
      await room.messages.last().focus();
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    },
  },
  {
    name: "29-persona-new",
    open: async (page) => {
      await page.goto("/personas");
      await page
        .getByRole("button", { name: "New persona" })
        .or(page.getByRole("link", { name: "New persona" }))
        .first()
        .click();
    },
  },
  ...[
    "Colours, type and people",
    "Actions and layers",
    "Fields",
    "States and marks",
    "Lists and texts",
    "The room",
  ].map(
    (group, at): Moment => ({
      name: `gallery-${at + 1}`,
      isStranger: true,
      open: async (page) => {
        await page.goto("/-/gallery");
        await page.getByRole("heading", { name: group, exact: true }).evaluate((heading) => heading.scrollIntoView());
      },
    }),
  ),
  {
    name: "26-offline",
    open: async (page, cafe) => {
      const room = await new Room(page).open(cafe.empty);
      await cafe.server.kill9();
      await room.send("Is anybody there?");
      await page.getByRole("button", { name: "Try now" }).waitFor();
    },
  },
];

/** The states of the screens that are worth a picture. */
export const MOMENTS: readonly Moment[] = [...FIRST_MINUTE, ...SPEAKING, ...READING, ...PAGES];

/** Waits until a reply has `count` words. */
const someWords = (room: Room, count: number): Promise<void> =>
  room.growing
    .locator("[dir=auto]")
    .filter({ hasText: new RegExp(`(\\w+\\W+){${count}}`) })
    .waitFor();

async function openPane(page: Page, id: string, name: "Why" | "Prompt" | "Tokens" | "People") {
  const pane = await (await new Room(page).open(id)).openPane(name);
  await pane.getByRole("heading").first().waitFor();
  // Whatever came to stand under the pointer is not meant.
  await page.mouse.move(0, 0);
  return pane;
}

async function fromRoomMenu(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("button", { name: "Room menu" }).click();
  await page.getByRole("menuitem", { name }).click();
  await page.getByRole("dialog").waitFor();
}

async function askToKeep(page: Page): Promise<void> {
  const room = new Room(page);
  await page.goto("/");
  for (const line of ["@Ivy who are you?", "@Mara and you?", "@Tobias and you?"]) {
    await room.send(line);
    await room.tickets.first().waitFor({ state: "hidden", timeout: 30_000 });
  }
  const card = page.getByRole("note", { name: "Keep this room?" });
  await card.waitFor({ timeout: 60_000 });
  await card.getByRole("button", { name: "Keep this room" }).click();
  await page.getByRole("dialog").waitFor();
}

async function previewImport(page: Page): Promise<void> {
  await page.goto("/import");
  await page.getByLabel("Choose a file").setInputFiles(CARD);
  await page.getByRole("region", { name: "What this file becomes" }).waitFor();
}
