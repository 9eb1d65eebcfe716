import type { RoomBot } from "../../shared/fields/conversation.ts";
import { findMentions } from "../../shared/room/mentions.ts";
import type { RoomScene } from "./room-context.ts";
import { ownerRefusal, writeRefusal } from "./ticket-rail-rights.ts";

/** What a command left behind: words for why not, or what stands in the field now. */
export type SlashAnswer = { readonly problem: string } | { readonly text: string };

/** Something one can do by writing; all of it also stands in menus. */
export interface SlashCommand {
  readonly name: string;
  /** What follows it, as the list shows it. */
  readonly takes?: string;
  readonly hint: string;
  /** Who the room would refuse is not offered it. */
  readonly needs: "viewer" | "member" | "owner";
  readonly run: (scene: RoomScene, rest: string) => SlashAnswer;
}

const DONE: SlashAnswer = { text: "" };
const no = (problem: string): SlashAnswer => ({ problem });

/** Those the reader may use here. */
export function commandsFor({ room }: RoomScene): readonly SlashCommand[] {
  const role = room.you.value?.role;
  const refused = { viewer: false, member: writeRefusal(role) !== null, owner: ownerRefusal(role) !== null };
  return COMMANDS.filter(({ needs }) => !refused[needs]);
}

/** Bots that `rest` names, with or without the `@`, in order; and what else it says. */
function readNames(
  { bots }: RoomScene,
  rest: string,
): { readonly named: readonly RoomBot[]; readonly question: string } {
  const marked = rest.replaceAll(/(^|[\s,])(?=[^\s,@])/gu, "$1@");
  const mentions = findMentions(marked, bots.value);
  const ids = new Set(mentions.map(({ bot_id }) => bot_id));
  const left = mentions.reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), marked);
  return {
    named: [...ids].flatMap((id) => bots.value.find(({ bot_id }) => bot_id === id) ?? []),
    question: /[\p{L}\p{N}]/u.test(left) ? left.replaceAll("@", "").trim() : "",
  };
}

/** Whom one could have named. */
const whoIsHere = ({ bots }: RoomScene): SlashAnswer =>
  no(`Name one who is here: ${bots.value.map(({ name }) => name).join(", ")}.`);

/** Does `act` with the named bots; says who is here where none is named. */
const withBots =
  (act: (scene: RoomScene, bots: readonly RoomBot[]) => SlashAnswer | null) =>
  (scene: RoomScene, rest: string): SlashAnswer => {
    const { named } = readNames(scene, rest);
    return named.length === 0 ? whoIsHere(scene) : (act(scene, named) ?? DONE);
  };

const idsOf = (bots: readonly RoomBot[]): string[] => bots.map(({ bot_id }) => bot_id);
const waitingOf = ({ room }: RoomScene) =>
  room.queue.value.filter(({ state }) => state === "queued" || state === "held");

/** `/ask Mara` gives her the floor; with a question behind her name the question is said. */
function ask(scene: RoomScene, rest: string): SlashAnswer {
  const { room } = scene;
  const { named, question } = readNames(scene, rest);
  if (named.length === 0) return whoIsHere(scene);
  if (question === "") {
    room.command({ type: "speak", bot_ids: idsOf(named) });
    return DONE;
  }
  const names = named.map(({ name }) => `@${name}`).join(" ");
  room.composer.write(rest.includes("@") ? rest : `${names} ${question}`);
  room.composer.submit();
  return DONE;
}

function next({ room, bots }: RoomScene): SlashAnswer {
  const last = room.messages.value.findLast((m) => m.bot !== null)?.bot;
  const at = bots.value.findIndex(({ bot_id }) => bot_id === last);
  const turn = [...bots.value.slice(at + 1), ...bots.value.slice(0, at + 1)].find((bot) => bot.is_active);
  if (!turn) return no("No bot is listening: all are muted.");
  room.command({ type: "speak", bot_ids: [turn.bot_id] });
  return DONE;
}

function everyone({ room, bots }: RoomScene): SlashAnswer {
  const active = bots.value.filter((bot) => bot.is_active);
  if (active.length === 0) return no("No bot is listening: all are muted.");
  room.command({ type: "speak", bot_ids: idsOf(active) });
  return DONE;
}

function order(scene: RoomScene, named: readonly RoomBot[]): SlashAnswer | null {
  const waiting = waitingOf(scene);
  const first = named.flatMap(({ bot_id }) => waiting.find((ticket) => ticket.bot_id === bot_id) ?? []);
  if (first.length === 0) return no("None of them is waiting for a turn.");
  const rest = waiting.filter((ticket) => !first.includes(ticket));
  scene.room.command({ type: "queue", order: [...first, ...rest].map(({ id }) => id) });
  return null;
}

function skip(scene: RoomScene, named: readonly RoomBot[]): SlashAnswer | null {
  const ticket = waitingOf(scene).find(({ bot_id }) => bot_id === named[0]?.bot_id);
  if (!ticket) return no("There is no turn of theirs to skip.");
  scene.room.command({ type: "queue", drop: ticket.id });
  return null;
}

const mute = (is_active: boolean) =>
  withBots(({ room }, named) => {
    for (const { bot_id } of named) room.command({ type: "bots", update: { bot_id, is_active } });
    return null;
  });

