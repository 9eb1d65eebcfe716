import { expect, test } from "vitest";
import { TURN_STRATEGIES } from "../../shared/fields/conversation.ts";
import type { MessageRow } from "../../shared/fields/message.ts";
import { applyEvent, type RoomView } from "../../shared/room/room-view.ts";
import { seededRng } from "./testing/seeded-rng.ts";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

/** Seeds of one run; more with FUZZ_SEEDS, all from FUZZ_FROM on. */
const SEEDS = Number(process.env["FUZZ_SEEDS"] ?? 100);
const FROM = Number(process.env["FUZZ_FROM"] ?? 1);
const STEPS = 100;
/** Long doses take long. */
const TIMEOUT_MS = Number(process.env["FUZZ_TIMEOUT_MS"] ?? 240_000);

/** One device's log must say what the room's says, as far as it goes; asked after every step. */
function checkAlways(room: SimRoom, client: SimClient, shortened: ReadonlySet<string>): void {
  const view = client.store.view.value;
  if (!view) return;
  expect(view.seq, "no device is ahead of the room").toBeLessThanOrEqual(room.view.seq);
  const refs = client.store.bubbles.value.map((b) => b.ref);
  expect(new Set(refs).size, "a waiting message is drawn once").toBe(refs.length);
  const ids = view.messages.map((m) => m.id);
  expect(new Set(ids).size, "a message is drawn once").toBe(ids.length);
  for (const m of view.messages) {
    const truth = room.core.message(m.id);
    const running = client.store.streams.of(m.id).value;
    const take = truth?.takes.find((t) => t.id === running?.take_id);
    if (running && take && take.state !== "streaming" && !shortened.has(m.id))
      expect(take.text.startsWith(running.text), "running text is a prefix of the reply").toBe(true);
  }
}

const textsOf = (row: MessageRow) => [row.entry, ...row.takes.map((take) => take.text)];

/** What is unread and what threads hold, counted here from the messages themselves; every device was told so. */
function checkReading(room: SimRoom, clients: readonly SimClient[], whole: readonly MessageRow[]): void {
  const { people } = room.core.store;
  const isNews = (m: MessageRow) =>
    m.bot !== null && !m.hidden && m.seq > people.readMark("anna", m.message_thread.thread_id ?? null);
  const unread = whole.filter(isNews).length;
  expect(room.core.unreadOf("anna").unread, "what is unread").toBe(unread);
  for (const { store } of clients) {
    expect(store.reading.unread.value?.unread, "every device knows what is unread").toBe(unread);
    const { text, rev } = store.draft.value ?? {};
    const kept = people.draft("anna");
    expect([text, rev], "every device knows the draft").toEqual([kept?.text, kept?.rev]);
  }
  for (const { id, message_thread } of whole) {
    const thread = whole.filter((m) => m.message_thread.thread_id === id);
    expect(message_thread.replies ?? 0, "a thread's first message counts it").toBe(thread.length);
    expect(message_thread.last_reply?.at).toBe(thread.at(-1)?.created_timestamp);
  }
  const ids = new Set(whole.map((m) => m.id));
  const starts = whole.flatMap((m) => m.message_thread.thread_id ?? []);
  expect(
    starts.filter((id) => !ids.has(id)),
    "no thread without its first message",
  ).toEqual([]);
}

/** The room before its first event. */
const emptied = ({ view }: SimRoom): RoomView => ({ ...view, seq: 0, messages: [], has_more: false });

