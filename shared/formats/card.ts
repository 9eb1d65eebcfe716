import type { JsonObject } from "./import-plan.ts";

/** A card of any version, brought to one shape. */
export interface Card {
  readonly format: "chara_card_v1" | "chara_card_v2" | "chara_card_v3";
  readonly spec: string;
  readonly specVersion: string;
  /** The card's own fields. */
  readonly data: JsonObject;
  /** What stands beside `data`: SillyTavern's flat copies and others' additions. Empty for V1. */
  readonly beside: JsonObject;
}

export type CardReport = (field: string, message: string) => void;

/** A text field of the card as written; "" when it has none. */
export type ReadCardText = (field: string) => string;