function goOn({ room }: RoomScene): SlashAnswer {
  const last = room.messages.value.findLast((m) => m.bot !== null);
  if (!last || last.streaming) return no(last ? "That reply is still being written." : "No bot has spoken yet.");
  room.command({ type: "continue", message_id: last.id });
  return DONE;
}

function speakAs({ room }: RoomScene, rest: string): SlashAnswer {
  const { composer } = room;
  const wanted = rest.toLowerCase();
  const known = composer.personas.value;
  const found = known.find(({ name }) => name.toLowerCase() === wanted);
  const persona = found ?? known.find(({ name }) => wanted !== "" && name.toLowerCase().startsWith(wanted));
  if (!persona && wanted !== "me" && wanted !== "myself") {
    return no(`Write me, or one of your personas: ${known.map(({ name }) => name).join(", ") || "you have none yet"}.`);
  }
  composer.speakAs(persona?.id ?? null);
  return DONE;
}

function say({ room }: RoomScene, text: string): SlashAnswer {
  if (text === "") return no("Write what to say behind it.");
  room.composer.write(text);
  room.composer.submit({ respond: false });
  return DONE;
}

function aside({ room }: RoomScene, text: string): SlashAnswer {
  room.composer.setAside(text !== "" || !room.composer.aside.value);
  return { text };
}

/** `/whisper Mara` makes the next message hers alone; words behind her name are left to be sent. */
function whisper(scene: RoomScene, rest: string): SlashAnswer {
  const { named, question } = readNames(scene, rest);
  const [bot, other] = named;
  if (!bot) return whoIsHere(scene);
  if (other) return no("A whisper is for one bot alone.");
  scene.room.composer.whisperTo(bot.bot_id);
  return { text: question };
}

function hold({ room }: RoomScene, isHeld: boolean): SlashAnswer {
  room.command({ type: "queue", hold: isHeld });
  return DONE;
}

function stop({ room }: RoomScene): SlashAnswer {
  room.command({ type: "stop", scope: "all" });
  return DONE;
}

function rename({ room }: RoomScene, title: string): SlashAnswer {
  if (title === "") return no("Write the new title behind it.");
  room.command({ type: "set", title });
  return DONE;
}

function exportRoom({ room, asking }: RoomScene): SlashAnswer {
  if (room.room_id.peek() === null) return no("There is nothing to save yet.");
  asking.value = "export";
  return DONE;
}

function find({ finding }: RoomScene, words: string): SlashAnswer {
  finding.value = words;
  return DONE;
}

function invite({ asking }: RoomScene): SlashAnswer {
  asking.value = "invite";
  return DONE;
}

const pane =
  (name: "why" | "prompt" | "tokens" | "people") =>
  ({ openPane }: RoomScene): SlashAnswer => {
    openPane(name);
    return DONE;
  };

const COMMANDS: readonly SlashCommand[] = [
  { name: "ask", takes: "@bot", hint: "Give one the floor", needs: "member", run: ask },
  { name: "next", hint: "Let the next one speak", needs: "member", run: next },
  { name: "everyone", hint: "Let each one speak, once", needs: "member", run: everyone },
  { name: "order", takes: "@bot @bot", hint: "Who waits goes in this order", needs: "member", run: withBots(order) },
  { name: "skip", takes: "@bot", hint: "Skip a waiting turn", needs: "member", run: withBots(skip) },
  { name: "hold", hint: "Hold the queue after this reply", needs: "member", run: (scene) => hold(scene, true) },
  { name: "resume", hint: "Let the queue go on", needs: "member", run: (scene) => hold(scene, false) },
  { name: "stop", hint: "Stop everything in this room", needs: "member", run: stop },
  { name: "continue", hint: "Go on with the last reply", needs: "member", run: goOn },
  { name: "mute", takes: "@bot", hint: "Answers only when called", needs: "owner", run: mute(false) },
  { name: "unmute", takes: "@bot", hint: "Takes part again", needs: "owner", run: mute(true) },
  { name: "quiet", takes: "text", hint: "Send without waking bots", needs: "member", run: say },
  { name: "aside", takes: "text", hint: "For people only: bots will not read it", needs: "member", run: aside },
  { name: "whisper", takes: "@bot text", hint: "One bot alone hears it", needs: "member", run: whisper },
  { name: "as", takes: "persona", hint: "Speak as somebody else", needs: "member", run: speakAs },
  { name: "rename", takes: "title", hint: "Give the room a title", needs: "owner", run: rename },
  { name: "invite", hint: "Make a link for people to come in by", needs: "owner", run: invite },
  { name: "export", hint: "Save the talk as a file", needs: "viewer", run: exportRoom },
  { name: "find", takes: "words", hint: "Search this room", needs: "viewer", run: find },
  { name: "people", hint: "Who is here", needs: "viewer", run: pane("people") },
  { name: "why", hint: "Which lore woke, and why", needs: "viewer", run: pane("why") },
  { name: "prompt", hint: "What a bot read for its reply", needs: "viewer", run: pane("prompt") },
  { name: "tokens", hint: "How full the prompt is", needs: "viewer", run: pane("tokens") },
  { name: "help", hint: "All commands", needs: "viewer", run: () => ({ text: "/" }) },
];
