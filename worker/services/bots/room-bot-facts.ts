import type { BotRecord } from "../../../schema/tables/bots.ts";
import type { RoomBot } from "../../../shared/fields/conversation.ts";

/** How readily a bot speaks unasked whose creator did not say. */
const DEFAULT_TALKATIVENESS = 0.5;

/** What a room shows of a bot and needs to take turns; all of it may be seen by anyone who may chat with it. */
export function roomBotFacts(
  bot: Pick<BotRecord, "id" | "name" | "description" | "greeting" | "extensions">,
  pictureUrl: string | null,
): Pick<RoomBot, "bot_id" | "name" | "picture" | "description" | "talkativeness" | "greeting"> {
  const { id: bot_id, name, description, greeting } = bot;
  return { bot_id, name, picture: pictureUrl, description, talkativeness: talkativeness(bot), greeting };
}

/** 0 to 1. The column is the room's; imported cards bring theirs among what is kept of the card. */
function talkativeness({ extensions }: Pick<BotRecord, "extensions">): number {
  const value = extensions["talkativeness"];
  return typeof value === "number" && value >= 0 && value <= 1 ? value : DEFAULT_TALKATIVENESS;
}
