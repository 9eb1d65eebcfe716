/** Largest client frame after decoding, UTF-8 bytes; above it the socket closes 4413 (reliability S-31). */
export const MAX_FRAME_BYTES = 64 * 1024;
/** Longest human message, UTF-16 code units. Chosen: half a frame, so that a JSON-escaped message still fits one. */
export const MAX_MESSAGE_CHARS = 16_000;
/** Most uploads one message shows. Chosen: what a person looks through at a glance. */
export const MAX_ATTACHMENTS = 10;
/** Most bots in one room (rooms.md §3). */
export const MAX_BOTS = 20;
/** Most sockets in one room (rooms.md §2). */
export const MAX_SOCKETS = 64;
/** Most sockets of one person in one room (reliability S-30). */
export const MAX_SOCKETS_EACH = 8;
/** Most people in one room. Chosen: most of them can then be there at once, each with a device. */
export const MAX_PEOPLE = 50;
/** Most waiting tickets of one room (reliability S-30). */
export const MAX_QUEUED_TURNS = 20;
/** Longest a person can keep an entry awake by hand, bot turns. Chosen: an evening; a constant entry serves better then. */
export const MAX_PIN_TURNS = 100;
/** Messages in `welcome` and in a page of history. */
export const PAGE_SIZE = 50;
/** How long a typing mark is shown, milliseconds (rooms.md §3). */
export const TYPING_MS = 6_000;
/** How long a proof of identity lasts on a socket, milliseconds (rooms.md §2). */
export const PROOF_MS = 10 * 60_000;
/** How long a one-time socket ticket lasts, milliseconds (rooms.md §2). */
export const TICKET_MS = 30_000;
/** Longest wait of text before it is committed and shown, milliseconds; and the most text of one delta (rooms.md §6). */
export const DELTA_WINDOW_MS = 50;
export const DELTA_MAX_CHARS = 512;
/** How often a client says `ping`, milliseconds (reliability §1.1). */
export const PING_MS = 25_000;
