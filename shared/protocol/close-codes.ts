/** WebSocket close codes of the room (rooms.md §2). A client stops trying again on those marked final. */
export const CLOSE = {
  malformed: 4400,
  unauthenticated: 4401,
  forbidden: 4403,
  not_found: 4404,
  room_full: 4408,
  version: 4409,
  deleted: 4410,
  too_large: 4413,
  flood: 4429,
  internal: 1011,
} as const;
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** Codes after which trying again cannot help. */
export const FINAL_CLOSE_CODES: readonly number[] = [
  CLOSE.unauthenticated,
  CLOSE.forbidden,
  CLOSE.not_found,
  CLOSE.version,
  CLOSE.deleted,
];
