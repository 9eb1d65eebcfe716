import { ServerMessage } from "./server-messages.ts";

/**
 * A frame from the room, or null for what this version does not know: an unknown `type`, event kind or broken shape
 * is ignored, so that an open tab survives a deploy. Never throws. O(frame).
 */
export function decodeServerFrame(raw: string): ServerMessage | null {
  const json = parseJson(raw);
  const frame = ServerMessage.safeParse(json);
  if (frame.success) return frame.data;
  return null;
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}
