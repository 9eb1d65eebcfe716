import { ClientMessage } from "./client-messages.ts";
import { frameDecoder } from "./decode-frame.ts";

/** Decodes one frame of a room's client. Never throws. */
export const decodeClientFrame = frameDecoder(ClientMessage);
