import type { Env } from "../../env.ts";
import { tellUser } from "../../services/users/tell-user.ts";
import type { UserNews } from "../../user/news.ts";
import type { PeoplePort } from "../ports.ts";

/** The objects of people. Nobody waits for them. */
export class PeopleHubs implements PeoplePort {
  readonly #env: Env;

  constructor(env: Env) {
    this.#env = env;
  }

  tell(userId: string, news: UserNews): void {
    void tellUser(this.#env, userId, news);
  }

  async isAround(userId: string, conversationId: string): Promise<boolean> {
    return await this.#env.USER.getByName(userId).isAround(conversationId);
  }
}
