import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
import { roomBot } from "../room/testing/room-fixtures.ts";
import { ComposerStore } from "./composer-store.ts";
import type { DeviceStorage } from "./ports.ts";
import type { SendOptions } from "./room-store.ts";
import { event, liveRig, welcome } from "./testing/rig.ts";

const mara = roomBot();
const tobias = roomBot({ bot_id: "tobias", name: "Tobias" });

function opened() {
  const { room } = liveRig();
  room.receive(welcome({ bots: [mara, tobias] }));
  const kept = new Map<string, string>();
  const storage: DeviceStorage = {
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => kept.set(key, value),
    remove: (key) => kept.delete(key),
  };
  const sent: { text: string; options: SendOptions }[] = [];
  const joined: (readonly string[])[] = [];
  const compose = (room_id = "c1") =>
    new ComposerStore({
      room_id,
      view: room.view,
      storage,
      send: (text, options) => {
        sent.push({ text, options });
        return "r1";
      },
      join: (bot_ids) => joined.push(bot_ids),
    });
  return { room, kept, sent, joined, compose, composer: compose() };
}

test("[CLI70] the draft is kept by room on every keystroke, and gone once sent", () => {
  const { compose, composer, kept } = opened();
  composer.write("Hel");
  composer.write("Hello");
  expect(compose().text.value).toBe("Hello");
  expect(compose("c2").text.value).toBe("");
  expect(composer.submit()).toBe("r1");
  expect(composer.text.value).toBe("");
  expect(kept.size).toBe(0);
});

test("[TURN42] a name that fits several bots is asked about, and the answer calls that one alone", () => {
  const { composer, room } = opened();
  const joined = (bot_id: string, seq: number) =>
    room.receive(event({ type: "bot.joined", seq, at: "", bot: roomBot({ bot_id, name: "Tobias" }) }));
  joined("other", 2);
  composer.write("@Tobias, hello");
  expect(composer.unclear.value).toEqual({ bot_ids: ["tobias", "other"], start: 0, end: 7 });
  expect(composer.speakers.value).toEqual([]);
  composer.mention({ bot_id: "other", name: "Tobias" }, 0, 7);
  expect([composer.unclear.value, composer.speakers.value]).toEqual([null, ["other"]]);
  composer.write("@Tobias, hello");
  composer.setAside(true);
  expect(composer.unclear.value).toBeNull();
});

test("[CLI71] a picked name calls its bot also after a rename, and as long as it stands there", () => {
  const { composer, sent, room } = opened();
  composer.write("hey @ma, look");
  expect(composer.mention({ bot_id: "mara", name: "Mara Quill" }, 4, 7)).toBe(16);
  expect(composer.text.value).toBe("hey @Mara Quill , look");
  room.receive(event({ type: "bot.updated", seq: 2, at: "", bot: roomBot({ name: "Maren" }) }));
  expect(composer.speakers.value).toEqual(["mara"]);
  composer.submit();
  expect(sent[0]?.options).toEqual({ mentions: ["mara"] });

  composer.mention({ bot_id: "tobias", name: "Tobias" }, 0, 0);
  composer.write("never mind");
  composer.write("never mind, @Tobias");
  expect(composer.mentions.value).toEqual([]);
});

describe("[CLI171] a picked bot that is not at the table", () => {
  const ivy = { bot_id: "ivy", name: "Ivy", joins: true };

  test("is brought there and called", () => {
    const { composer, sent, joined } = opened();
    composer.mention(ivy, 0, 0);
    expect(composer.speakers.value).toEqual(["ivy"]);
    composer.submit();
    expect([joined, sent[0]?.options.mentions]).toEqual([[["ivy"]], ["ivy"]]);
    composer.write("and now?");
    composer.submit();
    expect(joined).toHaveLength(1);
  });

  test("is brought there once, whoever did it", () => {
    const { composer, sent, joined, room } = opened();
    composer.mention(ivy, 0, 0);
    room.receive(event({ type: "bot.joined", seq: 2, at: "", bot: roomBot({ bot_id: "ivy", name: "Ivy" }) }));
    composer.submit();
    expect([joined, sent[0]?.options.mentions]).toEqual([[], ["ivy"]]);
  });

  test("stays away from what calls nobody", () => {
    const { composer, joined } = opened();
    for (const prepare of [() => composer.setAside(true), () => composer.whisperTo("mara"), () => undefined]) {
      prepare();
      composer.mention(ivy, 0, 0);
      composer.submit(composer.aside.value || composer.whisper_to.value !== null ? {} : { respond: false });
      composer.setAside(false);
    }
    expect(joined).toEqual([]);
  });

  test("is not called where it has left since it was picked", () => {
    const { composer, room } = opened();
    composer.mention({ bot_id: "tobias", name: "Tobias" }, 0, 0);
    room.receive(event({ type: "bot.left", seq: 2, at: "", bot: tobias }));
    expect(composer.speakers.value).toEqual([]);
  });
});

