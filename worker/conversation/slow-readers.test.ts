import { describe, expect, test } from "vitest";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { MAX_MESSAGE_CHARS } from "../../shared/protocol/limits.ts";
import { ReaderProof } from "./core/reader-proof.ts";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

const deltas = (client: SimClient) => client.heard.filter((f) => f.type === "delta");
const probes = (client: SimClient) => client.heard.flatMap((f) => (f.type === "probe" ? [f.id] : []));

/** Anna's desk, which reads, and her phone. */
async function table() {
  const room = new SimRoom({ bots: ["Mara"] });
  const [desk, phone] = [room.join(), room.join()];
  await room.settle();
  return { room, desk, phone };
}

/** So many of the longest messages, as fast as a device may say them. */
async function flood(room: SimRoom, desk: SimClient, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    desk.store.send("x".repeat(MAX_MESSAGE_CHARS), { respond: false });
    await room.advance(500);
  }
}

describe("devices that do not read", () => {
  test("[STR5] [SCALE1] one that is far behind skips deltas and gets the whole text once it has read on", async () => {
    const { room, desk, phone } = await table();
    await flood(room, desk, 20);
    expect(probes(phone)).toHaveLength(1);
    phone.isFrozen = true;
    await flood(room, desk, 70);
    // Alive it is: a ping is no proof that anything was read.
    phone.raw(JSON.stringify({ type: "ping" }));
    desk.store.send("go");
    await room.settle();
    for (const word of ["one ", "two ", "three "]) {
      room.model.say(word);
      await room.advance(60);
    }
    expect(deltas(desk), "nobody waits for it").toHaveLength(3);
    phone.isFrozen = false;
    await room.settle();
    expect(deltas(phone)).toHaveLength(0);
    room.model.say("four");
    await room.advance(60);
    expect(deltas(phone)).toMatchObject([{ at: 0, text: "one two three four" }]);
    expect(phone.texts().at(-1)).toBe(desk.texts().at(-1));
    expect(phone.closedWith).toEqual([]);
  });

  test("[SCALE1] whoever reads is asked now and then, once for much that was sent, and is never slow", async () => {
    const { room, desk, phone } = await table();
    await flood(room, desk, 10);
    expect(probes(phone), "little was sent").toEqual([]);
    await flood(room, desk, 70);
    expect(probes(phone).length).toBeGreaterThanOrEqual(4);
    expect(probes(phone).length).toBeLessThanOrEqual(6);
    expect(new Set([...probes(phone), ...probes(desk)]).size, "each has its own word").toBe(
      probes(phone).length + probes(desk).length,
    );
    desk.store.send("go");
    await room.settle();
    room.model.say("one");
    await room.settle();
    expect(deltas(phone)).toHaveLength(1);
  });

  test("[SCALE1] a word that was not asked proves nothing", async () => {
    const { room, desk, phone } = await table();
    await flood(room, desk, 20);
    phone.isFrozen = true;
    await flood(room, desk, 70);
    phone.raw(JSON.stringify({ type: "ping", probe: "id-000001" }));
    desk.store.send("go");
    await room.settle();
    room.model.say("one");
    await room.settle();
    phone.isFrozen = false;
    await room.settle();
    expect(deltas(phone)).toHaveLength(0);
  });

  test("[SCALE1] a word said back proves what was sent before it was asked, and no more", () => {
    const proof = new ReaderProof();
    proof.sent(300_000);
    proof.asked("word", 0);
    proof.sent(2 * 1024 * 1024);
    proof.answered("word");
    expect(proof.isSlow).toBe(true);
    proof.asked("next", 0);
    proof.answered("next");
    expect(proof.isSlow).toBe(false);
  });

  test("[SCALE3] a sign of life from before it was asked is none", () => {
    const proof = new ReaderProof();
    proof.sent(2 * 1024 * 1024);
    proof.asked("word", 5_000);
    proof.sign(4_999);
    expect([proof.isSlow, proof.isStuck(96_000)]).toEqual([true, true]);
    proof.sign(5_000);
    expect(proof.isSlow).toBe(false);
  });

  test("[SCALE1] one that asks for the room meanwhile has the text so far, and then what comes", async () => {
    const { room, desk, phone } = await table();
    await flood(room, desk, 20);
    phone.isFrozen = true;
    await flood(room, desk, 70);
    desk.store.send("go");
    await room.settle();
    room.model.say("one ");
    await room.advance(60);
    phone.isFrozen = false;
    phone.raw(JSON.stringify({ type: "hello", v: 1, device_id: phone.deviceId }));
    await room.settle();
    room.model.say("two");
    await room.advance(60);
    expect(deltas(phone)).toMatchObject([{ at: 4, text: "two" }]);
    expect(phone.texts().at(-1)).toBe("one two");
  });

  test("[SCALE2] one that answers nothing for a minute and a half is closed; it comes back and misses nothing", async () => {
    const { room, desk, phone } = await table();
    phone.isFrozen = true;
    await flood(room, desk, 20);
    await room.advance(80_000);
    desk.store.send("still here", { respond: false });
    await room.settle();
    expect(room.room.sessions.size, "it may take its time").toBe(2);
    await room.advance(20_000);
    desk.store.send("gone", { respond: false });
    await room.settle();
    expect(room.room.sessions.size).toBe(1);
    phone.isFrozen = false;
    await room.settle();
    expect(phone.closedWith).toEqual([CLOSE.internal]);
    phone.connect();
    await room.settle();
    expect(phone.texts()).toEqual(desk.texts().slice(-phone.texts().length));
    expect(phone.texts().at(-1)).toBe("gone");
    expect(desk.closedWith).toEqual([]);
  });

  test("[SCALE3] a client that knows nothing of probes reads as long as it gives signs of life", async () => {
    const { room, desk, phone } = await table();
    phone.isFrozen = true;
    for (let minute = 0; minute < 4; minute++) {
      await flood(room, desk, 30);
      await room.advance(45_000);
      // Said in a frame first, then by pings that the platform answers.
      if (minute === 0) phone.raw(JSON.stringify({ type: "typing", on: true }));
      else phone.pingedMs = room.clock.nowMs();
      await room.settle();
    }
    desk.store.send("go");
    await room.settle();
    room.model.say("one");
    await room.settle();
    expect(room.room.sessions.size, "it is not closed").toBe(2);
    phone.isFrozen = false;
    await room.settle();
    expect(deltas(phone), "and not slow").toHaveLength(1);
    expect(phone.closedWith).toEqual([]);
  });

  test("[SCALE3] signs of life alone do for sixteen mebibytes; then it comes back and misses nothing", async () => {
    const { room, desk, phone } = await table();
    phone.isFrozen = true;
    const session = room.room.sessions.list().find(({ facts }) => facts.device_id === phone.deviceId);
    const mebibytes = async (count: number) => {
      for (let n = 0; n < count; n++) {
        // As much as was sent to it between two of its pings; it reads nothing of it.
        session?.proof.sent(1024 * 1024);
        desk.store.send(`mebibyte ${n}`, { respond: false });
        await room.advance(1_000);
        phone.pingedMs = room.clock.nowMs();
      }
    };
    session?.proof.asked("asked", room.clock.nowMs());
    await mebibytes(15);
    expect(room.room.sessions.size, "its signs are believed").toBe(2);
    await mebibytes(2);
    expect(room.room.sessions.list().map(({ facts }) => facts.device_id)).toEqual([desk.deviceId]);
    phone.isFrozen = false;
    await room.settle();
    expect(phone.closedWith).toEqual([CLOSE.internal]);
    phone.connect();
    await room.settle();
    expect(phone.texts()).toEqual(desk.texts());
  });

  test("[SCALE2] no more than sixteen mebibytes are kept for anyone", async () => {
    const { room, desk, phone } = await table();
    phone.isFrozen = true;
    await flood(room, desk, 20);
    const session = room.room.sessions.list().find(({ facts }) => facts.device_id === phone.deviceId);
    session?.proof.sent(16 * 1024 * 1024);
    desk.store.send("too much", { respond: false });
    await room.settle();
    expect(room.room.sessions.list().map(({ facts }) => facts.device_id)).toEqual([desk.deviceId]);
  });
});
