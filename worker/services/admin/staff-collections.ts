import { CONTENT_COLLECTIONS } from "./content-collections.ts";
import { HOUSE_COLLECTIONS } from "./house-collections.ts";
import { PEOPLE_COLLECTIONS } from "./people-collections.ts";
import { ROOM_COLLECTIONS } from "./room-collections.ts";
import type { StaffCollection } from "./staff-collection.ts";

/** Every collection there is, as staff see and change it. */
export const STAFF_COLLECTIONS: readonly StaffCollection[] = [
  ...PEOPLE_COLLECTIONS,
  ...CONTENT_COLLECTIONS,
  ...ROOM_COLLECTIONS,
  ...HOUSE_COLLECTIONS,
];
