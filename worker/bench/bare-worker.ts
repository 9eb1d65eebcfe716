import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkerBundle } from "../run/worker-bundle.ts";

/**
 * The least a room could be: one object a path, hibernating sockets, one insert a message, one frame to everyone; and
 * one frame to all others that is stored nowhere. And the least a relay could be: what a provider says, to everyone,
 * token by token or what came within `window` milliseconds, committed nowhere or, where it `stores`, window by window.
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
    const { text, relay, window, stores, unstored } = JSON.parse(raw);
    if (relay) return this.relay(relay, window ?? 0, stores === true);
    if (unstored) return this.tell({ type: "typing", text: unstored }, ws);
    const [{ n }] = this.ctx.storage.sql.exec("insert into said (text) values (?) returning n", text).toArray();
    this.tell({ type: "event", event: { seq: n, text } });
  }
  tell(message, except) {
    const frame = JSON.stringify(message);
    for (const socket of this.ctx.getWebSockets()) if (socket !== except) socket.send(frame);
  }
  async relay(url, window, stores) {
    const response = await fetch(url, { method: "POST", body: "{}" });
    let rest = "";
    let said = "";
    let flushedAt = 0;
    let timer = null;
    const flush = () => {
      clearTimeout(timer);
      timer = null;
      flushedAt = Date.now();
      if (stores) this.ctx.storage.sql.exec("insert into said (text) values (?)", said);
      this.tell({ type: "delta", text: said });
      said = "";
    };
    const say = (text) => {
      said += text;
      const wait = flushedAt + window - Date.now();
      if (wait <= 0) flush();
      else timer ??= setTimeout(flush, wait);
    };
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + piece).split("\\n");
      rest = lines.pop() ?? "";
      for (const line of lines.filter((l) => l.startsWith("data: {"))) {
        const text = JSON.parse(line.slice(6)).choices[0].delta.content;
        if (text) say(text);
      }
    }
    clearTimeout(timer);
    if (said) flush();
    this.tell({ type: "end" });
  }
}
export default { fetch: (request, env) => env.BARE.getByName(new URL(request.url).pathname).fetch(request) };`;

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
