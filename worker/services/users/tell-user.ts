import type { Env } from "../../env.ts";
import { log } from "../../log.ts";
import type { UserNews } from "../../user/news.ts";

/** Tells a person's object what concerns them. Never throws: what is lost on the way it looks up itself. */
export async function tellUser(env: Env, userId: string, news: UserNews): Promise<void> {
  try {
    await env.USER.getByName(userId).take(news);
  } catch (error) {
    log.error("user.not_told", error, { kind: news.kind });
  }
}
