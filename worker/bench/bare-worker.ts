import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkerBundle } from "../run/worker-bundle.ts";

/**
 * The least a room could be: one object, hibernating sockets, one insert a message, one frame to everyone. And the
 * least a relay could be: what a provider says, to everyone, committed nowhere.
 */
const SCRIPT = `
import { DurableObject } from "cloudflare:workers";
export class Bare extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("create table if not exists said (n integer primary key autoincrement, text text)");
  }
  async fetch(request) {
    const pair = new WebSocketPair();
    this.ctx.acceptWebSocket(pair[1]);
    return new Response(null, { status: 101, webSocket: pair[0] });
  }
  webSocketMessage(ws, raw) {
    const { text, relay } = JSON.parse(raw);
    if (relay) return this.relay(relay);
    const [{ n }] = this.ctx.storage.sql.exec("insert into said (text) values (?) returning n", text).toArray();
    const frame = JSON.stringify({ type: "event", event: { seq: n, text } });
    for (const socket of this.ctx.getWebSockets()) socket.send(frame);
  }
  async relay(url) {
    const response = await fetch(url, { method: "POST", body: "{}" });
    let rest = "";
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + piece).split("\\n");
      rest = lines.pop() ?? "";
      for (const line of lines.filter((l) => l.startsWith("data: {"))) {
        const text = JSON.parse(line.slice(6)).choices[0].delta.content;
        if (text) for (const socket of this.ctx.getWebSockets()) socket.send(JSON.stringify({ type: "delta", text }));
      }
    }
  }
}
export default { fetch: (request, env) => env.BARE.getByName("one").fetch(request) };`;

export function bareBundle(): WorkerBundle {
  const script = join(mkdtempSync(join(tmpdir(), "bare-")), "index.js");
  writeFileSync(script, SCRIPT);
  return {
    script,
    workerOptions: {
      compatibilityDate: "2026-10-01",
      durableObjects: { BARE: { className: "Bare", useSQLite: true } },
    },
    migrations: [],
  };
}
