import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { imageInfo } from "./image-info.ts";
import { stripMetadata } from "./read-picture.ts";
import { gif, jpeg, png, webp } from "./testing/pictures.ts";

const MAKERS = [
  ["image/png", png],
  ["image/jpeg", jpeg],
  ["image/webp", webp],
  ["image/gif", gif],
] as const;

describe.each(MAKERS)("%s", (type, make) => {
  test("[MEDIA3] with nothing hidden it stays as it is, byte for byte", async () => {
    expect((await stripMetadata(type, make({})))?.bytes).toEqual(make({}));
  });
  test("[MEDIA3] with hidden data it becomes what it is without", async () => {
    const stripped = (await stripMetadata(type, make({ secret: true })))!.bytes;
    expect(stripped).toEqual(make({}));
    expect(imageInfo(stripped)).toEqual(imageInfo(make({})));
  });
  test("[MEDIA1] cut or changed anywhere it is read or refused, never thrown at", async () => {
    const bytes = make({ secret: true });
    const anywhere = fc.asyncProperty(
      fc.nat(bytes.length),
      fc.nat(bytes.length - 1),
      fc.nat(255),
      async (end, at, value) => {
        const damaged = bytes.slice(0, end);
        if (at < damaged.length) damaged[at] = value;
        const info = imageInfo(damaged);
        if (info === null) return;
        const parts = await stripMetadata(info.type, damaged);
        expect(parts === null || parts.bytes.length <= damaged.length).toBe(true);
      },
    );
    await fc.assert(anywhere, { numRuns: 2_000 });
  });
});
