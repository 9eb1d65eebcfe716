/**
 * Version of the room protocol, sent in `hello` and `welcome`.
 * History: 1 — first release.
 */
export const PROTOCOL_VERSION = 1;
