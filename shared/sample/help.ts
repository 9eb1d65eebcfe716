import type { z } from "zod";
import { DocumentationInput } from "../fields/documentation.ts";
import { TutorialInput } from "../fields/tutorials.ts";

const idOf = (kind: "a" | "b", number: number): string => `0192f0c4-5c0${number}-7c0${kind}-8c00-68656c700000`;
const paragraphs = (...texts: readonly string[]): string => texts.join("\n\n");

const ARTICLES: readonly Omit<z.input<typeof DocumentationInput>, "order" | "is_published">[] = [
  {
    title: "Your first room",
    slug: "your-first-room",
    category: "getting-started",
    is_featured: true,
    content: paragraphs(
      "A room is a table at which people and bots sit together. The sample room is set for you: Mara, Tobias and Ivy are there already, and nothing has to be signed.",
      "Write a line and press Enter. The bots answer one after another. While one speaks you may go on writing; your draft is yours until you send it.",
      "For a table of your own choose *New room*, pick the bots, and sit down. The first bot you pick greets you.",
      "A room is the same on every device. Open it twice and the same words appear in both.",
    ),
  },
  {
    title: "Who speaks next, and why",
    slug: "who-speaks-next",
    category: "features",
    content: paragraphs(
      "Bots never talk over each other: whoever is to answer waits in the queue, and the queue says why each of them is in it. Somebody was named, was asked, or fitted what was said.",
      "To be answered by one bot, write `@` and its name. Before you send, the composer tells you who will answer.",
      "*Hold the queue* stops it before the next one begins. *Stop* ends the reply that is being written and keeps what was said so far.",
      "An *aside* is for the people in the room: bots neither answer nor read it.",
    ),
  },
  {
    title: "Why a bot knew that",
    slug: "why-a-bot-knew-that",
    category: "features",
    content: paragraphs(
      "Lore is what bots know of a world, kept in tomes, entry by entry. An entry wakes when its words are spoken, or always, or by chance; only entries that wake are told to the bot.",
      "Beside each reply is a ring, the coaster, with a number: that many entries woke. Open it to see which, by which words, and what each cost. Entries that stayed asleep say why.",
      "The *Prompt* pane shows the whole of what the bot was sent, part by part, with what was left out for lack of room. Both are recorded when the reply is made, never guessed afterwards.",
    ),
  },
  {
    title: "Bring your characters and books",
    slug: "bring-your-characters",
    category: "getting-started",
    content: paragraphs(
      "Drop a file on the list of rooms, or choose *Import*. Character cards come in as bots, with their book if they have one; lorebooks come in as tomes; chats as rooms.",
      "Cards may be PNG, APNG, JSON or CHARX, of versions 1 to 3. Books may be from SillyTavern, Risu, Agnai or NovelAI, or stand in a card.",
      "Before anything is made you see what the file becomes, and a warning for each row that cannot be kept as it is. What we have no field for is kept with the row all the same.",
    ),
  },
  {
    title: "The bots sound alike, or odd",
    slug: "practice-model",
    category: "troubleshooting",
    content: paragraphs(
      "Where no model is set up, the *practice model* speaks. It is no language model: it puts sentences together from the bot's own texts, the lore that woke and what was just said, always the same way. It says so wherever it speaks, and costs nothing.",
      "Whoever runs this server can give it a key for a real model. The receipt of each reply names the model that wrote it and who paid.",
      "What guests make is kept for fourteen days. Sign in on the same device and it becomes your account's.",
    ),
  },
];

const TUTORIALS: readonly Omit<z.input<typeof TutorialInput>, "is_published">[] = [
  {
    title: "Talk to several bots",
    description: "Sit down at the sample room and let three bots answer you.",
    category: "getting-started",
    steps: [
      {
        title: "Sit down",
        content: "Open the sample room. Three bots sit there; each has said hello in its own way.",
        target: "rooms",
      },
      {
        title: "Say something",
        content: "Write a line, or take one of those offered, and press Enter.",
        target: "composer",
      },
      {
        title: "Watch the table",
        content: "The bots answer one after another. The queue shows who is next.",
        target: "queue",
      },
      {
        title: "See what woke",
        content: "Open the ring beside a reply: these entries of lore woke, by these words.",
        target: "coaster",
      },
    ],
    estimated_time: 2,
  },
  {
    title: "Decide who speaks",
    description: "Ask one bot, hold the queue, say something bots do not hear.",
    category: "features",
    steps: [
      {
        title: "Ask one of them",
        content: "Write `@` and choose a name. Only that bot will answer.",
        target: "composer",
      },
      {
        title: "Hold the queue",
        content: "Hold it: the reply under way ends, and nobody begins until you let go.",
        target: "queue",
      },
      {
        title: "Speak aside",
        content: "Switch to *aside* and write to the people in the room. No bot reads it.",
        target: "composer",
      },
    ],
    estimated_time: 2,
  },
  {
    title: "See why a bot said it",
    description: "Read what woke for a reply, and everything the bot was sent.",
    category: "features",
    steps: [
      {
        title: "Press the coaster",
        content:
          "The number beside a reply says how many entries of lore woke for it. Ask something first if there is none.",
        target: "coaster",
      },
      {
        title: "Woke, cut, held back",
        content:
          "Each entry says why: a key that was said, a meaning that was near, or always. Those held back say what held them.",
        target: "why",
      },
      {
        title: "Open the receipt",
        content: "Everything the bot read for this reply, as it was recorded then, with what it cost and who paid.",
        target: "receipt",
      },
    ],
    estimated_time: 2,
  },
  {
    title: "Bring a bot of your own",
    description: "A character card or a tome becomes a bot with its own lore.",
    category: "getting-started",
    steps: [
      {
        title: "Choose a file",
        content:
          "A card as PNG, JSON or CHARX, or a lorebook, from here or from elsewhere. Nothing is kept until you have looked at it.",
        target: "import",
      },
      {
        title: "Look at it first",
        content: "Names, entries, and a warning for each row that cannot be kept as it is. Then import it.",
        target: "import",
      },
      {
        title: "Sit down with it",
        content: "Open a new room and pick your bot. What its lore holds wakes when it is spoken of.",
        target: "rooms",
      },
    ],
    estimated_time: 2,
  },
  {
    title: "Go on on your phone",
    description: "The same room is one scan away.",
    category: "getting-started",
    steps: [
      {
        title: "Open the room's menu",
        content: "Press the three dots at the top of the room.",
        target: "room-menu",
      },
      {
        title: "Scan the code",
        content: "Choose *Open on your phone* and scan it. Both devices show the same words as they are written.",
        target: "room-menu",
      },
    ],
    estimated_time: 1,
  },
  {
    title: "Closing time",
    description: "The cafe looks as you want it tonight.",
    category: "features",
    steps: [
      {
        title: "Menu, chalkboard, closing time",
        content:
          "Closing time is warm and dim and moves nothing by itself. Choose a theme; it holds on all your devices.",
        target: "appearance",
      },
    ],
    estimated_time: 1,
  },
];

/** Help articles every instance begins with, in their order. */
export const sampleArticles = () =>
  ARTICLES.map((article, at) => ({
    id: idOf("a", at + 1),
    input: DocumentationInput.parse({ ...article, order: at + 1, is_published: true }),
  }));

/** Tutorials every instance begins with. */
export const sampleTutorials = () =>
  TUTORIALS.map((tutorial, at) => ({
    id: idOf("b", at + 1),
    input: TutorialInput.parse({ ...tutorial, is_published: true }),
  }));
