import { type Api, NOTHING } from "../net/api.ts";
import type { DeviceStorage } from "../state/ports.ts";
import { EditedBot } from "./bot-answers.ts";
import { BotEditor } from "./bot-editor.ts";

/** What is kept of a bot that has no id yet. */
export const NEW_BOT = "new";

const keyOf = (user_id: string, id: string): string => `bot_draft ${user_id} ${id}`;

/** Whether this device keeps a bot of this person that was begun and not saved. */
export const hasBegun = (storage: DeviceStorage, user_id: string): boolean =>
  storage.get(keyOf(user_id, NEW_BOT)) !== null;

/** The editor of a bot, or with `NEW_BOT` of one that is yet to be made. */
export function openEditor(api: Api, storage: DeviceStorage, user_id: string, id: string): BotEditor {
  return new BotEditor({
    storage,
    storageKey: keyOf(user_id, id),
    load: () => api.call("GET", `/bots/${id}`, EditedBot),
    save: (body, etag) =>
      id === NEW_BOT
        ? api.call("POST", "/bots", EditedBot, { body })
        : api.call("PATCH", `/bots/${id}`, EditedBot, { body, ...(etag !== undefined && { if_match: etag }) }),
  });
}

export const deleteBot = (api: Api, id: string) => api.call("DELETE", `/bots/${id}`, NOTHING, { keepalive: true });