async function play(seed: number): Promise<void> {
  const rng = seededRng(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(rng() * list.length)] as T;
  const room = new SimRoom({ bots: ["Mara", "Tobias", "Ivy"].slice(0, 1 + Math.floor(rng() * 3)), seed });
  const clients = Array.from({ length: 2 + Math.floor(rng() * 4) }, () => room.join());
  const said: string[] = [];
  /** Messages that lost a take or a part of one. */
  const shortened = new Set<string>();
  const shownBefore = new Map<string, string>();

  const steps: Record<string, () => Promise<void> | void> = {
    say() {
      const text = `message ${seed}-${said.length}${pick(["", " @Mara", " @Tobias and @Ivy", " 🍞"])}`;
      said.push(text);
      pick(clients).store.send(text);
    },
    thread() {
      const start = pick(room.view.messages.filter((m) => m.message_thread.thread_id === undefined && !m.streaming));
      if (!start) return;
      const text = `aside ${seed}-${said.length}${pick(["", " @Mara"])}`;
      pick(clients).store.command({ type: "send", text, thread_id: start.id });
    },
    read() {
      const { id } = pick(room.view.messages) ?? {};
      if (id === undefined) return;
      if (rng() < 0.6) pick(clients).store.read(id);
      else pick(clients).store.reading.markUnread(id);
    },
    draft: () => void pick(clients).store.keepDraft(pick(["", "half", "a thought"]), Math.floor(rng() * 4)),
    speak: () => void pick(clients).store.command({ type: "speak", bot_ids: [pick([...room.world.bots.keys()])] }),
    stop: () => void pick(clients).store.command({ type: "stop", scope: pick(["reply", "hold", "all"] as const) }),
    release: () => void pick(clients).store.command({ type: "queue", hold: false }),
    async continue() {
      const bot = room.view.messages.findLast((m) => m.bot !== null);
      if (bot) pick(clients).store.command({ type: "continue", message_id: bot.id });
    },
    edit() {
      const respond = rng() < 0.3;
      const own = pick(room.view.messages.filter((m) => m.bot === null));
      if (own) pick(clients).store.command({ type: "edit", message_id: own.id, text: `${own.entry}, edited`, respond });
    },
    reword() {
      const bot = pick(room.view.messages.filter((m) => m.bot !== null));
      if (bot) pick(clients).store.command({ type: "edit", message_id: bot.id, text: "put right" });
    },
    retake() {
      const bot = pick(room.view.messages.filter((m) => m.bot !== null));
      const segment = bot && pick(bot.takes.flatMap((t) => (t.id === bot.current_take_id ? t.segments : [])));
      const part = segment && rng() < 0.3 ? { segment_id: segment.id } : {};
      if (bot) pick(clients).store.command({ type: "retake", message_id: bot.id, ...part });
    },
    choose() {
      const message = pick(room.view.messages.filter((m) => m.takes.length > 1));
      const take = message && pick(message.takes);
      if (take) pick(clients).store.command({ type: "choose_take", message_id: message.id, take_id: take.id });
    },
    untake() {
      const message = pick(room.view.messages.filter((m) => m.takes.length > 0));
      const take = message && pick(message.takes);
      if (!take) return;
      shortened.add(message.id);
      const segment = rng() < 0.5 ? pick(take.segments) : undefined;
      const part = segment ? { segment_id: segment.id } : {};
      pick(clients).store.command({ type: "delete_take", message_id: message.id, take_id: take.id, ...part });
    },
    change() {
      const update = { bot_id: pick([...room.world.bots.keys()]), is_active: rng() < 0.7 };
      pick(clients).store.command({ type: "bots", update: rng() < 0.3 ? { ...update, role: "primary" } : update });
    },
    rules() {
      const strategy = pick(TURN_STRATEGIES);
      const auto_max_turns = pick([1, 2, 3]);
      pick(clients).store.command({ type: "set", turn_taking: { strategy, auto_max_turns, parallel: rng() < 0.5 } });
    },
    goOn: () => void pick(clients).store.command({ type: "queue", auto: rng() < 0.7 }),
    type: () => pick(clients).store.setTyping(rng() < 0.5),
    wake: () => void pick(clients).store.command({ type: "pin_lore", entry_id: "lamp", turns: pick([0, 1, 3]) }),
    remove() {
      const message = pick(room.view.messages);
      if (message) pick(clients).store.command({ type: "delete", message_id: message.id });
    },
    hide() {
      const message = pick(room.view.messages);
      if (message) pick(clients).store.command({ type: "hide", message_id: message.id, hidden: rng() < 0.6 });
    },
    mark() {
      const { id } = pick(room.view.messages) ?? {};
      if (id === undefined) return;
      if (rng() < 0.5) pick(clients).store.command({ type: "pin", message_id: id, on: rng() < 0.6 });
      else pick(clients).store.command({ type: "react", message_id: id, emoji: pick(["🍞", "☕"]), on: rng() < 0.6 });
    },
    branch() {
      const message = pick(room.view.messages);
      if (message) pick(clients).store.command({ type: "branch", message_id: message.id });
    },
    clear: () => void (rng() < 0.1 && pick(clients).store.command({ type: "clear" })),
    drop: () => pick(clients).disconnect(),
    connect: () => pick(clients).connect(),
    partial: async () => {
      for (const c of clients) c.throttle = 1 + Math.floor(rng() * 3);
      for (const c of clients) if (rng() < 0.7) await c.pump();
      for (const c of clients) c.throttle = Number.POSITIVE_INFINITY;
    },
    deliver: () => room.settle(),
    chunk: () => room.model.say(pick(["word ", "🍞", "a longer piece of text, ", "\n\n"])),
    think: () => room.model.think("hm "),
    finish: () => room.model.finish(),
    fail: () => room.model.fail(pick(["provider_unavailable", "invalid_key"]), rng() < 0.5),
    time: () => room.advance(pick([10, 60, 400, 5_000])),
    outage() {
      room.world.writes = pick(["accept", "refuse", "commit-then-fail"] as const);
    },
    reads() {
      room.world.reads = pick(["answer", "answer", "refuse"] as const);
    },
    async evict() {
      await room.settle();
      if (!room.model.isAsked && room.core.queue.turns.every((t) => ["queued", "held"].includes(t.state))) room.evict();
    },
    kill() {
      for (const c of clients)
        for (const [id, text] of c.shown)
          if (text.length > (shownBefore.get(id)?.length ?? 0)) shownBefore.set(id, text);
      room.kill();
      for (const [id, text] of shownBefore) {
        const row = room.core.message(id);
        const kept = row === null || row.message_status.is_edited || shortened.has(id) ? [text] : textsOf(row);
        expect(
          kept.some((t) => t.startsWith(text)),
          "what a device has seen is not unwritten",
        ).toBe(true);
      }
    },
  };
  const names = [
    "say",
    "say",
    "thread",
    "read",
    "draft",
    "speak",
    "stop",
    "release",
    "continue",
    "edit",
    "reword",
    "retake",
    "retake",
    "choose",
    "choose",
    "untake",
    "change",
    "rules",
    "goOn",
    "type",
    "wake",
    "remove",
    "hide",
    "mark",
    "branch",
    "clear",
    "drop",
    "connect",
    "partial",
    "partial",
    "deliver",
    "deliver",
    "chunk",
    "chunk",
    "chunk",
    "think",
    "finish",
    "fail",
    "time",
    "time",
    "outage",
    "reads",
    "evict",
    "kill",
  ];
  for (let step = 0; step < STEPS; step++) {
    await steps[pick(names)]?.();
    for (const client of clients) checkAlways(room, client, shortened);
  }

  for (const client of clients) client.connect();
  await room.settle();
  // A device that was away may hold the queue with what it says on coming back, and says it at its own pace.
  const isSaying = () => clients.some((c) => c.store.pending.value.some((p) => p.state !== "failed"));
  for (let times = 0; times === 0 || ((room.core.queue.held || isSaying()) && times < 10); times++) {
    clients[0]?.store.command({ type: "queue", hold: false });
    await room.drain();
    await room.advance(1_000);
    await room.drain();
  }
  const whole = room.core.history({ limit: 100 }).messages;
  for (const client of clients) {
    const view = client.store.view.value;
    expect(view?.seq, "every device has heard everything").toBe(room.view.seq);
    expect(view?.messages.slice(-50), "every device shows the room").toEqual(
      whole.slice(-50).slice(-(view?.messages.length ?? 0)),
    );
    expect({ ...view, messages: [], has_more: false }).toEqual({ ...room.view, messages: [], has_more: false });
    const waiting = client.store.pending.value.filter(
      (p) => p.state !== "failed" || (p.command.type === "send" && p.command.thread_id === undefined),
    );
    expect(waiting, "nothing waits unanswered, and no message was refused").toEqual([]);
    expect(client.store.queue.value, "every turn has ended").toEqual([]);
    expect(client.store.streams.running.value, "nothing runs").toEqual([]);
  }
  checkReading(room, clients, whole);
  const log = room.core.store.log.eventsAfter(0) ?? [];
  const posted = log.flatMap((e) => (e.type === "message.created" && e.message.bot === null ? [e.message.entry] : []));
  for (const text of said)
    expect(
      posted.filter((t) => t === text),
      `${text} was posted once`,
    ).toHaveLength(1);
  const told = log.reduce(applyEvent, emptied(room)).messages;
  expect(told, "what happened, told again, is the room").toEqual(whole.slice(whole.length - told.length));
  const spent = whole.reduce((sum, m) => sum + m.token_tracking.total_tokens, 0);
  expect(room.core.counters, "counters are what is there").toMatchObject({
    total_messages: whole.length,
    total_tokens: spent,
  });
  expect(room.model.maxOpen, "few are written at a time").toBeLessThanOrEqual(4);
  for (const client of clients) {
    const growing = client.heard.flatMap((f) => (f.type === "delta" ? [f.generation_id] : []));
    const floors = growing.filter((id, at) => id !== growing[at - 1]);
    expect(new Set(floors).size, "one bot is seen speaking at a time").toBe(floors.length);
  }
  expect(room.logged.filter((e) => e instanceof Error && e.message === "the room gave up")).toEqual([]);
  const d1 = [...room.world.rows.values()].filter((r) => r.kind === "message").map((r) => JSON.parse(r.payload));
  expect(
    d1.toSorted((a, b) => a.seq - b.seq).map((m) => m.entry),
    "D1 holds the same",
  ).toEqual(whole.map((m) => m.entry));
}

test(`[SYNC5] under ${SEEDS} random schedules every device and the room end equal`, {
  timeout: TIMEOUT_MS,
}, async () => {
  for (let seed = FROM; seed < FROM + SEEDS; seed++) {
    try {
      await play(seed);
    } catch (cause) {
      throw new Error(`seed ${seed}: FUZZ_FROM=${seed} FUZZ_SEEDS=1 plays it again`, { cause });
    }
  }
});
