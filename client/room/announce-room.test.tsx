// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { MessageRow } from "../../shared/fields/message.ts";
import { CHOICES, PREFERENCE_NAMES, type Preferences, standardOf } from "../state/preferences.ts";
import type { RoomListener } from "../state/room-listener.ts";
import { isWorthTelling } from "./announce-desktop.ts";
import { announceRoom } from "./announce-room.ts";
import { besideScene, type RoomScene } from "./room-context.ts";
import type { RoomModel } from "./room-model.ts";
import { botRow, messageRow, roomBot } from "./testing/room-fixtures.ts";

const standards = Object.fromEntries(PREFERENCE_NAMES.map((name) => [name, standardOf(name)])) as Preferences;
const QUESTION = messageRow();
/** 300 tokens of the practice model are 300 words. */
const REPLY = Array.from({ length: 30 }, (_, at) => `Sentence ${at} has nine words and then just one more.`).join(" ");

let end = () => {};
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(document, "hasFocus").mockReturnValue(true);
});
afterEach(() => {
  end();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A room in which a bot can be made to speak, and everything that is announced of it. */
function listenedRoom(changes: Partial<Preferences> = {}) {
  const heard: string[] = [];
  const running = signal<{ text: string } | null>(null);
  const messages = signal<readonly MessageRow[]>([QUESTION]);
  const queue = signal<readonly object[]>([]);
  const listeners = new Set<RoomListener>();
  const status = signal("live");
  const arrived = signal(0);
  const unwatched = vi.fn();
  const anna = { user_id: "anna", name: "Anna", role: "owner", joined_at: "", read_up_to: null as string | null };
  const members = signal([anna], { unwatched });
  const room = {
    ...{ messages, queue, status, arrived, closeReason: signal(null) },
    view: signal({ room: { title: "Harbour" } }),
    streamOf: () => running,
    listen: (listener: RoomListener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as RoomModel;
  const bots = signal([roomBot(), roomBot({ bot_id: "ivy", name: "Ivy" })]);
  const scene = { isBeside: false, room, bots, me: signal("anna"), members } as unknown as RoomScene;
  const preferences = signal({ ...standards, ...changes });
  end = announceRoom({
    scene,
    preferences,
    status: (words) => words !== "" && heard.push(words),
    log: (words) => words !== "" && heard.push(words),
  });
  const tell = (type: "message.created" | "message.updated", message: MessageRow) => {
    const at = messages.peek().findIndex(({ id }) => id === message.id);
    messages.value = at < 0 ? [...messages.peek(), message] : messages.peek().with(at, message);
    for (const listener of listeners) listener.applied?.({ seq: 1, at: "", type, message });
  };
  /** One reply of `text`, a word every `wordMs`. */
  const speak = async (text: string, wordMs: number) => {
    running.value = { text: "" };
    tell("message.created", botRow({ entry: "", streaming: true }));
    for (const { 0: word } of text.matchAll(/\S+\s*/gu)) {
      await vi.advanceTimersByTimeAsync(wordMs);
      running.value = { text: running.peek()!.text + word };
    }
    tell("message.updated", botRow({ entry: text }));
    running.value = null;
    await vi.advanceTimersByTimeAsync(3_000);
  };
  const readElsewhere = () => {
    members.value = members.peek().map((member) => ({ ...member, read_up_to: "b1" }));
  };
  return { heard, speak, tell, queue, status, arrived, readElsewhere, members, unwatched };
}

describe("[SAY11] what is announced is little, whole and as the person chose", () => {
  test.each([20, 50, 125])("a reply of 300 tokens, %i ms each, is at most six announcements", async (wordMs) => {
    const { heard, speak } = listenedRoom();
    await speak(REPLY, wordMs);
    expect(heard.length).toBeLessThanOrEqual(6);
    expect(heard[0]).toBe("Mara Quill is replying.");
    expect(heard.at(-1)).toBe(
      "Mara Quill: Sentence 0 has nine words and then just one more. Sentence 1 has nine words and then just one more. " +
        "300 words, Alt R for the rest.",
    );
    if (wordMs >= 50) expect(heard[1]).toMatch(/^Mara Quill is still writing, \d+ words\.$/u);
  });

  test("short replies come in full, and who is next is said with who speaks", async () => {
    const { heard, speak, queue } = listenedRoom();
    queue.value = [{ id: "t1", bot_id: "ivy", state: "queued" }];
    await speak("No one goes up there.", 50);
    expect(heard).toEqual(["Mara Quill is replying, then Ivy.", "Mara Quill: No one goes up there."]);
  });

  test("only who and how long; nothing; or sentence by sentence, each word once", async () => {
    const brief = listenedRoom({ announce: "brief" });
    await brief.speak(REPLY, 20);
    expect(brief.heard.at(-1)).toBe("Mara Quill, 300 words.");
    end();
    const off = listenedRoom({ announce: "off" });
    await off.speak(REPLY, 20);
    expect(off.heard).toEqual([]);
    end();
    const read = listenedRoom({ announce: "sentences" });
    await read.speak("First thing. Second thing. And a rest", 20);
    expect(read.heard.slice(-3)).toEqual(["Mara Quill: First thing.", "Second thing.", "And a rest"]);
    expect(CHOICES.announce).toHaveLength(4);
  });

  test("who is elsewhere hears of what names them alone", async () => {
    vi.spyOn(document, "hasFocus").mockReturnValue(false);
    const { heard, tell } = listenedRoom();
    tell("message.created", messageRow({ id: "m2", user: "ben", author_name: "Ben", entry: "hello all" }));
    tell("message.created", messageRow({ id: "m3", user: "ben", author_name: "Ben", entry: "and @anna too" }));
    expect(heard).toEqual(["Ben: and @anna too"]);
  });

  test("[CLI124] of a room beside the one in front only what names the reader is said, and not who speaks", async () => {
    const { heard, speak } = listenedRoom();
    besideScene.value = {} as RoomScene;
    await speak("The lamp is lit.", 20);
    await speak("@Anna, the lamp is lit.", 20);
    besideScene.value = null;
    expect(heard).toEqual(["Mara Quill: @Anna, the lamp is lit."]);
  });

  test("what was missed is counted, a lost line is said after a while, and a failed reply says why", async () => {
    const { heard, tell, status, arrived } = listenedRoom();
    status.value = "reconnecting";
    await vi.advanceTimersByTimeAsync(2_900);
    tell("message.created", botRow({ id: "b2" }));
    expect(heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    arrived.value = 1;
    status.value = "live";
    tell(
      "message.created",
      botRow({ id: "b3", entry: "", failed: { code: "internal", message: "", retryable: true } }),
    );
    expect(heard).toEqual([
      "Reconnecting. You can keep writing.",
      "Back. 1 message came in.",
      "Something broke on our side.",
    ]);
  });

  test("Alt R reads the last one in full", async () => {
    const { heard, speak } = listenedRoom();
    await speak(REPLY, 5);
    dispatchEvent(new KeyboardEvent("keydown", { code: "KeyR", altKey: true }));
    expect(heard.at(-1)).toBe(REPLY);
  });
});

/** What the desktop of a reader shows. */
function desktop(permission = "granted") {
  const shown: string[] = [];
  class Shown extends EventTarget {
    static permission = permission;
    constructor(title: string) {
      super();
      shown.push(title);
    }
  }
  vi.stubGlobal("Notification", Shown);
  return shown;
}
const hide = (isHidden: boolean) => {
  vi.spyOn(document, "hidden", "get").mockReturnValue(isHidden);
  dispatchEvent(new Event("visibilitychange"));
};

describe("[SAY12] the desktop hears of answers and mentions while the page is hidden, unless another device is in use", () => {
  test("an answer is told once nobody has read it", async () => {
    const shown = desktop();
    hide(true);
    const { speak, tell } = listenedRoom();
    await speak("Here it is.", 20);
    expect(shown).toEqual(["Mara Quill · Harbour"]);
    tell("message.created", messageRow({ id: "m2", user: "ben", author_name: "Ben", entry: "something else" }));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(shown).toHaveLength(1);
  });

  test.each([
    ["a page in sight", () => hide(false), {}],
    ["who wants none", () => hide(true), { notify: "off" as const }],
  ])("%s is told nothing", async (_, prepare, changes) => {
    const shown = desktop();
    prepare();
    const { speak } = listenedRoom(changes);
    await speak("Here it is.", 20);
    expect(shown).toEqual([]);
  });

  test("one's own words and what is struck from the talk are no news, not even where all is wanted", () => {
    const listener = { user_id: "anna", name: "Anna", notify: "all" as const };
    const worth = (message: MessageRow) => isWorthTelling(message, [QUESTION], listener);
    const struck = messageRow({ id: "m2", user: "ben", hidden: true });
    expect([botRow(), { ...struck, hidden: false }, struck, QUESTION].map(worth)).toEqual([true, true, false, false]);
  });

  test("a device that is in use keeps this one quiet for a minute", async () => {
    const shown = desktop();
    hide(true);
    const { speak, readElsewhere } = listenedRoom();
    await vi.advanceTimersByTimeAsync(5_000);
    readElsewhere();
    await speak("Read already.", 20);
    expect(shown).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    await speak("Read by nobody.", 20);
    expect(shown).toHaveLength(1);
  });
});

describe("[SAY12] the desktop is told with manners", () => {
  test("what this page has marked itself, and marks of others, are no device in use", async () => {
    const shown = desktop();
    hide(false);
    const { speak, readElsewhere, members } = listenedRoom();
    await vi.advanceTimersByTimeAsync(5_000);
    readElsewhere();
    hide(true);
    await speak("Told: it was read while the page was in sight.", 20);
    members.value = members.peek().map((member) => ({ ...member, read_up_to: "b2" }));
    hide(false);
    hide(true);
    await vi.advanceTimersByTimeAsync(1_000);
    members.value = members.peek().map((member) => ({ ...member, read_up_to: "b3" }));
    await vi.advanceTimersByTimeAsync(60_000);
    members.value = members.peek().map((member) => ({ ...member, name: "Anna B." }));
    await speak("Told: nobody has read anything.", 20);
    expect(shown).toHaveLength(2);
  });

  test("a mark that comes back a moment after the page was hidden is its own", async () => {
    const shown = desktop();
    hide(false);
    const { speak, readElsewhere } = listenedRoom();
    await vi.advanceTimersByTimeAsync(5_000);
    hide(true);
    await vi.advanceTimersByTimeAsync(1_000);
    readElsewhere();
    await speak("Read here, and left.", 20);
    expect(shown).toHaveLength(1);
  });

  test("what was in sight when it was finished, or is by the time, is not told; nor is anything once the room is left", async () => {
    const shown = desktop();
    hide(false);
    const { speak, tell, unwatched } = listenedRoom();
    tell("message.created", botRow({ id: "b2" }));
    hide(true);
    await vi.advanceTimersByTimeAsync(5_000);
    tell("message.created", botRow({ id: "b3" }));
    hide(false);
    await speak("Read as it came.", 20);
    hide(true);
    const ended = vi.spyOn(globalThis, "removeEventListener");
    tell("message.created", botRow({ id: "b4" }));
    end();
    await vi.advanceTimersByTimeAsync(5_000);
    expect([shown, unwatched.mock.calls.length]).toEqual([[], 1]);
    expect(ended.mock.calls.map(([type]) => type)).toContain("visibilitychange");
  });

  test("an answer is one to what was asked before it", async () => {
    const shown = desktop();
    hide(true);
    const { tell } = listenedRoom();
    tell("message.created", botRow({ id: "b2", streaming: true }));
    tell("message.created", messageRow({ id: "m2", user: "ben", author_name: "Ben", entry: "hello" }));
    tell("message.updated", botRow({ id: "b2" }));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(shown).toHaveLength(1);
  });
});
