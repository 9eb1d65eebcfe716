import { ConversationRoom } from "./conversation/ConversationRoom.ts";
import type { Env } from "./env.ts";
import { handleRequest } from "./http/app.ts";
import { doChores } from "./scheduled.ts";
import { UserHub } from "./user/UserHub.ts";

export { ConversationRoom, UserHub };

export default {
  fetch: handleRequest,
  scheduled: (_event, env) => doChores(env),
} satisfies ExportedHandler<Env>;
