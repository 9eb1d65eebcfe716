import type { Api } from "../net/api.ts";
import type { DeviceStorage } from "../state/ports.ts";
import { EditedBot } from "./bot-answers.ts";
import { BotEditor } from "./bot-editor.ts";

/** What is kept of a bot that has no id yet. */
export const NEW_BOT = "new";

const keyOf = (user_id: string, id: string): string => `bot_draft ${user_id} ${id}`;

/** Whether this device keeps a bot of this person that was begun and not saved. */
export const hasBegun = (storage: DeviceStorage, user_id: string): boolean =>
  storage.get(keyOf(user_id, NEW_BOT)) !== null;

/** Editors of this page: a bot has one, whichever screens come and go meanwhile, so nothing typed is lost between them. */
const editors = new Map<string, BotEditor>();

/** The editor of a bot, or with `NEW_BOT` of one that is yet to be made. */
export function openEditor(api: Api, storage: DeviceStorage, user_id: string, id: string): BotEditor {
  const key = keyOf(user_id, id);
  const editor = editors.get(key) ?? newEditor(api, storage, user_id, id);
  editors.set(key, editor);
  return editor;
}

function newEditor(api: Api, storage: DeviceStorage, user_id: string, start: string): BotEditor {
  /** Once a new bot is made, all that follows is of the bot it has become. */
  let id = start;
  const make = async (body: object) => {
    const answer = await api.call("POST", "/bots", EditedBot, { body });
    if (answer.ok) {
      storage.remove(keyOf(user_id, NEW_BOT));
      editors.delete(keyOf(user_id, NEW_BOT));
      id = answer.value.id;
      editors.set(keyOf(user_id, id), editor);
    }
    return answer;
  };
  const editor = new BotEditor({
    storage,
    get storageKey() {
      return keyOf(user_id, id);
    },
    load: () => api.call("GET", `/bots/${id}`, EditedBot),
    save: (body, etag) =>
      id === NEW_BOT
        ? make(body)
        : api.call("PATCH", `/bots/${id}`, EditedBot, { body, ...(etag !== undefined && { if_match: etag }) }),
  });
  return editor;
}
