import type { Card } from "./card.ts";
import { isJsonObject, type JsonObject, type Read, refuse } from "./import-plan.ts";
import type { Warn } from "./warning-log.ts";

const KNOWN_VERSION = 3;

/** A V3 card, or one that says it is newer: that is reported and imported as far as it is understood, never refused. */
export function readCardV3(root: JsonObject, warn: Warn): Read<Card> {
  const { data, spec, spec_version, ...beside } = root;
  if (!isJsonObject(data)) return refuse("invalid", "The card has no `data`. Export it again as a V3 card.", "data");
  const specVersion = String(spec_version ?? "3.0");
  if (spec !== "chara_card_v3" || Number.parseFloat(specVersion) > KNOWN_VERSION)
    warn(
      -1,
      "spec_version",
      `the card is of version ${spec} ${specVersion}, newer than ${KNOWN_VERSION}.0; what is known of it is imported`,
    );
  return { ok: true, value: { format: "chara_card_v3", spec: String(spec), specVersion, data, beside } };
}
