import { SAMPLE_SEATS } from "../../shared/sample/table.ts";
import type { ServerProcess } from "../../worker/run/server-process.ts";
import { type ApiClient, eventually } from "../../worker/torture/api-client.ts";
import { cardPng } from "../../worker/torture/card-png.ts";
import { LiveDevice } from "../../worker/torture/live-device.ts";
import { makeBots } from "./cast.ts";
import type { PlaceIds } from "./places.ts";

/** Ids of rooms that have something to look at. */
export interface SampleRooms {
  /** The house's three bots in the middle of an evening. */
  readonly harbour: string;
  /** Another evening, for the picture the project shows of itself. */
  readonly evening: string;
  /** The same three, to be interrupted. */
  readonly watch: string;
  /** Every kind of text. */
  readonly texts: string;
  /** A reply that failed. */
  readonly wires: string;
  /** Nobody has spoken yet. */
  readonly empty: string;
  readonly ids: PlaceIds;
}

export interface SampleCafe extends SampleRooms {
  /** Another one after it was ended for a picture. */
  server: ServerProcess;
}

const card = await cardPng("Sera Vane", "glade, clearing", "The glade is older than the harbour.").arrayBuffer();
/** A character card with a book, to be imported. */
export const CARD = { name: "sera.png", mimeType: "image/png", buffer: Buffer.from(card) };

const EVENING = [
  "Who lit the lamp on Tuesday night, if Mara has the only key?",
  "Two hooks for one key. @Tobias, could somebody have copied it?",
  "@Ivy, what does your notebook say about that night?",
  "Fog again. Did anyone else hear the bell?",
];

const TEXT = `## What we know

It was **Tuesday**, the fog came *from the land*, and nobody had the ~~spare~~ key.

1. The lamp was lit before the first star.
2. The board has two hooks:
   - both worn bright
   - one key

> Lamp trimmed, visitor fed, wind dropping.

\`\`\`
slack water  04:12   eleven strokes
slack water  16:40   eleven strokes, four minutes late, and one more that nobody will write down
\`\`\`

The whole story is at [the harbour museum](https://museum.example.org/1911).`;

/** Fills an empty café in the name of `api`'s person. Wants a practice model that is quick. */
export async function fillCafe(api: ApiClient): Promise<SampleRooms> {
  // A guest brings the house's bots with them.
  await api.post("/api/guest", {});
  const bot_ids = SAMPLE_SEATS.map(({ id }) => id);
  const newRoom = async (title: string, bots = bot_ids) =>
    (await api.post<{ id: string }>("/api/conversations", { bot_ids: bots, title })).id;
  const texts = await newRoom("Notes on a lamp", bot_ids.slice(0, 1));
  await talk(api, texts, [TEXT]);
  const wires = await newRoom("Crossed wires", bot_ids.slice(1, 2));
  await breakModel(api, wires, bot_ids[1]!);
  const empty = await newRoom("Tuesday, late", bot_ids.slice(0, 2));
  const watch = await newRoom("Night watch");
  await talk(api, watch, EVENING.slice(0, 1));
  const evening = await newRoom("The Corner Table");
  await talk(api, evening, EVENING.slice(0, 2));
  const harbour = await newRoom("Harbour Nights");
  await talk(api, harbour, EVENING);
  const ids = { ...(await makeThings(api)), room: harbour, message: await firstMessage(api, harbour) };
  return { harbour, evening, watch, texts, wires, empty, ids };
}

/** A bot, a persona and an open room of one's own, and the house's public pages. */
export async function makeThings(api: ApiClient): Promise<Omit<PlaceIds, "room">> {
  const [bot = ""] = await makeBots(api, { "Sera Vane": "The glade is older than the harbour." });
  const persona = await api.post<{ id: string }>("/api/personas", {
    name: "Keeper",
    description: "Keeps the harbour's second key and says so to nobody.",
  });
  const glade = await api.post<{ id: string }>("/api/conversations", { bot_ids: [bot], title: "The glade" });
  const { code } = await api.post<{ code: string }>(`/api/conversations/${glade.id}/invitations`, { role: "member" });
  return { bot, persona: persona.id, creator: "corner-table", slug: "mara-quill", invitation: code };
}

async function firstMessage(api: ApiClient, room: string): Promise<string> {
  const device = await new LiveDevice(api, room, "desk").connect();
  const messages = await eventually(
    () => device.store.view.value?.messages ?? [],
    ({ length }) => length > 0,
  );
  device.close();
  return messages[0]!.id;
}

/** Says `lines`, each after the answers to the one before. */
async function talk(api: ApiClient, room: string, lines: readonly string[]): Promise<void> {
  const device = await new LiveDevice(api, room, "desk").connect();
  for (const line of lines) {
    const said = device.store.view.value?.messages.length ?? 0;
    device.store.send(line);
    await eventually(
      () => device.store.view.value?.messages ?? [],
      (messages) => messages.length >= said + 2 && messages.every((message) => !message.streaming),
    );
    await eventually(
      () =>
        device.store.queue.value.filter(({ state }) => ["queued", "reading", "thinking", "speaking"].includes(state)),
      (waiting) => waiting.length === 0,
    );
  }
  device.close();
}

/** Gives a bot a provider nobody has set up here, and asks it something. */
async function breakModel(api: ApiClient, room: string, bot_id: string): Promise<void> {
  const device = await new LiveDevice(api, room, "desk").connect();
  const ref = device.store.command({ type: "bots", update: { bot_id, provider: "openai", model: "gpt-5" } });
  await eventually(() => device.acked.has(ref), Boolean);
  await talk(api, room, ["Are you there?"]);
  device.close();
}
