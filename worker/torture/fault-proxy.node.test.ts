import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FaultProxy, openFaultProxy } from "./fault-proxy.ts";

let echo: Server;
let proxy: FaultProxy;
let device: Socket;
let heard: string;
let pieces: number;
let end: Promise<string>;

beforeEach(async () => {
  echo = createServer((socket) => socket.on("error", () => {}).pipe(socket)).listen(0, "127.0.0.1");
  await once(echo, "listening");
  proxy = await openFaultProxy(`http://127.0.0.1:${(echo.address() as AddressInfo).port}`);
  device = connect(Number(new URL(proxy.url).port), "127.0.0.1");
  heard = "";
  pieces = 0;
  end = new Promise((done) => {
    device.on("error", (error: NodeJS.ErrnoException) => done(error.code ?? "error")).on("close", () => done("closed"));
  });
  device.setEncoding("utf8").on("data", (text) => {
    heard += text;
    pieces += 1;
  });
  await once(device, "connect");
});
afterEach(() => {
  device.destroy();
  proxy.close();
  echo.close();
});

const until = async (check: () => boolean) => {
  while (!check()) await new Promise((done) => setTimeout(done, 1));
};
const soon = () => new Promise<"silence">((done) => setTimeout(() => done("silence"), 30));

test("[TORT4] in fair weather everything arrives", async () => {
  device.write("good morning");
  await until(() => heard === "good morning");
});

test("[TORT4] a trickle of single bytes arrives whole, in pieces", async () => {
  proxy.weather.sliceBytes = 1;
  device.write("good morning");
  await until(() => heard === "good morning");
  expect(pieces).toBeGreaterThan(3);
});

test("[TORT4] latency keeps the order", async () => {
  proxy.weather.latencyMs = 5;
  for (const word of ["one ", "two ", "three"]) device.write(word);
  await until(() => heard === "one two three");
});

test("[TORT4] a reset ends the connection as one", async () => {
  device.write("a");
  await until(() => heard === "a");
  proxy.reset();
  expect(await end).toBe("ECONNRESET");
});

test.each(["halfOpen", "blackHole"] as const)("[TORT4] %s: nothing comes, and nobody is told", async (how) => {
  device.write("a");
  await until(() => heard === "a");
  if (how === "halfOpen") proxy.halfOpen();
  else proxy.weather.blackHole = true;
  device.write("b");
  expect(await Promise.race([end, soon()])).toBe("silence");
  expect(heard).toBe("a");
});

test("[TORT4] a cut lets exactly so many bytes through", async () => {
  device.write("a");
  await until(() => heard === "a");
  proxy.cutAfter(5);
  device.write("good morning");
  await end;
  expect(heard.length).toBeLessThanOrEqual(6);
});
