import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { createDeviceStorage } from "../net/device-storage.ts";
import { useRoomScene } from "../room/room-context.ts";
import { useApp } from "../ui/app-context.ts";
import { lazyPart } from "../ui/lazy-part.tsx";
import { exchangesOf, type FirstRunStage, firstRunStage } from "./first-run-stage.ts";

const FirstRunCard = lazyPart(() => import("./first-run-card.tsx").then(({ FirstRunCard: card }) => card), {
  isQuiet: true,
});

/** Without a touch for this long the second hint may come, milliseconds (ux §5.1: "only if idle"). */
const IDLE_MS = 15_000;
/** Answers last for the visit: whoever ignored a card is not asked again in it. */
const visit = createDeviceStorage(() => sessionStorage);
const CLOSED = "first_run_closed";
const readClosed = (): ReadonlySet<string> => new Set((visit.get(CLOSED) ?? "").split(" ").filter(Boolean));

/** The one thing a new person is offered above the composer; mostly nothing. */
export function FirstRun(): VNode | null {
  const [isOpen, setOpen] = useState(false);
  const stage = useStage(isOpen);
  if (stage.now === "nothing") return null;
  return <FirstRunCard stage={stage.now} isOpen={isOpen} onOpen={setOpen} onClose={stage.close} />;
}

function useStage(isOpen: boolean) {
  const { room, me } = useRoomScene();
  const { session } = useApp();
  const [closed, setClosed] = useState(readClosed);
  const shown = useRef<FirstRunStage>("nothing");
  const isIdle = useIdle();
  const exchanges = useComputed(() => exchangesOf(room.messages.value, me.value)).value;
  const isBusy = useComputed(() => room.queue.value.length > 0 || room.composer.text.value !== "").value;
  const mine = room.presence.value.find(({ user_id }) => user_id === me.value);
  const isGuest = session.state.value === "guest";
  const hasOtherDevice = (mine?.devices.length ?? 0) > 1;
  const about = { isGuest, exchanges, isBusy, isIdle, hasOtherDevice, closed };
  const now = firstRunStage({ ...about, shown: shown.current, isOpen });
  shown.current = now;
  const close = () => {
    const next = new Set([...closed, now]);
    visit.set(CLOSED, [...next].join(" "));
    setClosed(next);
  };
  return { now: room.room_id.value === null ? "nothing" : now, close };
}

/** Whether nobody has touched the page for a while. */
function useIdle(): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    let timer = 0;
    const touched = () => {
      clearTimeout(timer);
      setIdle(false);
      timer = window.setTimeout(() => setIdle(true), IDLE_MS);
    };
    touched();
    addEventListener("pointerdown", touched, { passive: true });
    addEventListener("keydown", touched);
    return () => {
      clearTimeout(timer);
      removeEventListener("pointerdown", touched);
      removeEventListener("keydown", touched);
    };
  }, []);
  return isIdle;
}
