import { z } from "zod";

/** Id of any row: text, sortable by time (UUIDv7). At most 64 bytes so that it also fits a vector id. */
export const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "an id has 1 to 64 letters, digits, - or _");
export type Id = z.infer<typeof Id>;

/** ISO 8601 UTC time as every answer carries it, e.g. `2026-11-23T04:55:06.000Z`. */
export const IsoDate = z.iso.datetime();

/** `{tag}` rows of the schema's tag arrays. */
export const Tags = z.array(z.strictObject({ tag: z.string().trim().min(1).max(60) })).max(50);

/** Who takes part, as Conversation.participants and Memory.participants hold it. */
export const Participants = z.object({
  personas: z.array(z.string()),
  bots: z.array(z.string()),
  primary_persona: z.string().optional(),
  persona_changes: z
    .array(z.object({ persona_id: z.string().nullable(), at: z.string(), message_id: z.string().optional() }))
    .optional(),
});
export type Participants = z.infer<typeof Participants>;

type WithoutDefault<T> = T extends z.ZodDefault<infer Inner> | z.ZodPrefault<infer Inner> ? Inner : T;
type PatchShape<Shape extends z.ZodRawShape> = { [Name in keyof Shape]: z.ZodOptional<WithoutDefault<Shape[Name]>> };

/**
 * The PATCH body of an input: every field may be left out, and one left out stays as it is. `partial()` alone would
 * give it its default, and so reset with every change what nobody mentioned.
 */
export function patchOf<Shape extends z.ZodRawShape>(
  input: z.ZodObject<Shape>,
): z.ZodObject<PatchShape<Shape>, z.core.$strict> {
  const fields = Object.entries(input.shape).map(([name, field]) => {
    const inner = field instanceof z.ZodDefault || field instanceof z.ZodPrefault ? field.unwrap() : field;
    return [name, z.optional(inner)];
  });
  return z.strictObject(Object.fromEntries(fields) as PatchShape<Shape>);
}