test("[CLI72] picked and typed names call in the order of the text, each bot once", () => {
  const { composer, sent } = opened();
  composer.write("@tobias and ");
  composer.mention({ bot_id: "mara", name: "Mara Quill" }, 12, 12);
  composer.write(`${composer.text.value}and @Tobias again`);
  expect(composer.speakers.value).toEqual(["tobias", "mara"]);
  composer.aside.value = true;
  expect(composer.speakers.value).toEqual([]);
  composer.aside.value = false;
  composer.submit();
  expect(sent[0]?.options.mentions).toEqual(["tobias", "mara"]);
});

test("[CLI72] names that were only typed are left for the room to read", () => {
  const { composer, sent } = opened();
  composer.write("@Tobias?");
  expect(composer.speakers.value).toEqual(["tobias"]);
  composer.submit();
  expect(sent).toEqual([{ text: "@Tobias?", options: {} }]);
});

test("[CLI73] what goes along goes along; the aside stays on, the reply does not", () => {
  const { composer, sent } = opened();
  composer.aside.value = true;
  composer.persona_id.value = null;
  composer.reply_to_id.value = "m1";
  composer.write("between us");
  composer.submit({ respond: false });
  expect(sent).toEqual([
    { text: "between us", options: { aside: true, persona_id: null, reply_to_id: "m1", respond: false } },
  ]);
  expect(composer.aside.value).toBe(true);
  expect(composer.reply_to_id.value).toBeNull();
});

test("[CLI73] nothing is sent from an empty field", () => {
  const { composer, sent } = opened();
  composer.write("  \n ");
  expect(composer.canSend.value).toBe(false);
  expect(composer.submit()).toBeNull();
  expect(sent).toEqual([]);
  expect(composer.text.value).toBe("  \n ");
});

test("[CLI74] each room remembers who one speaks as there, as long as that persona exists", () => {
  const { compose, composer } = opened();
  expect(composer.persona_id.value).toBeUndefined();
  composer.speakAs("keeper");
  expect([compose().persona_id.value, compose("c2").persona_id.value]).toEqual(["keeper", undefined]);
  composer.speakAs(null);
  expect(compose().persona_id.value).toBeNull();
  composer.speakAs("keeper");
  const later = compose();
  later.knowPersonas([{ id: "keeper", name: "Keeper" }]);
  expect(later.persona_id.value).toBe("keeper");
  later.knowPersonas([]);
  expect([later.persona_id.value, compose().persona_id.value]).toEqual([undefined, undefined]);
});

test("[WSP1] a whisper is for one message and one bot, ends an aside, and is gone once sent", () => {
  const { composer, sent } = opened();
  composer.setAside(true);
  composer.whisperTo("mara");
  expect(composer.aside.value).toBe(false);
  composer.write("psst, @Tobias must not know");
  expect(composer.speakers.value).toEqual(["mara"]);
  composer.submit();
  expect(sent).toEqual([{ text: "psst, @Tobias must not know", options: { whisper_to: "mara" } }]);
  expect(composer.whisper_to.value).toBeNull();
  composer.whisperTo("mara");
  composer.setAside(true);
  expect(composer.whisper_to.value).toBeNull();
});

test("[ATT10] a message waits for its pictures, takes them along, and may be pictures alone", () => {
  const { composer, sent } = opened();
  const held: (() => void)[] = [];
  const tray = {
    ready: signal<readonly string[]>([]),
    isWaiting: signal(true),
    hold: (send: () => void) => held.length === 0 && held.push(send) > 0,
  };
  composer.tray.value = tray;
  composer.write("look");
  expect(composer.submit()).toBeNull();
  tray.ready.value = ["p1", "p2"];
  tray.isWaiting.value = false;
  composer.write("");
  composer.submit();
  expect(sent, "held until what they show is kept").toEqual([]);
  held[0]?.();
  expect(sent).toEqual([{ text: "", options: { attachments: ["p1", "p2"] } }]);
  expect([composer.tray.value, composer.canSend.value]).toEqual([null, false]);
});
