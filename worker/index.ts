import { nowMs } from "./clock.ts";
import { ConversationRoom } from "./conversation/ConversationRoom.ts";
import { openDb } from "./db.ts";
import type { Env } from "./env.ts";
import { handleRequest } from "./http/app.ts";
import { sweepSessions } from "./services/session/sweep.ts";

export { ConversationRoom };

export default {
  fetch: handleRequest,
  scheduled: (_event, env) => sweepSessions(openDb(env.DB), nowMs()),
} satisfies ExportedHandler<Env>;
