import type { Card } from "./card.ts";
import type { JsonObject } from "./import-plan.ts";

/** The oldest card: six flat texts. It names no version, so it gets the name later specifications gave it. */
export const readCardV1 = (root: JsonObject): Card => ({
  format: "chara_card_v1",
  spec: "chara_card_v1",
  specVersion: "1.0",
  data: root,
  beside: {},
});

const TEXTS = ["description", "personality", "scenario", "first_mes", "mes_example"];

/** A name and at least one of the card's texts: nothing else tells a V1 card from any other JSON. */
export const isCardV1 = (root: JsonObject): boolean =>
  typeof root["name"] === "string" && TEXTS.some((field) => typeof root[field] === "string");
