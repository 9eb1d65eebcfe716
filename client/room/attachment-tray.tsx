import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { MAX_ALT } from "../net/upload-picture.ts";
import { AttachmentTray, type TrayItem } from "../state/attachment-tray.ts";
import { Icon } from "../ui/icon.tsx";
import { sizeWords } from "../ui/size-words.ts";
import { useRoomScene } from "./room-context.ts";
import "../styles/attachments.css";

/** The pictures of the message being written, above its field: how far each is, what it shows, and the way out. */
export function AttachmentTrayView(): VNode | null {
  const { room } = useRoomScene();
  const tray = room.composer.tray.value;
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
      {items.length > 0 && <p class="tray-words">Bots cannot see pictures: they read what you say they show.</p>}
    </div>
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
        {state === "ready" && <AltField item={item} tray={tray} />}
        {problem !== null && (
          <p class="field-problem" role="alert">
            {problem}
          </p>
        )}
        {state === "failed" && !item.isFinal && (
          <button type="button" class="button button-small" onClick={() => tray.retry(key)}>
            Try again
          </button>
        )}
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

/** Kept when the field is left, or with Enter: sending must not wait for each letter. */
function AltField({ item, tray }: { item: TrayItem; tray: AttachmentTray }): VNode {
  const [alt, setAlt] = useState(item.alt);
  const save = () => void tray.describe(item.key, alt.trim());
  return (
    <input
      class="tray-alt"
      dir="auto"
      aria-label={`What ${item.file.name} shows`}
      placeholder="What does it show?"
      maxLength={MAX_ALT}
      value={alt}
      onInput={({ currentTarget }) => setAlt(currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        save();
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
