/**
 * What this product has beyond the data model it was given, and where it keeps what the model names otherwise. The tests
 * beside this file fail for anything that stands neither in the transcription nor here.
 */

/** Columns of a collection's table that the data model does not name. */
export const ADDED_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  users: ["clerk_user_id", "guest", "house", "expires_at", "suspended_at"],
  media: ["user", "sha256", "r2_key", "room_only", "stage", "createdAt", "updatedAt"],
  bots: ["extensions"],
  bot_interactions: ["createdAt", "updatedAt"],
  knowledge: ["title", "extensions", "share_password_hash", "share_version", "activation_mode", "order"],
  knowledge_collections: [
    "lore_settings",
    "extensions",
    "share_password_hash",
    "share_version",
    "sharing_level",
    "is_public",
    "collection_category",
  ],
  knowledge_activation_log: ["message_id", "take_id", "bot_id", "entry_title", "knowledge_collection", "sticky"],
  conversations: ["turn_taking", "persona_id", "rev", "seq", "last_activity"],
  messages: [
    "seq",
    "author_name",
    "takes",
    "current_take_id",
    "persona_id",
    "reasoning_content",
    "interrupted",
    "stopped_by",
    "failed",
    "hidden",
    "aside",
    "whisper_to",
    "pinned",
    "streaming",
    "activation",
    "length",
    "sha256",
    "rev",
  ],
  creator_profiles: ["username_key"],
  api_keys: ["nickname", "key_version", "last4", "base_url", "updatedAt"],
  subscription_payments: ["updatedAt"],
  subscription_tiers: ["createdAt", "updatedAt"],
  token_packages: ["createdAt", "updatedAt"],
  moods: ["updatedAt"],
  usage_analytics: ["updatedAt"],
  memory_insights: ["updatedAt"],
  persona_analytics: ["updatedAt"],
  legal_documents: ["published_at"],
  tutorials: ["updatedAt"],
};

/** Fields of the data model that are no column of their table, each with where they are instead. */
export const NO_COLUMN: Readonly<Record<string, string>> = {
  "bots.knowledge_collections": "rows of collection_links",
  "knowledge.vector_records": "rows of vector_records that name the entry",
  "memories.vector_records": "rows of vector_records that name the memory",
  "knowledge_collections.bot": "rows of collection_links",
  "creator_profiles.community_stats": "counted when read",
};

/** Options that the product adds to those of the data model. */
export const ADDED_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  "knowledge.activation_settings.keywords_logic": ["SELECTIVE_ANY", "SELECTIVE_ALL"],
  "api_keys.provider": ["custom"],
};

/** Options of fields that the data model calls a select without saying of what. */
export const OWN_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  "creator_profiles.profile_settings.visibility": ["public", "unlisted", "private"],
  "tutorials.category": ["getting-started", "features", "troubleshooting"],
};

/** Relationships that are no foreign key of SQLite: what they name may be gone, or is kept in JSON. */
export const SOFT_REFERENCES: readonly string[] = [
  "users.avatar",
  "users.subscriptionTier",
  "knowledge.source_memory_id",
  "knowledge.source_conversation_id",
  "knowledge_activation_log.knowledge_entry_id",
  "conversations.memory_tome",
  "messages.user",
  "messages.bot",
  "access_control.revoked_by",
  "memories.bot",
  "memories.conversation",
  "memories.lore_entry",
];

/**
 * Selects and ranges inside JSON groups of the first release's tables: their input's schema holds them, or the room's,
 * and a check cannot be added to a table that is there.
 */
export const NOT_CHECKED_BY_SQL: readonly string[] = [
  "creator_profiles.profile_settings.visibility",
  "messages.message_attribution.confidence_score",
  "messages.message_status.delivery_status",
  "messages.metadata.priority_level",
  "messages.metadata.sensitivity_level",
];

/** What a row must hold besides for an update of one field to be tried at all. */
export const TRIED_WITH: Readonly<Record<string, Readonly<Record<string, string | number | null>>>> = {
  "knowledge_activation_log.exclusion_reason": { was_included: 0 },
};

