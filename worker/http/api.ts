import type { Endpoint } from "./endpoint.ts";
import { accessControlEndpoints } from "./routes/access-control.ts";
import { adminEndpoints } from "./routes/admin.ts";
import { analyticsEndpoints } from "./routes/analytics.ts";
import { apiKeyEndpoints } from "./routes/api-keys.ts";
import { auditLogEndpoints } from "./routes/audit-log.ts";
import { blockEndpoints } from "./routes/blocks.ts";
import { botInteractionEndpoints } from "./routes/bot-interactions.ts";
import { botEndpoints } from "./routes/bots.ts";
import { clerkSignInEndpoints } from "./routes/clerk-sign-in.ts";
import { conversationEndpoints } from "./routes/conversations.ts";
import { creatorFollowEndpoints } from "./routes/creator-follows.ts";
import { creatorProfileEndpoints } from "./routes/creator-profiles.ts";
import { documentEndpoints } from "./routes/documents.ts";
import { guestEndpoints } from "./routes/guest.ts";
import { healthEndpoints } from "./routes/health.ts";
import { helpEndpoints } from "./routes/help.ts";
import { helpApiEndpoints } from "./routes/help-api.ts";
import { importEndpoints } from "./routes/import.ts";
import { invitationEndpoints } from "./routes/invitations.ts";
import { jobEndpoints } from "./routes/jobs.ts";
import { knowledgeEndpoints } from "./routes/knowledge.ts";
import { activationLogEndpoints } from "./routes/knowledge-activation-log.ts";
import { knowledgeCollectionEndpoints } from "./routes/knowledge-collections.ts";
import { ledgerEndpoints } from "./routes/ledger.ts";
import { legalEndpoints } from "./routes/legal.ts";
import { loreEndpoints } from "./routes/lore.ts";
import { meEndpoints } from "./routes/me.ts";
import { meAccountEndpoints } from "./routes/me-account.ts";
import { mediaEndpoints } from "./routes/media.ts";
import { memoryEndpoints } from "./routes/memories.ts";
import { messageEndpoints } from "./routes/messages.ts";
import { moodEndpoints } from "./routes/moods.ts";
import { describedBy } from "./routes/openapi.ts";
import { personaTomeEndpoints } from "./routes/persona-tomes.ts";
import { personaEndpoints } from "./routes/personas.ts";
import { promptSectionEndpoints } from "./routes/prompt-sections.ts";
import { reportEndpoints } from "./routes/reports.ts";
import { searchEndpoints } from "./routes/search.ts";
import { selfModerationEndpoints } from "./routes/self-moderation.ts";
import { sessionEndpoints } from "./routes/session.ts";
import { paymentEndpoints } from "./routes/subscription-payments.ts";
import { subscriptionTierEndpoints } from "./routes/subscription-tiers.ts";
import { ticketEndpoints } from "./routes/tickets.ts";
import { tokenGiftEndpoints } from "./routes/token-gifts.ts";
import { tokenPackageEndpoints } from "./routes/token-packages.ts";
import { unlockEndpoints } from "./routes/unlock.ts";
import { userEndpoints } from "./routes/users.ts";
import { vectorRecordEndpoints } from "./routes/vector-records.ts";
import { webhookEndpoints } from "./routes/webhooks.ts";

const endpoints: readonly Endpoint[] = [
  ...healthEndpoints,
  ...sessionEndpoints,
  ...clerkSignInEndpoints,
  ...guestEndpoints,
  ...ticketEndpoints,
  ...meEndpoints,
  ...meAccountEndpoints,
  ...userEndpoints,
  ...personaEndpoints,
  ...personaTomeEndpoints,
  ...apiKeyEndpoints,
  ...creatorProfileEndpoints,
  ...creatorFollowEndpoints,
  ...mediaEndpoints,
  ...botEndpoints,
  ...botInteractionEndpoints,
  ...knowledgeCollectionEndpoints,
  ...documentEndpoints,
  ...knowledgeEndpoints,
  ...memoryEndpoints,
  ...vectorRecordEndpoints,
  ...unlockEndpoints,
  ...accessControlEndpoints,
  ...blockEndpoints,
  ...activationLogEndpoints,
  ...loreEndpoints,
  ...conversationEndpoints,
  ...invitationEndpoints,
  ...messageEndpoints,
  ...searchEndpoints,
  ...importEndpoints,
  ...jobEndpoints,
  ...tokenGiftEndpoints,
  ...ledgerEndpoints,
  ...subscriptionTierEndpoints,
  ...tokenPackageEndpoints,
  ...paymentEndpoints,
  ...moodEndpoints,
  ...selfModerationEndpoints,
  ...analyticsEndpoints,
  ...legalEndpoints,
  ...helpEndpoints,
  ...promptSectionEndpoints,
  ...reportEndpoints,
  ...adminEndpoints,
  ...auditLogEndpoints,
  ...webhookEndpoints,
];

/** Every call there is. A resource adds its list above; the router mounts nothing that is not here. */
export const API: readonly Endpoint[] = withItsDescription(endpoints);

function withItsDescription(described: readonly Endpoint[]): readonly Endpoint[] {
  const all = [...described, ...helpApiEndpoints(described)];
  return [...all, describedBy(all)];
}
