/** Readers of SQLite's untyped cells. Everything they read was written by the room's own stores. */
export const asText = (value: unknown): string => String(value);
export const asNumber = (value: unknown): number => Number(value);
export const asJson = (value: unknown): Record<string, unknown> => JSON.parse(String(value));
