import fc from "fast-check";
import { expect, test } from "vitest";
import { type Span, uncovered, withSpan } from "./core/spans.ts";
import { card, job, type SimPage, SimUser } from "./testing/sim-user.ts";

/** `npm run torture` asks for more of the same. */
const DOSE = Number(process.env["BOTCAFE_DOSE"] ?? "1");

const Step = fc.oneof(
  fc.record({
    op: fc.constant("room" as const),
    id: fc.integer({ min: 0, max: 4 }),
    rev: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({
    op: fc.constantFrom("gone" as const, "job" as const, "note" as const),
    id: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({
    op: fc.constantFrom("leave" as const, "back" as const, "seen" as const),
    id: fc.integer({ min: 0, max: 2 }),
  }),
  fc.record({
    op: fc.constantFrom("sleep" as const, "die" as const, "pause" as const, "outage" as const),
    id: fc.constant(0),
  }),
);
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never;

const back = async (user: SimUser, page: SimPage): Promise<void> => {
  if (page.socketId !== null) return;
  user.open(page.device, "anna", page);
  await page.hello(page.seq > 0 ? { since: page.seq } : {});
};

async function run(user: SimUser, pages: readonly SimPage[], step: Step, at: number): Promise<void> {
  const page = pages[step.id % pages.length] as SimPage;
  const id = String(step.id);
  switch (step.op) {
    case "room":
      return user.runtime.take({ kind: "room", room: card(id, { rev: step.rev, unread: at }) });
    case "gone":
      return user.runtime.take({ kind: "room_gone", room_id: id });
    case "job":
      return user.runtime.take({
        kind: "job",
        job: job(id, { done: at, updatedAt: new Date(at * 1_000).toISOString() }),
      });
    case "note":
      return user.runtime.take({ kind: "notification", notification: { id, kind: "mention" } });
    case "leave":
      return user.leave(page);
    case "back":
      return back(user, page);
    case "seen":
      return page.say({ type: "seen", up_to: page.seq });
    case "sleep":
      return user.evict();
    case "die":
      return user.kill(pages);
    case "pause":
      return user.advance(20_000);
    case "outage":
      user.directory.isOut = !user.directory.isOut;
      return;
    default:
      step satisfies never;
  }
}

test("[USER11] whatever happens, every device ends with what the object has", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { maxLength: 60 }), async (steps) => {
      const user = new SimUser();
      const pages = ["desk", "phone", "tablet"].map((device) => user.open(device));
      for (const page of pages) await page.hello();
      for (const [at, step] of steps.entries()) await run(user, pages, step, at + 1);
      await user.advance(30_000);
      user.directory.isOut = false;
      for (const page of pages) await back(user, page);
      const fresh = user.open("fresh");
      await fresh.hello();
      for (const page of pages) expect(Object.fromEntries(page.things)).toEqual(Object.fromEntries(fresh.things));
    }),
    { numRuns: 60 * DOSE },
  );
});

test("[USER30] what counts is the union of all stretches, in whatever order they come", () => {
  const Stretch = fc
    .tuple(fc.nat(200), fc.integer({ min: 1, max: 60 }))
    .map(([from, ms]): Span => ({ from, to: from + ms }));
  fc.assert(
    fc.property(fc.array(Stretch, { maxLength: 30 }), (stretches) => {
      let covered: Span[] = [];
      let counted = 0;
      for (const span of stretches) {
        for (const { from, to } of uncovered(covered, span)) counted += to - from;
        covered = withSpan(covered, span);
      }
      const moments = new Set(
        stretches.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at)),
      );
      expect(counted).toBe(moments.size);
    }),
    { numRuns: 200 * DOSE },
  );
});
