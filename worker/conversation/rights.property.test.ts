import fc from "fast-check";
import { expect, test } from "vitest";
import type { MemberRole } from "../../shared/fields/conversation.ts";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { enter } from "./enter.ts";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

const RUNS = Number(process.env["RIGHTS_RUNS"] ?? 12);
const PEOPLE = ["anna", "ben", "cleo", "dora"] as const;
type Name = (typeof PEOPLE)[number];
const LOST = 61_000;

/** What somebody does. `who` picks whom it is done to, `way` how. */
interface Step {
  readonly kind: (typeof KINDS)[number];
  readonly who: number;
  readonly way: number;
}
const KINDS = ["accept", "let go", "leave", "change", "hand over", "block", "unblock", "sign out", "expire"] as const;

/** Rights as the promises say them, kept apart from everything the room keeps. */
class Model {
  readonly roles = new Map<Name, MemberRole>([["anna", "owner"]]);
  /** Let in by the room, but not by the world. */
  readonly barred = new Set<Name>();
  readonly ended = new Set<SimClient>();
  owner: Name = "anna";

  roleOf(client: SimClient): MemberRole | null {
    const name = client.userId as Name;
    if (this.ended.has(client) || this.barred.has(name)) return null;
    return this.roles.get(name) ?? null;
  }
}

class Table {
  readonly room = new SimRoom({ bots: ["Mara"] });
  readonly model = new Model();
  /** How many frames each device had heard when it was cut off. */
  readonly silent = new Map<SimClient, number>();
  #refs = 0;

  async start(): Promise<this> {
    this.room.join("anna");
    await this.room.settle();
    return this;
  }

  raw(client: SimClient, body: object): void {
    const ref = `00000000-0000-4000-9000-${String(++this.#refs).padStart(12, "0")}`;
    client.raw(JSON.stringify({ ref, ...body }));
  }

  owners(): SimClient {
    const found = this.room.clients.find(
      (c) => c.isConnected && c.userId === this.model.owner && !this.model.ended.has(c),
    );
    return found ?? this.room.join(this.model.owner);
  }

  /** What the world answers is the model's; the room is told, or the telling is lost and it has to find out. */
  async end(name: Name, way: number): Promise<void> {
    if (way % 3 === 0) await this.room.room.runtime.accessChanged(name);
    if (way % 3 === 1) {
      this.raw(this.owners(), { type: "typing", on: true });
      await this.room.settle();
      await this.room.advance(LOST);
    }
    // Asleep: nothing tells it, and nothing may be sent before it has asked.
    if (way % 3 === 2) this.room.evict();
  }
}

/** Does one step, in the room and in the model. */
const DO: Record<Step["kind"], (table: Table, name: Name, way: number) => Promise<void>> = {
  async accept({ room, model }, name, way) {
    const role = way % 2 === 0 ? "member" : "viewer";
    const made = new Date(room.clock.nowMs()).toISOString();
    const link = { id: `link-${way}-${made}`, role, created_by: model.owner, created_at: made, uses: 1 } as const;
    if (model.barred.has(name)) return;
    await enter(room.room, { ...link, expires_at: null }, { user_id: name, name }, made);
    if (!model.roles.has(name)) model.roles.set(name, role);
  },
  async "let go"(table, name) {
    if (name === table.model.owner || !table.model.roles.has(name)) return;
    table.raw(table.owners(), { type: "members", remove: [name] });
    table.model.roles.delete(name);
  },
  async leave(table, name) {
    const theirs = table.room.clients.find((c) => c.isConnected && c.userId === name);
    if (name === table.model.owner || !theirs || table.model.roleOf(theirs) === null) return;
    table.raw(theirs, { type: "members", remove: [name] });
    table.model.roles.delete(name);
  },
  async change(table, name, way) {
    if (name === table.model.owner || !table.model.roles.has(name)) return;
    const role = way % 2 === 0 ? "member" : "viewer";
    table.raw(table.owners(), { type: "members", update: { user_id: name, role } });
    table.model.roles.set(name, role);
  },
  async "hand over"(table, name) {
    const { model } = table;
    if (name === model.owner || !model.roles.has(name) || model.barred.has(name)) return;
    table.raw(table.owners(), { type: "members", update: { user_id: name, role: "owner" } });
    model.roles.set(model.owner, "member");
    model.roles.set(name, "owner");
    model.owner = name;
  },
  async block(table, name, way) {
    if (name === table.model.owner) return;
    table.room.world.members.delete(name);
    table.model.barred.add(name);
    await table.end(name, way);
  },
  async unblock({ room, model }, name) {
    room.world.members.add(name);
    model.barred.delete(name);
  },
  async "sign out"(table, name, way) {
    const theirs = table.room.clients.filter((c) => c.isConnected && c.userId === name).at(way % 2 === 0 ? 0 : -1);
    if (!theirs) return;
    table.room.world.endedSessions.add(`session-${theirs.deviceId}`);
    table.model.ended.add(theirs);
    await table.end(name, way);
  },
  async expire(table, name) {
    const theirs = table.room.clients.find((c) => c.isConnected && c.userId === name);
    if (!theirs || table.model.roleOf(theirs) === null) return;
    theirs.expiresIn(0);
    table.model.ended.add(theirs);
  },
};

