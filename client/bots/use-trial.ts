import { useEffect, useRef, useState } from "preact/hooks";
import * as z from "zod/mini";
import { type Api, NOTHING } from "../net/api.ts";
import { openRoom } from "../net/open-room.ts";
import { liveRoom } from "../room/live-room.ts";
import type { RoomModel } from "../room/room-model.ts";
import type { ApiProblem } from "../state/ports.ts";
import { useApp } from "../ui/app-context.ts";

const Created = z.object({ id: z.string() });

/** A room that nobody keeps: its end deletes it. */
interface Trial {
  readonly id: string;
  readonly room: RoomModel;
  readonly end: () => void;
}

/** A throw-away room with the bot as it is saved. It ends with the screen, or with the page. */
export function useTrial(bot_id: string, name: string) {
  const { api, session } = useApp();
  const [trial, setTrial] = useState<Trial | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const running = useRef<Trial | null>(null);
  const show = (next: Trial | null) => {
    running.current?.end();
    running.current = next;
    setTrial(next);
  };
  useEffect(() => {
    const leave = () => running.current?.end();
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      leave();
      running.current = null;
    };
  }, []);
  const start = async () => {
    const me = session.me.peek();
    if (!me || isBusy) return;
    setBusy(true);
    const body = { bot_ids: [bot_id], title: `Trying ${name}`.slice(0, MAX_TITLE) };
    const answer = await api.call("POST", "/conversations", Created, { body });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) show(newTrial(api, answer.value.id, me.id));
  };
  return { trial, problem, isBusy, start: () => void start(), end: () => show(null) };
}

const MAX_TITLE = 120;

function newTrial(api: Api, id: string, user_id: string): Trial {
  const open = openRoom(api, id, user_id);
  let hasEnded = false;
  const end = () => {
    if (hasEnded) return;
    hasEnded = true;
    open.close();
    void api.call("DELETE", `/conversations/${id}`, NOTHING, { keepalive: true });
  };
  return { id, room: liveRoom(open, id), end };
}
