import type { ClientRoute } from "../../shared/names/routes.ts";
import { PLACES } from "./places.ts";

/** A screen as the palette names it. */
interface PalettePlace {
  readonly href: string;
  readonly label: string;
  /** Which of the five places it belongs to, where it is not one itself. */
  readonly within?: string;
  readonly keywords?: string;
}

/** Screens that the five places lead to, and do not name. */
const MORE: readonly (PalettePlace & { readonly href: ClientRoute })[] = [
  { href: "/discover/tomes", label: "Tomes", within: "Discover", keywords: "lore books worlds" },
  { href: "/discover/creators", label: "Creators", within: "Discover", keywords: "people authors" },
  { href: "/search", label: "Search everything", within: "Discover", keywords: "find messages lore" },
  { href: "/bots/new", label: "New bot", within: "Workbench", keywords: "create character make" },
  { href: "/log", label: "Activation log", within: "Workbench", keywords: "why lore woke live trace" },
  { href: "/tutorials", label: "Tutorials", within: "Me", keywords: "help learn tour" },
];

/** Every screen without a name of its own in its address. */
export const PALETTE_PLACES: readonly PalettePlace[] = [
  ...PLACES.flatMap(({ label, href, screens }) => [
    { href, label },
    ...(screens ?? []).filter((screen) => screen.href !== href).map((screen) => ({ ...screen, within: label })),
  ]),
  ...MORE,
];