/** Everyone tries everything; who hears and what has an effect is what the model says. */
async function probe(table: Table, at: number): Promise<void> {
  const { room, model, silent } = table;
  const title = `Title ${at}`;
  table.raw(table.owners(), { type: "set", title });
  await room.settle();
  for (const client of room.clients) {
    const role = model.roleOf(client);
    const hears = JSON.stringify(client.heard.slice(-30)).includes(`"title":"${title}"`);
    if (role === null)
      expect([at, client.userId, client.isConnected, hears]).toEqual([at, client.userId, false, false]);
    else if (client.isConnected) expect([at, client.userId, hears]).toEqual([at, client.userId, true]);
    if (role === null && !silent.has(client)) silent.set(client, client.heard.length);
  }
  for (const client of room.clients.filter(({ isConnected }) => isConnected)) {
    const role = model.roleOf(client);
    const text = `${client.deviceId} at ${at}`;
    const before = room.view.room.title;
    table.raw(client, { type: "send", text, respond: false });
    table.raw(client, { type: "set", title: `${text} dared` });
    await room.settle();
    expect([text, room.view.messages.some((m) => m.entry === text)]).toEqual([text, role !== "viewer"]);
    expect([text, room.view.room.title !== before]).toEqual([text, role === "owner"]);
  }
}

/** Those who may be here come, each on two devices at most; what the Worker refuses never gets as far as the room. */
async function arrive({ room, model }: Table): Promise<void> {
  for (const name of PEOPLE) {
    if (!model.roles.has(name) || model.barred.has(name)) continue;
    const here = room.clients.filter((c) => c.isConnected && c.userId === name);
    if (here.length < 2 && room.clients.length < 24) room.join(name);
  }
  await room.settle();
}

test("[PEOPLE9] whatever is done to people's parts, what each may do and hears is what a model of rights says", async () => {
  const step = fc.record({ kind: fc.constantFrom(...KINDS), who: fc.nat(PEOPLE.length - 1), way: fc.nat(5) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const table = await new Table().start();
      const { room, silent } = table;
      for (const [at, { kind, who, way }] of steps.entries()) {
        await arrive(table);
        await DO[kind](table, PEOPLE[who]!, way);
        await room.settle();
        await probe(table, at);
        // Time for the next: nobody floods, and whoever was let go comes by a link made later.
        await room.advance(5_000);
      }
      for (const [client, heard] of silent)
        expect([client.deviceId, client.heard.length]).toEqual([client.deviceId, heard]);
      const codes = new Set([...silent.keys()].flatMap(({ closedWith }) => closedWith));
      expect([...codes].filter((code) => code !== CLOSE.forbidden && code !== CLOSE.unauthenticated)).toEqual([]);
      expect(room.logged).toEqual([]);
    }),
    { numRuns: RUNS, seed: 20_261_123 },
  );
}, 60_000);
