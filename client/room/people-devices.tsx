import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { UserDevice } from "../../shared/protocol/user-frames.ts";
import { myself } from "../frame/myself.ts";
import { roomListOf } from "../pages/room-list.ts";
import { titleOfRoom } from "../rooms/room-words.ts";
import type { Place } from "../state/user-store.ts";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { useRoomScene } from "./room-context.ts";

/** The reader's other devices, wherever in BotCafe they are, and the way to send this place to one of them. */
export function OwnDevices(): VNode | null {
  const others = myself.value?.others.value ?? [];
  if (others.length === 0) return null;
  return (
    <>
      <h3>Your other devices</h3>
      <ul class="people-list">
        {others.map((device) => (
          <DeviceRow key={device.device_id} device={device} />
        ))}
      </ul>
    </>
  );
}

function DeviceRow({ device }: { device: UserDevice }): VNode {
  const { room } = useRoomScene();
  const { toasts } = useApp();
  const [isSending, setSending] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const { name, device_id } = device;
  const send = async () => {
    const id = room.room_id.peek();
    if (id === null) return;
    setSending(true);
    const isThere = (await myself.peek()?.send(device_id, placeHere(id))) ?? false;
    setSending(false);
    if (isThere) toasts.say(`Sent to ${name}. It asks there before it goes.`);
    else toasts.say(`${name} did not answer. Open BotCafe on it and try again.`, { tone: "problem" });
  };
  return (
    <li class="person-row">
      <Icon name="phone" />
      <div class="person-words">
        <p class="person-name">
          <bdi>{name}</bdi>
        </p>
        <p class="person-meta">
          <WhereItIs device={device} />
        </p>
      </div>
      <div class="person-actions">
        <button
          type="button"
          class="button button-small"
          aria-label={`Send this place to ${name}`}
          disabled={isSending || room.room_id.value === null}
          onClick={() => void send()}
        >
          Send this place
        </button>
        <Menu
          name={`More about ${name}`}
          class="icon-button"
          face={<Icon name="more" />}
          items={[
            { id: "out", label: "Sign it out…", hint: "At once, everywhere on it", onSelect: () => setAsking(true) },
          ]}
        />
      </div>
      {isAsking && <SignOutDialog device={device} onClose={() => setAsking(false)} />}
    </li>
  );
}

function SignOutDialog({ device: { name, device_id }, onClose }: { device: UserDevice; onClose: () => void }): VNode {
  const { toasts } = useApp();
  const signOut = async () => {
    onClose();
    const isDone = (await myself.peek()?.signOut(device_id)) ?? false;
    if (isDone) toasts.say(`${name} is signed out.`);
    else toasts.say(`${name} could not be signed out. Try again in a moment.`, { tone: "problem" });
  };
  return (
    <Dialog
      title={`Sign ${name} out?`}
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>
            Keep it signed in
          </button>
          <button type="button" class="button button-stop" onClick={() => void signOut()}>
            Sign it out
          </button>
        </>
      }
    >
      <p>BotCafe closes there at once. What was not sent from it yet stays on it.</p>
    </Dialog>
  );
}

function WhereItIs({ device: { room, in_sight } }: { device: UserDevice }): VNode {
  const { room: here } = useRoomScene();
  const { api } = useApp();
  const state = in_sight ? "looked at now" : "in the background";
  if (room === null) return <>{state}</>;
  if (room === here.room_id.value) return <>here too, {state}</>;
  const row = roomListOf(api).rows.value?.find(({ id }) => id === room);
  return (
    <>
      in {row ? <bdi>{titleOfRoom(row)}</bdi> : "another room"}, {state}
    </>
  );
}

/** Where the reader is: the room, the first message in sight, the pane. */
function placeHere(room: string): Place {
  const scroller = (document.getElementById("composer-text")?.closest(".room") ?? document).querySelector(".scroller");
  const list = scroller?.getBoundingClientRect();
  const messages = [...(scroller?.querySelectorAll<HTMLElement>("article[id^='m-']") ?? [])];
  const first = messages.find((message) => message.getBoundingClientRect().bottom > (list?.top ?? 0) + 1);
  const pane = new URLSearchParams(location.search).get("pane");
  return {
    room,
    ...(first && { message_id: first.id.slice("m-".length) }),
    ...(pane !== null && /^[a-z]{1,20}$/.test(pane) && { pane }),
  };
}
