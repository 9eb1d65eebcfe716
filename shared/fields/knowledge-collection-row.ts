import { z } from "zod";
import { RightShape } from "./access-control.ts";
import { CollectionMetadataInput, KnowledgeCollectionInput, SharingSettings } from "./knowledge-collections.ts";

/** A tome as answers carry it, to anyone who may read it. */
export const KnowledgeCollectionRow = z.object({
  ...KnowledgeCollectionInput.shape,
  id: z.string(),
  user: z.string(),
  sharing_settings: SharingSettings.extend({
    /** Counted when read. */
    knowledge_count: z.number(),
    last_updated: z.string(),
  }),
  collection_metadata: CollectionMetadataInput.extend({
    /** Bytes of all entries, UTF-8; counted when read. */
    size_estimate: z.number(),
  }),
  /** Deprecated by schema.md in favour of access control, and always empty. */
  collaborators: z.object({}),
  usage_analytics: z.object({ view_count: z.number(), fork_count: z.number(), rating: z.number().nullable() }),
  created_timestamp: z.string(),
  modified_timestamp: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Added: what the caller may do with it. */
  right: RightShape,
});
export type KnowledgeCollectionRow = z.infer<typeof KnowledgeCollectionRow>;
