import type { Endpoint } from "./endpoint.ts";
import { apiKeyEndpoints } from "./routes/api-keys.ts";
import { botEndpoints } from "./routes/bots.ts";
import { conversationEndpoints } from "./routes/conversations.ts";
import { creatorProfileEndpoints } from "./routes/creator-profiles.ts";
import { guestEndpoints } from "./routes/guest.ts";
import { healthEndpoints } from "./routes/health.ts";
import { importEndpoints } from "./routes/import.ts";
import { jobEndpoints } from "./routes/jobs.ts";
import { knowledgeEndpoints } from "./routes/knowledge.ts";
import { activationLogEndpoints } from "./routes/knowledge-activation-log.ts";
import { knowledgeCollectionEndpoints } from "./routes/knowledge-collections.ts";
import { loreEndpoints } from "./routes/lore.ts";
import { meEndpoints } from "./routes/me.ts";
import { mediaEndpoints } from "./routes/media.ts";
import { messageEndpoints } from "./routes/messages.ts";
import { describedBy } from "./routes/openapi.ts";
import { personaEndpoints } from "./routes/personas.ts";
import { sessionEndpoints } from "./routes/session.ts";
import { ticketEndpoints } from "./routes/tickets.ts";
import { userEndpoints } from "./routes/users.ts";
import { webhookEndpoints } from "./routes/webhooks.ts";

const endpoints: readonly Endpoint[] = [
  ...healthEndpoints,
  ...sessionEndpoints,
  ...guestEndpoints,
  ...ticketEndpoints,
  ...meEndpoints,
  ...userEndpoints,
  ...personaEndpoints,
  ...apiKeyEndpoints,
  ...creatorProfileEndpoints,
  ...mediaEndpoints,
  ...botEndpoints,
  ...knowledgeCollectionEndpoints,
  ...knowledgeEndpoints,
  ...activationLogEndpoints,
  ...loreEndpoints,
  ...conversationEndpoints,
  ...messageEndpoints,
  ...importEndpoints,
  ...jobEndpoints,
  ...webhookEndpoints,
];

/** Every call there is. A resource adds its list above; the router mounts nothing that is not here. */
export const API: readonly Endpoint[] = [...endpoints, describedBy(endpoints)];
