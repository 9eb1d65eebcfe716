import * as z from "zod/mini";
import type { Api } from "../net/api.ts";
import type { ApiResult } from "../state/ports.ts";

export type RoomFormat = "md" | "json" | "jsonl";

const RoomFile = z.object({ name: z.string(), blob: z.instanceof(Blob) });
type RoomFile = z.infer<typeof RoomFile>;

interface Asked {
  readonly room_id: string;
  readonly format: RoomFormat;
  readonly signal: AbortSignal;
  /** Told of all bytes that have come so far. */
  readonly onBytes: (bytes: number) => void;
}

/** The whole conversation as a file, as the server writes it. */
export const fetchRoomFile = (api: Api, { room_id, format, signal, onBytes }: Asked): Promise<ApiResult<RoomFile>> =>
  api.call("GET", `/conversations/${room_id}/export?format=${format}`, RoomFile, {
    signal,
    read: async (response) => ({ name: nameOf(response, format), blob: await received(response, onBytes) }),
  });

/** As the server called it; its name is nothing but letters, digits and hyphens. */
function nameOf(response: Response, format: RoomFormat): string {
  const encoded = /filename\*=UTF-8''([\w.%-]+)/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  return encoded === undefined ? `room.${format}` : decodeURIComponent(encoded);
}

async function received(response: Response, onBytes: (bytes: number) => void): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body?.getReader();
  for (let bytes = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    bytes += value.length;
    onBytes(bytes);
  }
  return new Blob(parts, { type: response.headers.get("content-type") ?? "" });
}

/** How long a browser may take to begin reading the file, milliseconds. */
const KEEP_MS = 60_000;

/** Hands a file to the browser. */
export function download({ blob, name }: RoomFile): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS);
}
