import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { MAX_ALT } from "../net/upload-picture.ts";
import { AttachmentTray, type TrayItem } from "../state/attachment-tray.ts";
import type { Tray } from "../state/composer-store.ts";
import { Icon } from "../ui/icon.tsx";
import { sizeWords } from "../ui/size-words.ts";
import { useRoomScene } from "./room-context.ts";
import "../styles/attachments.css";

/** The pictures of a message being written, above its field: how far each is, what it shows, and the way out. */
export function AttachmentTrayView({ tray }: { tray: Tray }): VNode | null {
  if (!(tray instanceof AttachmentTray)) return null;
  const items = tray.items.value;
  return (
    <div class="picture-tray">
      {tray.problem.value !== "" && (
        <p class="field-problem" role="alert">
          {tray.problem.value}
        </p>
      )}
      {items.length > 0 && (
        <ul class="tray-items" aria-label="Pictures of the message">
          {items.map((item) => (
            <li key={item.key}>
              <TrayChip item={item} tray={tray} />
            </li>
          ))}
        </ul>
      )}
      {items.length > 0 && <WhatBotsSee tray={tray} />}
    </div>
  );
}

/** Bots that are named; the others are counted. */
const MOST_NAMED = 3;

/** Who of those that will read the message sees its pictures, and why not. */
function WhatBotsSee({ tray }: { tray: Tray }): VNode | null {
  const { room, bots } = useRoomScene();
  const { aside, whisper_to, tray: ofRoom } = room.composer;
  const isOfRoom = ofRoom.value === tray;
  if (isOfRoom && aside.value) return null;
  const alone = isOfRoom ? whisper_to.value : null;
  const readers = bots.value.filter(({ bot_id, is_active }) => (alone === null ? is_active : bot_id === alone));
  if (readers.length === 0) return null;
  const over = readers.length - MOST_NAMED;
  const names = readers.slice(0, MOST_NAMED).map(({ name }) => name);
  const list = new Intl.ListFormat(undefined).formatToParts(over > 0 ? [...names, `${over} more`] : names);
  return (
    <p class="tray-words">
      {list.map(({ type, value }) => (type === "element" ? <bdi key={value}>{value}</bdi> : value))} cannot see
      pictures: what you say each shows is what {readers.length === 1 ? "this bot reads" : "they read"}.
    </p>
  );
}

function TrayChip({ item, tray }: { item: TrayItem; tray: AttachmentTray }): VNode {
  const { key, file, state, part, problem } = item;
  const url = useObjectUrl(file);
  const [isShown, setShown] = useState(true);
  return (
    <div class={state === "failed" ? "tray-chip tray-chip-failed" : "tray-chip"}>
      {url !== null && isShown && <img class="tray-face" src={url} alt="" onError={() => setShown(false)} />}
      <div class="tray-about">
        <p class="tray-name">
          <bdi>{file.name}</bdi> <span class="message-meta">{sizeWords(file.size)}</span>
        </p>
        {state === "sending" && <progress class="job-bar" value={part} max={1} aria-label={`Sending ${file.name}`} />}
        {state === "shrinking" && <p role="status">Making it smaller…</p>}
        {(state === "ready" || state === "sending") && <AltField item={item} tray={tray} />}
        {problem !== null && (
          <p class="field-problem" role="alert">
            {problem}
          </p>
        )}
        <WayOn item={item} tray={tray} />
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label={state === "sending" ? `Cancel ${file.name}` : `Remove ${file.name}`}
        onClick={() => tray.remove(key)}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

/** What may help one that was not taken. */
function WayOn({ item, tray }: { item: TrayItem; tray: AttachmentTray }): VNode | null {
  const { key, file, canShrink } = item;
  if (item.state !== "failed" || (item.isFinal && !canShrink)) return null;
  const moves = file.type === "image/gif";
  return (
    <button
      type="button"
      class="button button-small"
      onClick={() => (canShrink ? void tray.shrink(key) : tray.retry(key))}
    >
      {canShrink ? `Shrink it for me${moves ? " (it will stand still)" : ""}` : "Try again"}
      <span class="sr-only"> {file.name}</span>
    </button>
  );
}

/** Kept when the field is left, or with Enter; sending keeps what is not kept yet. */
function AltField({ item: { key, file, alt }, tray }: { item: TrayItem; tray: AttachmentTray }): VNode {
  return (
    <input
      class="tray-alt"
      dir="auto"
      aria-label={`What ${file.name} shows`}
      placeholder="What does it show?"
      maxLength={MAX_ALT}
      value={alt}
      onInput={({ currentTarget }) => tray.write(key, currentTarget.value)}
      onBlur={() => void tray.describe(key)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        void tray.describe(key);
      }}
    />
  );
}

/** An address of the file for this page, as long as it is shown. */
function useObjectUrl(file: File): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
