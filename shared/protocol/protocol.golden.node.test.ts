import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { ClientMessage } from "./client-messages.ts";
import { decodeClientFrame } from "./decode-client-frame.ts";
import { decodeServerFrame } from "./decode-server-frame.ts";
import { CLIENT_EXAMPLES, SERVER_EXAMPLES } from "./frame-examples.ts";
import { ServerMessage } from "./server-messages.ts";
import { PROTOCOL_VERSION } from "./version.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");
const hash = (schema: z.core.$ZodType) =>
  createHash("sha256")
    .update(JSON.stringify(z.toJSONSchema(schema, { io: "input" })))
    .digest("hex")
    .slice(0, 12);

test("[WIRE1] changing the wire schema means a new PROTOCOL_VERSION", () => {
  // If this fails, an older peer may misread us: raise PROTOCOL_VERSION with a line in its History, write fixtures
  // for it (WRITE_FIXTURES=1), then update these three values together. Additions that old peers ignore may keep it.
  expect({
    version: PROTOCOL_VERSION,
    client: hash(ClientMessage),
    server: hash(ServerMessage),
  }).toMatchInlineSnapshot(`
    {
      "client": "489e0e8e7498",
      "server": "b996415f2181",
      "version": 1,
    }
  `);
});

if (process.env["WRITE_FIXTURES"]) {
  const folder = join(FIXTURES, `v${PROTOCOL_VERSION}`);
  mkdirSync(folder, { recursive: true });
  for (const [side, frames] of [
    ["client", CLIENT_EXAMPLES],
    ["server", SERVER_EXAMPLES],
  ] as const)
    for (const frame of frames) {
      const name = "event" in frame ? `event.${frame.event.type}` : frame.type;
      writeFileSync(join(folder, `${side}.${name}.json`), `${JSON.stringify(frame, null, 2)}\n`);
    }
}

const fixtures = globSync(join(FIXTURES, "v*/*.json"));

test("[WIRE1] there are fixtures of this version", () => {
  expect(existsSync(join(FIXTURES, `v${PROTOCOL_VERSION}`))).toBe(true);
  expect(fixtures.length).toBeGreaterThan(30);
});

test.each(fixtures.map((path) => [basename(path), path]))("[WIRE1] %s is still read as what it says", (name, path) => {
  const raw = readFileSync(path, "utf8");
  const frame: unknown = JSON.parse(raw);
  if (name.startsWith("client.")) expect(decodeClientFrame(raw)).toEqual({ kind: "message", message: frame });
  else expect(decodeServerFrame(raw)).toEqual(frame);
});
