import type { ServerProcess } from "../run/server-process.ts";
import { ApiClient, eventually } from "./api-client.ts";
import { openFaultProxy } from "./fault-proxy.ts";
import { wholeHistory } from "./history.ts";
import { Ledger } from "./ledger.ts";
import { RawDevice } from "./raw-device.ts";

export interface RevocationReport {
  revoked: number;
  downgraded: number;
  /** Events of the room that reached somebody after they were let go. */
  framesAfter: number;
  /** Messages that stand in the room though their author had no right to write them any more. */
  writesAfter: number;
  /** People who came back in. */
  readmitted: number;
  /** People whose socket was never closed, and people made viewers who were not refused. */
  stayed: number;
  unrefused: number;
  /** From the order until the socket was closed, milliseconds. */
  cutMs: number[];
  details: string[];
}

interface Guest {
  readonly api: ApiClient;
  readonly device: RawDevice;
}

/** People at once in one room, under its 64 sockets, and rooms at once. */
const PEOPLE = 20;
const ROOMS = 4;
/** One in so many is made a viewer instead of being let go. */
const DOWNGRADE_EVERY = 5;
/** The longest the product may take where a push is lost, and ten seconds for the machine. */
const STAY_MS = 70_000;

export interface RevocationDose {
  /** People let go; those made viewers come on top. */
  readonly revoked: number;
  /** Told now and then how much of the dose is done, from 0 to 1. */
  readonly progress?: (share: number) => void;
}

/**
 * Invites people, lets them listen to a busy room, and takes their rights while they read and write. What any of them
 * hears or does after the owner's order stood is counted.
 */
export async function revocationLoop(server: ServerProcess, dose: RevocationDose): Promise<RevocationReport> {
  const report: RevocationReport = {
    revoked: 0,
    downgraded: 0,
    framesAfter: 0,
    writesAfter: 0,
    readmitted: 0,
    stayed: 0,
    unrefused: 0,
    cutMs: [],
    details: [],
  };
  // An origin of its own for sockets: Node hands an upgrade to a connection that a call has just used, and loses it.
  const proxy = await openFaultProxy(server.url);
  const way = { url: server.url, through: proxy.url };
  let round = 0;
  let planned = 0;
  const play = async () => {
    while (planned < dose.revoked) {
      const people = Math.min(PEOPLE, Math.ceil(((dose.revoked - planned) * DOWNGRADE_EVERY) / (DOWNGRADE_EVERY - 1)));
      planned += people - Math.floor(people / DOWNGRADE_EVERY);
      await playRound(way, round++, people, report);
      dose.progress?.(Math.min(1, report.revoked / dose.revoked));
    }
  };
  await Promise.all(Array.from({ length: ROOMS }, play));
  proxy.close();
  return report;
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

interface Way {
  readonly url: string;
  readonly through: string;
}

async function playRound(way: Way, round: number, people: number, report: RevocationReport): Promise<void> {
  const api = await new ApiClient(way.url).signIn(`owner-${round}@example.test`);
  const bot = await api.post<{ id: string }>("/api/bots", { name: "Host", system_prompt: "You answer." });
  const { id } = await api.post<{ id: string }>("/api/conversations", { bot_ids: [bot.id] });
  const link = await api.post<{ code: string }>(`/api/conversations/${id}/invitations`, { role: "member" });
  const owner = await new RawDevice(api, id, { ledger: new Ledger(), name: "owner", through: way.through }).connect();
  const names = Array.from({ length: people }, (_, n) => `guest-${round}-${n}`);
  const guests = await Promise.all(names.map((name) => comeIn(way, link.code, id, name)));
  let isOver = false;
  const chatter = chat(owner, () => isOver);
  const afterwards: Promise<void>[] = [];
  for (const [n, guest] of guests.entries()) {
    if (n % DOWNGRADE_EVERY === DOWNGRADE_EVERY - 1) await downgrade(owner, guest, report);
    else {
      const limit = await letGo(owner, guest, report);
      afterwards.push(lookBack(guest, limit, report));
    }
  }
  await Promise.all(afterwards);
  isOver = true;
  await chatter;
  const texts = (await wholeHistory(api, id)).map((m) => m.entry);
  for (const text of texts.filter((entry) => entry.startsWith("too late"))) {
    report.writesAfter += 1;
    report.details.push(`${id}: "${text}" was written`);
  }
  for (const { device } of [{ device: owner }, ...guests]) device.drop();
}

async function comeIn({ url, through }: Way, code: string, room: string, name: string): Promise<Guest> {
  const api = await new ApiClient(url).signIn(`${name}@example.test`);
  await api.post(`/api/invitations/${code}/accept`, {});
  return { api, device: await new RawDevice(api, room, { ledger: new Ledger(), name, through }).connect() };
}

/** The room is never quiet, so that there always is something that must not be heard; and bots stream. */
async function chat(owner: RawDevice, isOver: () => boolean): Promise<void> {
  for (let n = 0; !isOver(); n++) {
    await owner.answered(owner.say(`go on ${n}${n % 10 === 0 ? ", @Host" : ""}`));
    // Two a second is what one socket may say in the long run.
    await wait(600);
  }
}

/** @returns The number the room had reached when the order stood: whatever is later was not for this person. */
async function letGo(owner: RawDevice, { api, device }: Guest, report: RevocationReport): Promise<number> {
  const ordered = Date.now();
  const ref = owner.command({ type: "members", remove: [api.userId] });
  // It writes on while the order is on its way: what comes after the order must not stand.
  const late = owner.answered(ref).then(() => device.say("too late, on the old socket"));
  const isCut = await eventually(() => !device.isOpen, Boolean, STAY_MS).catch(() => false);
  if (isCut) report.cutMs.push(Date.now() - ordered);
  else {
    report.stayed += 1;
    report.details.push(`${device.name} was never cut off`);
  }
  await late;
  report.revoked += 1;
  const ack = owner.ledger.lines.find((line) => line.op === "ack" && line.ref === ref);
  return ack?.op === "ack" ? ack.seq : 0;
}

/** What came after the order, how the socket ended, and whether the door stays shut. The end itself takes a moment. */
async function lookBack({ device }: Guest, limit: number, report: RevocationReport): Promise<void> {
  await eventually(() => device.closedWith.length > 0, Boolean, 15_000).catch(() => {});
  const late = device.ledger.lines.filter((line) => line.op === "event" && line.seq > limit);
  report.framesAfter += late.length;
  if (late.length > 0 || limit === 0) report.details.push(`${device.name}: ${late.length} frames after ${limit}`);
  if (device.closedWith.at(-1) !== 4403) report.details.push(`${device.name} was closed with ${device.closedWith}`);
  const isBack = await device.connect().then(
    () => true,
    () => false,
  );
  if (isBack) report.readmitted += 1;
}

async function downgrade(owner: RawDevice, { api, device }: Guest, report: RevocationReport): Promise<void> {
  await owner.answered(owner.command({ type: "members", update: { user_id: api.userId, role: "viewer" } }));
  const said = device.say("too late, as a viewer");
  await device.answered(said);
  const refused = device.ledger.lines.some(
    (line) => line.op === "nack" && line.ref === said && line.code === "forbidden",
  );
  report.downgraded += 1;
  if (refused) return;
  report.unrefused += 1;
  report.details.push(`${device.name} was not refused as a viewer`);
}
