import * as fc from "fast-check";
import { expect, test } from "vitest";
import { applyEvent, type RoomView } from "../../shared/room/room-view.ts";
import { type Link, ModelRoom } from "./testing/model-room.ts";
import { welcome } from "./testing/rig.ts";

type Plain = "say" | "send" | "finish" | "goOn" | "resend" | "pin" | "remove" | "rename" | "lose";
type Step =
  | { do: Plain }
  | { do: "connect" | "disconnect" }
  | { do: "write"; text: string }
  | { do: "up"; snapshot: boolean }
  | { do: "down"; twice: boolean };

const plain = (...names: Plain[]) => fc.constantFrom(...names).map((name) => ({ do: name }));
const chunk = fc.string({ unit: "grapheme", minLength: 1, maxLength: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: plain("say", "send", "finish", "goOn", "resend", "pin", "remove", "rename") },
  { weight: 1, arbitrary: plain("lose") },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("write" as const), text: chunk }) },
  { weight: 1, arbitrary: fc.constantFrom({ do: "connect" as const }, { do: "disconnect" as const }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("up" as const), snapshot: fc.boolean() }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("down" as const), twice: fc.boolean() }) },
);
const schedule = fc.array(step, { maxLength: 120 });

/** A room, a device, and what a person said on it. */
class Scene {
  readonly room = new ModelRoom();
  readonly link: Link = this.room.join();
  readonly said: string[] = [];

  run(steps: readonly Step[]): void {
    this.link.connect();
    for (const one of steps) this.step(one);
    this.link.connect();
    this.link.drain();
    // What a lost frame has left undone shows at the next event.
    this.room.say("the end");
    this.link.drain();
    this.link.disconnect();
    this.link.connect();
    this.link.drain();
  }

  step(one: Step): void {
    const { room, link } = this;
    switch (one.do) {
      case "say":
        room.say(`other ${room.log.length}`);
        break;
      case "send":
        this.said.push(`mine ${this.said.length}`);
        link.store.send(this.said.at(-1) ?? "");
        link.onFrame();
        break;
      case "write":
        room.write(one.text);
        break;
      case "finish":
        room.finish();
        break;
      case "goOn":
        room.goOn();
        break;
      case "resend":
        room.resend();
        break;
      case "pin":
        this.change((row) => ({ type: "message.updated", message: { ...row, pinned: true } }));
        break;
      case "remove":
        this.change((row) => (row.user === "ben" ? { type: "message.deleted", message_id: row.id } : null));
        break;
      case "rename":
        room.commit({ type: "room.updated", title: `title ${room.log.length}` });
        break;
      case "lose":
        link.loseDown();
        break;
      case "connect":
        link.connect();
        break;
      case "disconnect":
        link.disconnect();
        break;
      case "up":
        link.deliverUp(one.snapshot);
        break;
      case "down":
        link.deliverDown(one.twice);
        break;
      default:
        one satisfies never;
    }
  }

  change(make: (row: RoomView["messages"][number]) => Parameters<ModelRoom["commit"]>[0] | null): void {
    const [row] = this.room.view.messages;
    const event = row && make(row);
    if (event) this.room.commit(event);
  }
}

/** What a device that has applied the log up to `seq` must show. */
function foldTo(scene: Scene, seq: number): RoomView {
  const { room, bots, members } = welcome();
  const empty: RoomView = { seq: 0, room, bots, members, messages: [], has_more: false };
  return scene.room.log.slice(0, seq).reduce(applyEvent, empty);
}

test("[CLI9] whatever the network does, the view is the log up to its seq, and ends as the room's", () => {
  void fc.assert(
    fc.property(schedule, (steps) => {
      const scene = new Scene();
      let seq = -1;
      scene.link.onFrame = () => {
        const view = scene.link.store.view.value;
        if (!view) return;
        expect(view.seq).toBeGreaterThanOrEqual(seq);
        if (view.seq > seq) expect(view.messages).toEqual(foldTo(scene, view.seq).messages);
        seq = view.seq;
      };
      scene.run(steps);
      expect(scene.link.store.view.value?.messages).toEqual(scene.room.view.messages);
      expect(scene.link.store.view.value?.seq).toBe(scene.room.view.seq);
      expect(scene.link.store.status.value).toBe("live");
    }),
    { numRuns: 300 },
  );
});

test("[CLI29] what a person says is on screen exactly once from then on, and is posted exactly once", () => {
  void fc.assert(
    fc.property(schedule, (steps) => {
      const scene = new Scene();
      const { store } = scene.link;
      scene.link.onFrame = () => {
        const rows = store.view.value?.messages.map((row) => row.entry) ?? [];
        const bubbles = store.bubbles.value.map((p) => (p.command.type === "send" ? p.command.text : ""));
        for (const text of scene.said)
          expect(
            [...rows, ...bubbles].filter((shown) => shown === text),
            text,
          ).toHaveLength(1);
      };
      scene.run(steps);
      expect(store.pending.value).toEqual([]);
      for (const text of scene.said)
        expect(scene.room.view.messages.filter((row) => row.entry === text)).toHaveLength(1);
      const order = scene.room.view.messages.map((row) => row.entry).filter((text) => text.startsWith("mine"));
      expect(order).toEqual(scene.said);
    }),
    { numRuns: 300 },
  );
});

test("[CLI59] a reply on screen is always how the room's text begins, never shorter than the device has seen", () => {
  void fc.assert(
    fc.property(schedule, (steps) => {
      const scene = new Scene();
      const { store } = scene.link;
      const whole = new Map<string, string>();
      const seen = new Map<string, number>();
      scene.link.onFrame = () => {
        for (const row of scene.room.view.messages) whole.set(row.id, row.entry);
        if (scene.room.reply) whole.set(scene.room.reply.message_id, scene.room.reply.text);
        for (const row of store.view.value?.messages ?? []) {
          if (row.bot === null) continue;
          const shown = (row.streaming ? store.streams.of(row.id).value?.text : undefined) ?? row.entry;
          expect(whole.get(row.id)?.startsWith(shown), `${shown} of ${whole.get(row.id)}`).toBe(true);
          expect(shown.length).toBeGreaterThanOrEqual(seen.get(row.id) ?? 0);
          seen.set(row.id, shown.length);
        }
      };
      scene.run(steps);
      const { reply } = scene.room;
      expect(store.streams.running.value).toEqual(reply ? [reply.message_id] : []);
      if (reply) expect(store.streams.of(reply.message_id).value?.text).toBe(reply.text);
    }),
    { numRuns: 300 },
  );
});
