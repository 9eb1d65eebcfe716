import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { askToNotify, mayAskToNotify } from "./ask-to-notify.ts";
import { useRoomScene } from "./room-context.ts";
import { endRefusal } from "./ticket-rail-rights.ts";
import type { PictureWays } from "./use-pictures.ts";
import { useWhisperItems } from "./use-whisper-items.ts";

/** What one does seldom while writing; on phones, everything but writing and sending. */
export function MoreMenu({ pictures }: { pictures: PictureWays | null }): VNode {
  const { room } = useRoomScene();
  const { composer } = room;
  const notify = useNotifyItem();
  const stop = useStopItem();
  const whispers = useWhisperItems();
  const items: MenuItem[] = [
    ...pictureItems(pictures),
    ...whispers,
    {
      id: "aside",
      label: "Aside",
      hint: "For people only: bots will not read it.",
      isChecked: composer.aside.value,
      onSelect: () => composer.setAside(!composer.aside.peek()),
    },
    {
      id: "quiet",
      label: "Send without waking bots",
      hint: "Ctrl Enter, or hold Send",
      onSelect: () => composer.submit({ respond: false }),
    },
    {
      id: "commands",
      label: "Commands",
      hint: "Or begin with /",
      onSelect: () => {
        composer.write("/");
        document.getElementById("composer-text")?.focus();
      },
    },
  ];
  return (
    <Menu
      name="More"
      face={<Icon name="plus" />}
      class="icon-button composer-more"
      items={[...items.filter(({ id }) => isUseful(id, composer.text.value)), ...stop, ...notify]}
    />
  );
}

/** With a finger the camera has its own way: what lists of pictures it stands among differs by device. */
function pictureItems(pictures: PictureWays | null): MenuItem[] {
  if (!pictures) return [];
  const { choose, photograph } = pictures;
  const items = [{ id: "pictures", label: "Add pictures…", hint: "Or paste or drop them", onSelect: choose }];
  const isTouch = matchMedia("(pointer: coarse)").matches;
  return isTouch ? [...items, { id: "camera", label: "Take a picture…", onSelect: photograph }] : items;
}

/** Sending needs something written; a command takes the place of what is written, so nothing may be. */
function isUseful(id: string, text: string): boolean {
  const isEmpty = text.trim() === "";
  if (id === "quiet") return !isEmpty;
  return id !== "commands" || isEmpty;
}

/** Not the usual way: a running reply goes on when one sends. */
function useStopItem(): MenuItem[] {
  const { room, me, nameOf } = useRoomScene();
  const speaking = room.messages.value.findLast((message) => message.streaming);
  const ticket = room.queue.value.find(({ bot_id, state }) => bot_id === speaking?.bot && state !== "queued");
  const refusal = endRefusal(ticket, { role: room.you.value?.role, me: me.value ?? "", nameOf });
  if (!speaking || refusal !== null || !room.composer.canSend.value) return [];
  const onSelect = () => {
    room.command({ type: "stop", scope: "reply" });
    room.composer.submit();
  };
  return [{ id: "stop", label: `Stop ${speaking.author_name} and send`, onSelect }];
}

/** The browser asks for its permission only on a person's own press. */
function useNotifyItem(): MenuItem[] {
  const { preferences } = useApp();
  const [isAsked, setAsked] = useState(false);
  if (isAsked || !mayAskToNotify() || preferences.values.value.notify === "off") return [];
  const onSelect = () => {
    setAsked(true);
    void askToNotify();
  };
  return [{ id: "notify", label: "Tell me when I am answered", hint: "While this page is hidden", onSelect }];
}
