import { CONTENT_KINDS } from "./kinds-content.ts";
import { HOUSE_KINDS } from "./kinds-house.ts";
import { PEOPLE_KINDS } from "./kinds-people.ts";
import { ROOM_KINDS } from "./kinds-rooms.ts";

/** Everything that ids of calls name. */
export const KINDS = { ...PEOPLE_KINDS, ...CONTENT_KINDS, ...HOUSE_KINDS, ...ROOM_KINDS };
export type KindName = keyof typeof KINDS;
