import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { imageInfo } from "./image-info.ts";
import { stripMetadata } from "./strip-metadata.ts";
import { gif, jpeg, png, webp } from "./testing/pictures.ts";

const MAKERS = [
  ["image/png", png],
  ["image/jpeg", jpeg],
  ["image/webp", webp],
  ["image/gif", gif],
] as const;

describe.each(MAKERS)("%s", (type, make) => {
  test("[MEDIA3] with nothing hidden it stays as it is, byte for byte", () => {
    expect(stripMetadata(type, make({}))).toEqual(make({}));
  });
  test("[MEDIA3] with hidden data it becomes what it is without", () => {
    const stripped = stripMetadata(type, make({ secret: true }))!;
    expect(stripped.length).toBe(make({}).length);
    expect(imageInfo(stripped)).toEqual(imageInfo(make({})));
  });
  test("[MEDIA1] cut or changed anywhere it is read or refused, never thrown at", () => {
    const bytes = make({ secret: true });
    fc.assert(
      fc.property(fc.nat(bytes.length), fc.nat(bytes.length - 1), fc.nat(255), (end, at, value) => {
        const damaged = bytes.slice(0, end);
        if (at < damaged.length) damaged[at] = value;
        const info = imageInfo(damaged);
        if (info !== null) stripMetadata(info.type, damaged);
      }),
      { numRuns: 2_000 },
    );
  });
});
