import type { VNode } from "preact";
import { closeLayer, openLayer } from "./open-layer.ts";
import { Palette } from "./palette.tsx";
import { ShortcutSheet } from "./shortcut-sheet.tsx";
import "../styles/palette.css";

/** What lies over the page at the moment. */
export function Layers(): VNode | null {
  const layer = openLayer.value;
  if (layer === "palette" || layer === "beside")
    return <Palette key={layer} isBeside={layer === "beside"} onClose={closeLayer} />;
  return layer === "shortcuts" ? <ShortcutSheet onClose={closeLayer} /> : null;
}
