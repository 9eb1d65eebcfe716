import type { VNode } from "preact";
import { closeLayer, openLayer } from "./open-layer.ts";
import { Palette } from "./palette.tsx";
import { ShortcutSheet } from "./shortcut-sheet.tsx";
import "../styles/palette.css";

/** What lies over the page at the moment. */
export function Layers(): VNode | null {
  if (openLayer.value === "palette") return <Palette onClose={closeLayer} />;
  return openLayer.value === "shortcuts" ? <ShortcutSheet onClose={closeLayer} /> : null;
}
