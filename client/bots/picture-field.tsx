import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { MarkedPortrait } from "../discover/portrait.tsx";
import { MAX_ALT, PICTURE_TYPES, Picture, uploadPicture } from "../net/upload-picture.ts";
import { useApp } from "../ui/app-context.ts";
import { Avatar } from "../ui/avatar.tsx";
import { TextField } from "../ui/field.tsx";
import { LateIcon } from "../ui/late-icon.tsx";

interface PictureFieldProps {
  /** Of whom it is. */
  readonly name: string;
  /** The mark of who has no picture. */
  readonly mark: number;
  /** Id of the upload; "" is none. */
  readonly picture: string;
  readonly problem?: string | undefined;
  readonly onPicture: (id: string) => void;
}

/** A face: seen as it will be, chosen or dropped, described for who cannot see it. */
export function PictureField({ name, mark, picture, problem, onPicture }: PictureFieldProps): VNode {
  const [part, setPart] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setFailure(null);
    setPart(0);
    const answer = await uploadPicture(file, setPart);
    setPart(null);
    if (answer.ok) onPicture(answer.value.id);
    else setFailure(answer.problem.detail);
  };
  const url = picture === "" ? null : `/media/${picture}`;
  return (
    <div class="picture-field">
      <section
        class="picture-drop"
        aria-label="Picture"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void take(event.dataTransfer?.files[0]);
        }}
      >
        <div class="face-picture">
          <MarkedPortrait mark={mark} name={name || "?"} picture={url} />
        </div>
        <div class="picture-words">
          <div class="picture-sizes" aria-hidden="true">
            <Avatar name={name || "?"} picture={url} mark={mark} size="large" />
            <Avatar name={name || "?"} picture={url} mark={mark} />
            <Avatar name={name || "?"} picture={url} mark={mark} size="small" />
          </div>
          <div class="button-row">
            <label class="button">
              <LateIcon name="upload" />
              {url ? "Choose another picture" : "Choose a picture"}
              <input
                type="file"
                class="sr-only"
                accept={PICTURE_TYPES}
                onChange={({ currentTarget }) => void take(currentTarget.files?.[0])}
              />
            </label>
            {url && (
              <button type="button" class="button" onClick={() => onPicture("")}>
                Remove
              </button>
            )}
          </div>
          <p class="field-hint">PNG, JPG, WebP or GIF up to 10 MB, or drop one here. Square ones fit best.</p>
          <div role="status">
            {part !== null && <progress class="job-bar" value={part} max={1} aria-label="Sending the picture" />}
          </div>
          {(failure ?? problem) && (
            <p class="field-problem" role="alert">
              {failure ?? problem}
            </p>
          )}
        </div>
      </section>
      {picture !== "" && <AltField key={picture} id={picture} />}
    </div>
  );
}

/** What the picture shows, kept with the picture itself. Only its owner may say it. */
function AltField({ id }: { id: string }): VNode | null {
  const { api } = useApp();
  const [saved, setSaved] = useState<string | null>(null);
  const [alt, setAlt] = useState("");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  useEffect(() => {
    const abort = new AbortController();
    const read = async () => {
      const answer = await api.call("GET", `/media/${id}`, Picture, { signal: abort.signal });
      if (!answer.ok) return;
      setSaved(answer.value.alt);
      setAlt(answer.value.alt);
    };
    void read();
    return () => abort.abort();
  }, [id]);
  if (saved === null) return null;
  const save = async () => {
    if (alt === saved) return;
    const answer = await api.call("PATCH", `/media/${id}`, Picture, { body: { alt } });
    setProblem(answer.ok ? undefined : answer.problem.detail);
    if (answer.ok) setSaved(answer.value.alt);
  };
  return (
    <TextField
      label="What the picture shows"
      hint={
        alt === saved && alt !== ""
          ? "Saved with the picture."
          : "Read aloud to who cannot see it. Saved when you leave the field."
      }
      value={alt}
      maxLength={MAX_ALT}
      problem={problem}
      onValue={setAlt}
      onBlur={() => void save()}
    />
  );
}
