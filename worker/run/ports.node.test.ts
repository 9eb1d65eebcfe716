import { createServer, type Server } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Refusal } from "./bootstrap.mjs";
import { demandPort, freePort } from "./ports.ts";

let server: Server;
let port: number;
beforeEach(async () => {
  port = await freePort();
  server = createServer();
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
});
afterEach(() => {
  server.close();
});

test("a taken port is refused with advice", async () => {
  const refusal = await demandPort({ host: "127.0.0.1", port }, "start").catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Refusal);
  expect(String(refusal)).toContain(`Port ${port} is taken`);
  expect(String(refusal)).toContain(`PORT=${port + 1} npm start`);
});

test("a port taken on all addresses is taken on ours", async () => {
  const other = createServer();
  const everywhere = await freePort();
  await new Promise<void>((done) => other.listen(everywhere, "0.0.0.0", done));
  await expect(demandPort({ host: "127.0.0.1", port: everywhere }, "start")).rejects.toThrow("is taken");
  other.close();
});

test("a free port is fine, and is still free afterwards", async () => {
  const address = { host: "127.0.0.1", port: await freePort() };
  await demandPort(address, "start");
  await demandPort(address, "start");
});

test("an address of another machine is refused by name", async () => {
  await expect(demandPort({ host: "192.0.2.1", port: 8787 }, "start")).rejects.toThrow("HOST=192.0.2.1");
});