/** Fields of answers and inputs that the data model does not name; one of a group or list covers what is in it. */
export const ADDED_FIELDS: Readonly<Record<string, readonly string[]>> = {
  users: ["avatar_url", "guest", "expires_at"],
  personas: ["appearance.avatar_url"],
  api_keys: ["nickname", "base_url", "last4", "updatedAt"],
  media: ["room_only", "createdAt", "updatedAt"],
  bots: [
    "speech_examples[].example",
    "signature_phrases[].phrase",
    "tags[].tag",
    "extensions",
    "creator_username",
    "picture_url",
    "liked",
    "favorited",
    "right",
  ],
  bot_interactions: ["createdAt", "updatedAt"],
  knowledge: [
    "title",
    "activation_settings.triggers",
    "advanced_activation.timing_unit",
    "content_metadata.filename",
    "content_metadata.filesize",
    "content_metadata.mime_type",
    "content_metadata.pages",
    "content_metadata.part",
    "content_metadata.parts",
    "shared_access.shared_users",
    "extensions",
    "right",
  ],
  knowledge_collections: ["lore_settings", "extensions", "right"],
  knowledge_activation_log: ["message_id", "take_id", "bot_id", "entry_title", "knowledge_collection", "sticky"],
  conversations: [
    "participants.persona_changes[].persona_id",
    "participants.persona_changes[].at",
    "participants.persona_changes[].message_id",
    "conversation_settings.lore_budget_percent",
    "conversation_settings.lore_budget_cap",
    "conversation_settings.others_key_turns",
    "conversation_settings.owner_pays",
    "turn_taking",
    "persona_id",
    "knowledge_collections",
    "bots",
    "last_message",
    "unread",
    "role",
  ],
  messages: [
    "seq",
    "author_name",
    "takes",
    "current_take_id",
    "persona_id",
    "reasoning_content",
    "interrupted",
    "stopped_by",
    "failed",
    "hidden",
    "aside",
    "whisper_to",
    "pinned",
    "streaming",
    "activation",
    "length",
    "sha256",
    "rev",
    "message_thread.thread_id",
    "message_thread.replies",
    "message_thread.last_reply",
    "message_content.attachments",
  ],
  creator_profiles: [
    "tags[].tag",
    "profile_settings.allow_collaborations",
    "profile_settings.accept_commissions",
    "avatar_url",
    "banner_url",
    "followed",
  ],
  creator_follows: ["creator"],
  access_control: ["user_display_name", "resource_name"],
  token_gifts: ["sender_username", "recipient_username"],
  subscription_payments: ["updatedAt"],
  subscription_tiers: ["features[].feature", "createdAt", "updatedAt"],
  token_packages: ["createdAt", "updatedAt"],
  moods: ["triggers[].trigger", "updatedAt"],
  usage_analytics: ["updatedAt"],
  memory_insights: ["key_events[].event", "updatedAt"],
  persona_analytics: ["updatedAt"],
  legal_documents: ["published_at"],
  user_agreements: ["title", "type", "version"],
  tutorials: ["steps[].title", "steps[].content", "steps[].target", "updatedAt"],
};

/** What no answer of the collection has: secrets, and a second copy of a text. */
export const NOT_ANSWERED: Readonly<Record<string, readonly string[]>> = {
  // `entry` is Markdown: the rich text of a message, once.
  messages: ["message_content.text_content"],
  knowledge: ["privacy_settings.share_password"],
  knowledge_collections: ["sharing_settings.share_password"],
  api_keys: ["key_encrypted"],
};

/** Fields that one row carries and lists do not, for their size. */
export const NOT_IN_LISTS: Readonly<Record<string, readonly string[]>> = { vector_records: ["embedding"] };

/** Collections whose lists show others' rows, and of them what is public alone. */
export const PUBLIC_IN_LISTS: readonly string[] = ["users"];

const REASON = ["reason"];

/** What inputs take that is no field: what makes a row, or what says why. */
export const FORM_ONLY: Readonly<Record<string, readonly string[]>> = {
  conversations: ["bot_ids"],
  messages: ["ref", "reply_to_id", "mentions", "attachments", "respond"],
  api_keys: ["key"],
  access_control: ["username"],
  subscription_tiers: REASON,
  token_packages: REASON,
  legal_documents: REASON,
  documentation: REASON,
  tutorials: REASON,
};
