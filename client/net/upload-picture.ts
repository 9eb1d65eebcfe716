import * as z from "zod/mini";
import type { ApiProblem, ApiResult } from "../state/ports.ts";

/** Largest picture and longest words for it, as `POST /api/media` takes them. */
export const MAX_PICTURE_BYTES = 10 * 1024 * 1024;
export const MAX_ALT = 1_000;
export const PICTURE_TYPES = "image/png,image/jpeg,image/webp,image/gif";

export const Picture = z.object({ id: z.string(), url: z.string(), alt: z.string() });
/** What an upload may ask for: to be for a message, and to be called off. */
interface UploadOptions {
  readonly isForRoom?: boolean;
  readonly signal?: AbortSignal;
}
export type Picture = z.infer<typeof Picture>;
const Problem = z.object({ code: z.string(), detail: z.optional(z.string()), title: z.optional(z.string()) });

/**
 * Uploads a picture. `fetch` cannot say how much of a body is out, so this is the one call of the page that is not made
 * with it. @param onProgress Told the part that is sent, 0 to 1.
 */
export function uploadPicture(
  file: File,
  onProgress: (part: number) => void,
  { isForRoom = false, signal }: UploadOptions = {},
): Promise<ApiResult<Picture>> {
  if (file.size > MAX_PICTURE_BYTES) return Promise.resolve(failed(413, "too_large", tooLargeWords(file.size)));
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.set("file", file);
    if (isForRoom) form.set("for", "room");
    request.open("POST", "/api/media");
    request.setRequestHeader("accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener("load", () => resolve(answerOf(request)));
    const onError = () => resolve(failed(0, "offline", "No connection. The picture was not sent."));
    request.addEventListener("error", onError);
    signal?.addEventListener("abort", () => request.abort());
    request.addEventListener("abort", () => resolve(failed(0, "aborted", "Called off.")));
    request.send(form);
  });
}

const tooLargeWords = (bytes: number): string =>
  `PNG, JPG, WebP or GIF up to 10 MB. This one has ${(bytes / 1024 / 1024).toFixed(1)} MB.`;

function answerOf({ status, responseText }: XMLHttpRequest): ApiResult<Picture> {
  const body = parse(responseText);
  const picture = Picture.safeParse(body);
  if (status < 300 && picture.success) return { ok: true, value: picture.data };
  const problem = Problem.safeParse(body);
  if (!problem.success) return failed(status, "unreadable", "The picture was not taken. Try again.");
  return failed(status, problem.data.code, problem.data.detail ?? problem.data.title ?? "The picture was not taken.");
}

const failed = (status: number, code: string, detail: string): { ok: false; problem: ApiProblem } => ({
  ok: false,
  problem: { status, code, detail, errors: [] },
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
