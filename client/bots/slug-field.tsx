import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import * as z from "zod/mini";
import { makeSlug } from "../../shared/names/slugs.ts";
import { foldName, MAX_SLUG, slugProblem } from "../../shared/names/usernames.ts";
import { useApp } from "../ui/app-context.ts";
import { TextField } from "../ui/field.tsx";

const Found = z.object({ docs: z.array(z.object({ id: z.string(), user: z.string() })) });
/** Typing goes on for less than this between two letters, milliseconds. */
const ASK_AFTER_MS = 350;

interface SlugFieldProps {
  readonly value: string;
  readonly saved: string;
  /** The bot's name: what the address is made from where none is given. */
  readonly name: string;
  readonly owner: string | null;
  readonly username: string | null;
  readonly problem?: string | undefined;
  readonly disabled: boolean;
  readonly onValue: (slug: string) => void;
}

/** Where the bot's page is. Says at once whether the address can be had. */
export function SlugField(props: SlugFieldProps): VNode {
  const { value, saved, name, username, problem, disabled, onValue } = props;
  const slug = foldName(value);
  const malformed = value.trim() === "" || slug === saved ? null : slugProblem(slug);
  const isTaken = useIsTaken(malformed === null && slug !== saved ? slug : "", props.owner);
  const wrong = problem ?? malformed ?? (isTaken ? "is taken by another bot of yours" : undefined);
  const shown = slug || (name.trim() ? makeSlug(name) : "…");
  return (
    <TextField
      label="Address"
      value={value}
      maxLength={MAX_SLUG}
      placeholder={name.trim() ? makeSlug(name) : ""}
      disabled={disabled}
      problem={wrong === undefined ? undefined : `This address ${wrong}.`}
      hint={
        <>
          <span dir="ltr">
            {location.host}/{username ?? "you"}/{shown}
          </span>
          {hintWords(slug, saved, wrong === undefined && isTaken === false)}
        </>
      }
      onValue={onValue}
    />
  );
}

function hintWords(slug: string, saved: string, isFree: boolean): string {
  const free = isFree ? " · free" : "";
  return slug !== saved && saved !== "" ? `${free}. The old address leads here for 90 more days.` : free;
}

/** Whether a bot of `owner` has this slug; null while unknown, and for no slug. */
function useIsTaken(slug: string, owner: string | null): boolean | null {
  const { api } = useApp();
  const [answer, setAnswer] = useState<{ readonly slug: string; readonly isTaken: boolean } | null>(null);
  useEffect(() => {
    if (slug === "" || owner === null) return;
    const abort = new AbortController();
    const ask = async () => {
      const path = `/bots?slug=${encodeURIComponent(slug)}&limit=100`;
      const found = await api.call("GET", path, Found, { signal: abort.signal });
      if (found.ok) setAnswer({ slug, isTaken: found.value.docs.some(({ user }) => user === owner) });
    };
    const timer = setTimeout(() => void ask(), ASK_AFTER_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [slug, owner]);
  return answer?.slug === slug && slug !== "" ? answer.isTaken : null;
}
