import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { Notification } from "../../shared/protocol/user-frames.ts";
import { fullTimeOf, shortWhen } from "../ui/date-words.ts";
import { kindWords } from "./job-words.ts";
import { myself } from "./myself.ts";

/** What is in sight for so long counts as looked at, milliseconds (ux §3.6). */
const SEEN_MS = 1_000;

/** What happened while one was elsewhere, newest first. Looked at here, it is looked at on every device. */
export function NewsList(): VNode | null {
  const store = myself.value;
  const list = store?.notifications.value ?? [];
  const newest = list[0]?.id;
  useEffect(() => {
    const timer = setTimeout(() => {
      if (!document.hidden) store?.see();
    }, SEEN_MS);
    return () => clearTimeout(timer);
  }, [store, newest]);
  if (list.length === 0) return null;
  return (
    <section class="activity-group" aria-labelledby="news-title">
      <h2 id="news-title">News</h2>
      <ul class="news-list">
        {list.map((news) => (
          <li key={news.id}>
            <NewsRow news={news} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function NewsRow({ news }: { news: Notification }): VNode {
  const { at, room_id, message_id, text } = news;
  const message = message_id === undefined ? "" : `/m/${encodeURIComponent(message_id)}`;
  const body = (
    <>
      <span class="news-words">
        <NewsWords news={news} />
        {text !== undefined && (
          <span class="news-text" dir="auto">
            {text}
          </span>
        )}
      </span>
      <time class="news-when" dateTime={at} title={fullTimeOf(at)}>
        {shortWhen(at, new Date())}
      </time>
    </>
  );
  if (room_id === undefined) return <p class="news-row">{body}</p>;
  return (
    <a class="news-row" href={`/r/${encodeURIComponent(room_id)}${message}`}>
      {body}
    </a>
  );
}

function NewsWords({ news: { kind, who = "Somebody", room_title, job_kind = "" } }: { news: Notification }): VNode {
  const room = room_title ? <bdi>{room_title}</bdi> : "a room of yours";
  switch (kind) {
    case "mention":
      return (
        <span>
          <bdi>{who}</bdi> spoke of you in {room}
        </span>
      );
    case "joined":
      return (
        <span>
          <bdi>{who}</bdi> joined {room}
        </span>
      );
    case "job_done":
      return <span>{kindWords({ kind: job_kind })}: done</span>;
    default:
      return <span>{kindWords({ kind: job_kind })} failed</span>;
  }
}
