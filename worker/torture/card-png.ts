import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";

/** A character card of our own making, V2 in a PNG, with a book whose one entry wakes at `key`. */
export function cardPng(name: string, key: string, lore: string): Blob {
  const data = {
    name,
    description: `${name} keeps a stall at the harbour.`,
    personality: "patient, curious",
    scenario: "",
    first_mes: `${name} nods at {{user}}.`,
    mes_example: "",
    creator_notes: "A stall keeper for trying things.",
    system_prompt: "",
    post_history_instructions: "",
    alternate_greetings: [],
    tags: ["test"],
    creator: "",
    character_version: "",
    extensions: {},
    character_book: {
      name: `${name}'s book`,
      extensions: {},
      entries: [
        { keys: [key], content: lore, extensions: {}, enabled: true, insertion_order: 100, id: 1, comment: key },
      ],
    },
  };
  const json = JSON.stringify({ spec: "chara_card_v2", spec_version: "2.0", data });
  const text = Buffer.from(`chara\0${Buffer.from(json, "utf8").toString("base64")}`, "latin1");
  const header = Buffer.alloc(13);
  header.writeUInt32BE(2, 0);
  header.writeUInt32BE(2, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc(2 * (1 + 2 * 3)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const png = [
    signature,
    chunk("IHDR", header),
    chunk("tEXt", text),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return new Blob([new Uint8Array(Buffer.concat(png))], { type: "image/png" });
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  out.set(body, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
