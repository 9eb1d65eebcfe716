/** Types as the data model names them. */
export type FieldType =
  | "string"
  | "text"
  | "email"
  | "textarea"
  | "richText"
  | "number"
  | "checkbox"
  | "date"
  | "select"
  | "json"
  | "group"
  | "array"
  | "relationship"
  | "relationship[]";

/** What the data model says of a field besides its type. Absent means: it says nothing. */
export interface Facts {
  readonly required?: true;
  readonly unique?: true;
  readonly options?: readonly string[];
  /** Least and greatest value, both allowed. */
  readonly range?: readonly [min: number, max: number];
  readonly default?: string | number | boolean;
  /** The collection a relationship leads to. */
  readonly to?: string;
}

/** One row of the data model. A field of a group is `group.field`, one of an array's items `array[].field`. */
export type FieldRow = readonly [path: string, type: FieldType, facts?: Facts];

/** One collection of the data model, its rows in the model's own order. */
export interface Collection {
  readonly collection: string;
  /** Its name in the API; the table is the same with `_`. */
  readonly slug: string;
  readonly fields: readonly FieldRow[];
  /** Unique together. */
  readonly unique?: readonly (readonly string[])[];
}

/** The pair that nearly every collection ends with. */
export const AUTO: readonly FieldRow[] = [
  ["createdAt", "date"],
  ["updatedAt", "date"],
];
/** The pair that some collections carry besides. */
export const STAMPS: readonly FieldRow[] = [
  ["created_timestamp", "date"],
  ["modified_timestamp", "date"],
];
