import type { IconName } from "../ui/icon.tsx";

export type PlaceId = "rooms" | "discover" | "workbench" | "activity" | "me";

/** One of the five places that are always in reach, in the same order on every size (ux §2.1). */
export interface Place {
  readonly id: PlaceId;
  readonly label: string;
  readonly icon: IconName;
  readonly href: string;
  /** First segments of the addresses that belong to it. */
  readonly segments: readonly string[];
  /** Its screens, where it has several of one rank. */
  readonly screens?: readonly { readonly href: string; readonly label: string }[];
}

export const PLACES: readonly Place[] = [
  { id: "rooms", label: "Rooms", icon: "rooms", href: "/rooms", segments: ["", "rooms", "r", "join"] },
  { id: "discover", label: "Discover", icon: "discover", href: "/discover", segments: ["discover", "search"] },
  {
    id: "workbench",
    label: "Workbench",
    icon: "workbench",
    href: "/bots",
    segments: ["bots", "personas", "import", "tomes", "memories", "log"],
    screens: [
      { href: "/bots", label: "Bots" },
      { href: "/personas", label: "Personas" },
      { href: "/import", label: "Import" },
    ],
  },
  { id: "activity", label: "Activity", icon: "activity", href: "/activity", segments: ["activity"] },
  {
    id: "me",
    label: "Me",
    icon: "user",
    href: "/settings",
    segments: ["settings", "tutorials", "login", "signup", "mood", "usage", "help"],
  },
];

/** Where an address belongs; pages of creators and bots are what one discovers, whatever is longer belongs nowhere. */
export function placeOf(path: string): PlaceId | null {
  const [, first = "", , more] = path.split("/");
  const place = PLACES.find(({ segments }) => segments.includes(first));
  if (place) return place.id;
  return first === "-" || more !== undefined ? null : "discover";
}

/** Inside a room the room owns the lower edge of a phone. */
export const isRoomPath = (path: string): boolean => path === "/" || path.startsWith("/r/");
