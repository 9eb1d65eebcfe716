import { strToU8, Zip, ZipDeflate } from "fflate";
import type { JobRecord } from "../../../schema/tables/jobs.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { ExportResult } from "../../../shared/fields/export.ts";
import { isoTime } from "../../clock.ts";
import type { Env } from "../../env.ts";
import { hex } from "../../hex.ts";
import { archiveKey, partKey } from "./archive-keys.ts";
import { ARCHIVE_MS } from "./archive-time.ts";
import type { ExportCursor } from "./export-kind.ts";
import { INVENTORY, NOTIFICATIONS } from "./inventory.ts";

/** Bytes of the part of its address that nobody guesses. */
const SECRET_BYTES = 32;

/**
 * Makes one archive of all parts: a file of JSON for each collection, and one that says what is in it. The parts are read
 * one after the other, so that no more than the packed archive and one part are in memory.
 */
export async function packArchive(
  env: Env,
  job: JobRecord,
  cursor: ExportCursor,
  nowMs: number,
): Promise<ExportResult> {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  const about = { account: job.subject, exported_at: isoTime(nowMs), rows: cursor.rows, notes: NOTES };
  packFile(zip, "about.json", JSON.stringify(about, null, 2));
  for (const name of [...INVENTORY.map((exported) => exported.name), NOTIFICATIONS])
    await packTable(env, job.id, zip, { name, parts: cursor.parts[name] ?? 0 });
  zip.end();

  const secret = hex(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  const archive = joined(chunks);
  await env.MEDIA.put(archiveKey(job.id, secret), archive, { httpMetadata: { contentType: "application/zip" } });
  const expires_at = isoTime(nowMs + ARCHIVE_MS);
  return { url: `/api/me/export/${secret}`, expires_at, size: archive.length };
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

const NOTES = [
  "One file for each collection, an array of rows as the API names their fields.",
  "Left out: secrets (keys, passwords and codes are kept encrypted or hashed), whispers between others in your rooms, and the bytes of pictures and documents, which are served at their url.",
];

function packFile(zip: Zip, path: string, text: string): void {
  const file = new ZipDeflate(path, { level: 6 });
  zip.add(file);
  file.push(strToU8(text), true);
}

async function packTable(
  env: Env,
  jobId: string,
  zip: Zip,
  { name, parts }: { readonly name: string; readonly parts: number },
): Promise<void> {
  const file = new ZipDeflate(`${name}.json`, { level: 6 });
  zip.add(file);
  file.push(strToU8("["));
  for (let part = 0; part < parts; part += 1) {
    const object = await env.MEDIA.get(partKey(jobId, name, part));
    if (object === null) throw new AppError("internal", `part ${part} of ${name} is missing`);
    file.push(strToU8(`${part === 0 ? "\n" : ",\n"}${await object.text()}`));
  }
  file.push(strToU8("\n]\n"), true);
}
