import { globSync, readFileSync } from "node:fs";

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/**
 * Commits that stand in a SQLite write-ahead log, counted as SQLite itself tells them: the last page of each carries the
 * size of the database after it, all others 0. Frames of an older round of the log have another salt and do not count.
 */
export function commitsIn(wal: Buffer): number {
  if (wal.length < HEADER_BYTES) return 0;
  const frame = FRAME_HEADER_BYTES + wal.readUInt32BE(8);
  const salt = wal.readBigUInt64BE(16);
  let commits = 0;
  for (let at = HEADER_BYTES; at + frame <= wal.length; at += frame) {
    if (wal.readBigUInt64BE(at + 8) !== salt) break;
    if (wal.readUInt32BE(at + 4) !== 0) commits += 1;
  }
  return commits;
}

/** Commits of all objects of a server so far, or of those of one class; D1 and the runtime's own files aside. */
export function objectCommits(dir: string, className = "*"): number {
  const logs = globSync(`${dir}/**/do/*-${className}/*.sqlite-wal`).filter((file) => !file.includes("metadata"));
  return logs.reduce((sum, file) => sum + commitsIn(readFileSync(file)), 0);
}
