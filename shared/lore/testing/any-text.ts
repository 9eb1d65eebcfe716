import fc from "fast-check";

/**
 * Text of any UTF-16 units, half of surrogate pairs included. fast-check's own "binary" unit takes seconds to set up.
 */
export const anyText = (maxLength = 40): fc.Arbitrary<string> =>
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength });
