import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks a second of /proc/<pid>/stat on Linux. */
const TICKS = 100;

/** The workerd process of a server's process group. @throws Where there is none: then nothing was measured. */
export function workerdOf(group: number): number {
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const stat = statOf(pid);
    if (stat?.group === group && stat.name.startsWith("workerd")) return pid;
  }
  throw new Error(`no workerd in process group ${group}`);
}

/** Processor time a process has used, user and system, milliseconds. */
export function cpuMs(pid: number): number {
  const stat = statOf(pid);
  if (!stat) throw new Error(`process ${pid} is gone`);
  return (stat.ticks / TICKS) * 1_000;
}

function statOf(pid: number): { name: string; group: number; ticks: number } | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name stands in brackets and may hold anything; fields are counted after it.
    const end = line.lastIndexOf(")");
    const fields = line.slice(end + 2).split(" ");
    return {
      name: line.slice(line.indexOf("(") + 1, end),
      group: Number(fields[2]),
      ticks: Number(fields[11]) + Number(fields[12]),
    };
  } catch {
    return null;
  }
}
