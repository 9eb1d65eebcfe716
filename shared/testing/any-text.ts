import * as fc from "fast-check";

const codePoint = fc.oneof(
  fc.integer({ min: 0, max: 0x7f }),
  fc.integer({ min: 0, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0x10ffff }),
);

/**
 * Any text of whole characters, in any script. What fast-check calls a binary string is the same, but makes a table of all
 * of Unicode first, which took seconds in each file that asked for one.
 *
 * @param maxLength Most characters (code points); 10 as with fast-check's own where none is given.
 */
export const anyText = (maxLength = 10): fc.Arbitrary<string> =>
  fc.array(codePoint, { maxLength }).map((points) => String.fromCodePoint(...points));
