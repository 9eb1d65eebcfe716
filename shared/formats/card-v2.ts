import type { Card } from "./card.ts";
import { isJsonObject, type JsonObject, type Read, refuse } from "./import-plan.ts";

/** A card whose fields stand in `data`, under `spec: "chara_card_v2"` or, in careless files, under none. */
export function readCardV2(root: JsonObject): Read<Card> {
  const { data, spec, spec_version, ...beside } = root;
  if (!isJsonObject(data)) return refuse("invalid", "The card has no `data`. Export it again as a V2 card.", "data");
  const specVersion = typeof spec_version === "string" || typeof spec_version === "number" ? spec_version : "2.0";
  return {
    ok: true,
    value: {
      format: "chara_card_v2",
      spec: typeof spec === "string" ? spec : "chara_card_v2",
      specVersion: String(specVersion),
      data,
      beside,
    },
  };
}
