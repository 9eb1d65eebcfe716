import type { VNode } from "preact";
import * as z from "zod/mini";
import { useApp } from "../ui/app-context.ts";
import { fullTimeOf, shortWhen } from "../ui/date-words.ts";
import { ErrorBlock } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { useEditor } from "./editor-context.ts";

const Room = z.object({
  id: z.string(),
  title: z.nullable(z.string()),
  conversation_metadata: z.object({ total_messages: z.number(), last_activity: z.string() }),
});
const Rooms = z.object({ docs: z.array(Room), total: z.optional(z.number()) });
const numberFormat = new Intl.NumberFormat();

/** How it fares: what people think of it, and where the reader meets it. */
export function StatsTab(): VNode {
  const { api } = useApp();
  const bot = useEditor().bot.value;
  const rooms = useAnswer(bot?.id ?? null, (signal) =>
    api.call("GET", `/conversations?bot=${bot?.id}&limit=10&count=true`, Rooms, { signal }),
  );
  if (!bot) return <p class="page-note">There is something to count once the bot is saved.</p>;
  const figures = [
    ["Likes", bot.likes_count],
    ["Kept as a favourite", bot.favorites_count],
    ["Your rooms with it", rooms.value?.total ?? rooms.value?.docs.length],
  ] as const;
  return (
    <div class="form">
      <dl class="figures">
        {figures.map(([label, count]) => (
          <div key={label} class="figure">
            <dt>{label}</dt>
            <dd>{count === undefined ? "–" : numberFormat.format(count)}</dd>
          </div>
        ))}
      </dl>
      <p class="page-note">
        Made {fullTimeOf(bot.createdAt)}, changed {fullTimeOf(bot.updatedAt)}.{" "}
        <a href={`/${bot.creator_username}/${bot.slug}`}>See its page</a>
      </p>
      {rooms.problem && <ErrorBlock problem={rooms.problem} onRetry={rooms.reload} />}
      {rooms.value && rooms.value.docs.length > 0 && (
        <section class="form-group">
          <h2>Where you talked with it</h2>
          <ul class="room-links">
            {rooms.value.docs.map(({ id, title, conversation_metadata: { total_messages, last_activity } }) => (
              <li key={id}>
                <a class="room-link" href={`/r/${id}`}>
                  <bdi class="room-link-title">{title ?? bot.name}</bdi>
                  <span class="room-link-meta">
                    {total_messages === 1 ? "1 message" : `${numberFormat.format(total_messages)} messages`} ·{" "}
                    {shortWhen(last_activity, new Date())}
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
