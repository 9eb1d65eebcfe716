import { newPerson } from "./people.ts";

/** What two more creators have published: a shelf with nobody but the house on it tells nothing of a full one. */
const CREATORS = [
  {
    username: "night-desk",
    display_name: "Night Desk",
    bio: "Stories for people who are still awake.",
    bots: [
      {
        name: "Inspector Vale",
        description: "Never raises his voice. Notices what you left out of the story.",
        greeting: "Start where you would rather not. The rest we will find together.",
        tags: ["mystery", "detective"],
      },
      {
        name: "The Night Porter",
        description: "Knows every guest of the Hotel Meridian, and which of them checked out.",
        greeting: "Room eleven? It has been waiting for you. May I take the coat?",
        tags: ["mystery", "cosy"],
      },
      {
        name: "Juno-7",
        description: "Ship's mind of a survey vessel, nine years from the nearest dock.",
        greeting: "Good morning. By my count it is morning. What shall we look at today?",
        tags: ["science-fiction", "space"],
      },
    ],
  },
  {
    username: "open-book",
    display_name: "Open Book",
    bio: "Patient company for hard subjects.",
    bots: [
      {
        name: "Professor Nine",
        description: "Teaches statistics with tea, biscuits and no formulas before noon.",
        greeting: "Bring me a number somebody told you, and we will see what it hides.",
        tags: ["learning"],
      },
      {
        name: "Leila Haddad",
        description: "Debates either side, and tells you afterwards which one she believes.",
        greeting: "Choose a question and a side. I will take the other one.",
        tags: ["debate", "learning"],
      },
    ],
  },
] as const;

/** Publishes them all in the café at `url`. */
export async function fillShelf(url: string): Promise<void> {
  for (const { bots, ...profile } of CREATORS) {
    const { api } = await newPerson(url, profile.display_name);
    await api.post("/api/creator-profiles", profile);
    for (const bot of bots) {
      const system_prompt = `You are ${bot.name}. ${bot.description}`;
      const tags = bot.tags.map((tag) => ({ tag }));
      await api.post("/api/bots", { ...bot, tags, system_prompt, sharing_visibility: "public" });
    }
  }
}
