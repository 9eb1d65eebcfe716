import { AUTO, type Collection } from "./shape.ts";

/** Monetization. */
export const MONEY: readonly Collection[] = [
  {
    collection: "TokenGifts",
    slug: "token-gifts",
    fields: [
      ["id", "string"],
      ["sender", "relationship", { to: "Users" }],
      ["recipient", "relationship", { to: "Users" }],
      ["amount", "number"],
      ["message", "text"],
      ["related_bot", "relationship", { to: "Bot" }],
      ["createdAt", "date"],
    ],
  },
  {
    collection: "SubscriptionPayments",
    slug: "subscription-payments",
    fields: [
      ["id", "string"],
      ["user", "relationship", { to: "Users" }],
      ["tier", "relationship", { to: "SubscriptionTiers" }],
      ["amount", "number"],
      ["status", "select", { options: ["pending", "completed", "failed", "refunded"] }],
      ["stripe_payment_id", "text"],
      ["period_start", "date"],
      ["period_end", "date"],
      ["createdAt", "date"],
    ],
  },
  {
    collection: "SubscriptionTiers",
    slug: "subscription-tiers",
    fields: [
      ["id", "string"],
      ["name", "text"],
      ["description", "textarea"],
      ["price_monthly", "number"],
      ["price_yearly", "number"],
      ["features", "array"],
      ["token_allowance", "number"],
      ["bot_limit", "number"],
      ["priority_support", "checkbox"],
      ["is_active", "checkbox"],
    ],
  },
  {
    collection: "TokenPackages",
    slug: "token-packages",
    fields: [
      ["id", "string"],
      ["name", "text"],
      ["amount", "number"],
      ["price", "number"],
      ["bonus_amount", "number"],
      ["is_active", "checkbox"],
    ],
  },
  {
    collection: "AccessControl",
    slug: "access-control",
    fields: [
      ["id", "string"],
      ["user", "relationship", { to: "Users" }],
      ["resource_type", "select", { options: ["bot", "knowledgeCollection"] }],
      ["resource_id", "text"],
      ["permission_type", "select", { options: ["read", "write", "admin"] }],
      ["granted_by", "relationship", { to: "Users" }],
      ["is_revoked", "checkbox"],
      ["revoked_at", "date"],
      ["revoked_by", "relationship", { to: "Users" }],
      ["expires_at", "date"],
      ...AUTO,
    ],
  },
];
