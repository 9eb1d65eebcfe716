import { env as workerEnv } from "cloudflare:test";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type JobRecord, jobs } from "../../../schema/tables/jobs.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { call, json, signIn } from "../../http/testing/call.ts";
import { doChores } from "../../scheduled.ts";
import { startExport } from "../export/start-export.ts";
import { deleteTome } from "../knowledge-collections/delete-tome.ts";
import { addEntries } from "../testing/many-rows.ts";
import { LEASE_MS, noteStep, takeLease } from "./lease.ts";
import { runDueJobs, runJob } from "./run-jobs.ts";

const env = workerEnv as unknown as Env;
const db = openDb(env.DB);
const ENTRIES = 1_200;

let token: string;
let userId: string;
let job: JobRecord;
let tome: string;

beforeEach(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const signedIn = await signIn("mara@example.org");
  [token, userId] = [signedIn.token, signedIn.user.id];
  tome = (await json(await call("/api/knowledge-collections", { token, json: { name: "Harbour" } }))).id;
  await addEntries(env.DB, ENTRIES, tome, userId);
  await env.MEDIA.put("documents/a", "x");
  await env.DB.prepare("update knowledge set r2_file_key = 'documents/a' where title = 'Lamp 7'").run();
  const begun = await deleteTome(env, tome, { userId, nowMs: Date.now() });
  if (begun === null) throw new Error("too few entries for a job");
  job = begun;
});
afterEach(() => vi.restoreAllMocks());

const current = async (id = job.id): Promise<JobRecord> => {
  const row = await db.select().from(jobs).where(eq(jobs.id, id)).get();
  if (row === undefined) throw new Error("no such job");
  return row;
};
/** Where R2 fails. */
const brokenEnv = (): Env => {
  const fail = () => Promise.reject(new Error("R2 is away"));
  return { ...env, MEDIA: { delete: fail, put: fail, list: fail } as unknown as R2Bucket };
};

describe("jobs", () => {
  test("[JOB1] a job is one runner's until its lease is over; who lost it notes nothing any more", async () => {
    const nowMs = Date.now();
    const first = await takeLease(db, job.id, nowMs);
    expect(first?.status).toBe("running");
    expect(await takeLease(db, job.id, nowMs + LEASE_MS - 1)).toBeNull();
    const second = await takeLease(db, job.id, nowMs + LEASE_MS);
    expect(second?.lock_owner).not.toBe(first?.lock_owner);
    expect(await noteStep(db, first!, { isOver: false, phase: "late" }, nowMs + LEASE_MS)).toBeNull();
    expect((await current()).phase).toBeNull();
  });

  test("[JOB1] [JOB2] of eight runners at once one works, and every row counts once", async () => {
    const leases = await Promise.all(Array.from({ length: 8 }, () => takeLease(db, job.id, Date.now())));
    expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
    const nowMs = Date.now() + LEASE_MS + 1;
    await Promise.all(Array.from({ length: 8 }, () => runJob(env, job.id, { clock: () => nowMs })));
    const { status, done, total, lock_owner } = await current();
    // Entries, the mark of a file, the tome.
    expect({ status, done, total, lock_owner }).toEqual({
      status: "done",
      done: ENTRIES + 2,
      total: ENTRIES + 2,
      lock_owner: null,
    });
  });

  test("[JOB3] a step that fails is tried again after a wait that doubles, and works once it can", async () => {
    let nowMs = Date.now();
    const waits: number[] = [];
    for (let failed = 1; failed <= 3; failed += 1) {
      await runDueJobs(brokenEnv(), { clock: () => nowMs });
      const { attempts, locked_until, status } = await current();
      expect([attempts, status]).toEqual([failed, "running"]);
      waits.push(Date.parse(locked_until ?? "") - nowMs);
      // Too early.
      await runDueJobs(env, { clock: () => nowMs + 1_000 });
      expect((await current()).attempts).toBe(failed);
      nowMs = Date.parse(locked_until ?? "");
    }
    expect(waits).toEqual([2_000, 4_000, 8_000]);
    await runDueJobs(env, { clock: () => nowMs });
    expect([(await current()).status, (await current()).attempts]).toEqual(["done", 0]);
    expect(await env.MEDIA.head("documents/a")).toBeNull();
  });

  test("[JOB3] an export is given up after eight failures, with words; a deletion never is", async () => {
    const started = await startExport(env, userId, Date.now());
    let nowMs = Date.now();
    for (let tries = 0; tries < 12; tries += 1) {
      await runJob(brokenEnv(), started.id, { clock: () => nowMs });
      await runJob(brokenEnv(), job.id, { clock: () => nowMs });
      nowMs += 2 * 3_600_000;
    }
    const { status, error } = await current(started.id);
    expect([status, error?.code, error?.message]).toEqual([
      "failed",
      "internal",
      expect.stringContaining("start it again"),
    ]);
    expect([(await current()).status, (await current()).attempts]).toEqual(["running", 12]);
  });

  test("[JOB4] a paused job waits, and goes on when it is told to", async () => {
    const path = `/api/jobs/${job.id}`;
    const set = async (body: object) => call(path, { method: "PATCH", token, json: body });
    expect((await json(await set({ paused: true }))).paused).toBe(true);
    await doChores(env);
    await runJob(env, job.id);
    expect((await json(await call(path, { token }))).done).toBe(0);
    expect((await set({ paused: "yes" })).status).toBe(400);
    expect((await set({ status: "done" })).status).toBe(400);
    expect((await set({ paused: false })).status).toBe(200);
    expect((await json(await call(path, { token }))).status).toBe("done");
    expect((await set({ paused: true })).status).toBe(409);
  });

  test("[JOB4] a runner stops after the step in which its job is paused", async () => {
    const mine = await takeLease(db, job.id, Date.now());
    await call(`/api/jobs/${job.id}`, { method: "PATCH", token, json: { paused: true } });
    expect(await noteStep(db, mine!, { isOver: false, phase: "knowledge" }, Date.now())).toBeNull();
    const { paused, lock_owner, status } = await current();
    expect([paused, lock_owner, status]).toEqual([true, null, "running"]);
  });

  test("[JOB6] [JOB7] the clock sets a job going, and so does its owner's question, nobody else's", async () => {
    const stranger = (await signIn("tess@example.org")).token;
    expect((await call(`/api/jobs/${job.id}`, { token: stranger })).status).toBe(404);
    expect(
      (await call(`/api/jobs/${job.id}`, { method: "PATCH", token: stranger, json: { paused: true } })).status,
    ).toBe(404);
    expect((await call(`/api/jobs/${job.id}`, { method: "DELETE", token: stranger })).status).toBe(404);
    expect((await json(await call("/api/jobs", { token: stranger }))).docs).toEqual([]);
    expect((await current()).status).toBe("queued");
    await doChores(env);
    expect((await current()).status).toBe("done");
  });
});
