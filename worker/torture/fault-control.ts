import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ServerProcess } from "../run/server-process.ts";
import { FAILPOINTS, type Failpoint, type FaultPlan } from "../testing/faults/plan.ts";

/** The harness's end of the faults: tells a server what is to go wrong, and hears of it. */
export interface FaultControl {
  plan(server: ServerProcess, plan: Partial<FaultPlan>): Promise<void>;
  /** Arms a failpoint and resolves when the server has come to it; false where it has not in time. */
  until(server: ServerProcess, name: Failpoint, nth: number, withinMs: number): Promise<boolean>;
  close(): void;
}

export async function openFaultControl(): Promise<FaultControl> {
  const waiting = new Map<string, () => void>();
  const http = createServer((request, response) => {
    waiting.get(request.url?.slice(1) ?? "")?.();
    // Never answered: whoever calls is about to die.
    request.socket.on("error", () => response.destroy());
  });
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  const harness = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const plan = async (server: ServerProcess, wish: Partial<FaultPlan>) => {
    const body = JSON.stringify({ harness, ...wish });
    const response = await fetch(`${server.url}/__faults`, { method: "POST", body });
    if (!response.ok) throw new Error(`this server has no faults: ${response.status}`);
  };
  const reached = (server: ServerProcess, name: Failpoint, withinMs: number): Promise<boolean> => {
    if (FAILPOINTS[name] === "spin")
      return server.untilOutput(`FAILPOINT ${name}`, withinMs).then(
        () => true,
        () => false,
      );
    return new Promise((done) => {
      const timer = setTimeout(() => done(false), withinMs);
      waiting.set(name, () => {
        clearTimeout(timer);
        done(true);
      });
    });
  };
  return {
    plan,
    async until(server, name, nth, withinMs) {
      const hit = reached(server, name, withinMs);
      // A process that spins before it has answered never will.
      await Promise.race([hit, plan(server, { failpoint: { name, nth } }).catch(() => {})]);
      return await hit;
    },
    close: () => {
      http.closeAllConnections();
      http.close();
    },
  };
}
