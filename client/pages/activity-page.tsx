import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { isLive, isOver, type JobList, jobsOf } from "../frame/job-list.ts";
import { JobRow } from "../frame/job-row.tsx";
import { myself } from "../frame/myself.ts";
import { NewsList } from "../frame/news-list.tsx";
import { WaitingDeletions } from "../frame/waiting-deletions.tsx";
import { useApp } from "../ui/app-context.ts";
import { EmptyState, ErrorBlock, Skeleton } from "../ui/states.tsx";
import { SignInFirst } from "./sign-in-first.tsx";
import "../styles/activity.css";

/** `/activity`: what runs for the reader, here or from another device, and what came of it. */
export function ActivityPage(): VNode {
  const { api, session } = useApp();
  const list = jobsOf(api);
  const user_id = session.me.value?.id ?? null;
  useEffect(() => {
    document.title = "Activity · BotCafe";
  }, []);
  useEffect(() => {
    if (user_id !== null) void list.refresh();
  }, [user_id]);
  if (session.state.value === "signed_out") return <SignInFirst what="What runs for you is kept with your account." />;
  return (
    <div class="page activity">
      <header class="page-head">
        <h1>Activity</h1>
      </header>
      <NewsList />
      <Jobs list={list} />
    </div>
  );
}

/** Whether anything happened elsewhere; null before that is known. */
function hasNews(): boolean | null {
  const store = myself.value;
  if (store === null || (store.status.value === "connecting" && store.notifications.value.length === 0)) return null;
  return store.notifications.value.length > 0;
}

function Jobs({ list }: { list: JobList }): VNode {
  const rows = list.rows.value;
  const isNews = hasNews();
  const problem = list.problem.value;
  const retry = () => void list.refresh();
  if (rows === null) {
    return problem ? <ErrorBlock problem={problem} onRetry={retry} /> : <Skeleton rows={3} onRetry={retry} />;
  }
  if (rows.length === 0 && isNews === null) return <Skeleton rows={3} onRetry={retry} />;
  const running = rows.filter(isLive);
  const over = rows.filter(isOver);
  return (
    <>
      {problem && <ErrorBlock problem={problem} onRetry={retry} />}
      {rows.length === 0 && isNews === false && (
        <EmptyState
          title="Nothing has happened yet"
          action={
            <a class="button" href="/import">
              Import a character
            </a>
          }
        >
          Who spoke of you or joined a room of yours is listed here, and imports, exports and other long work while they
          run and after.
        </EmptyState>
      )}
      <WaitingDeletions list={list} />
      {running.length > 0 && (
        <section class="activity-group" aria-labelledby="running-title">
          <h2 id="running-title">Running</h2>
          <p class="page-note">You can leave this page; it goes on.</p>
          {running.map((job) => (
            <JobRow key={job.id} job={job} list={list} />
          ))}
        </section>
      )}
      {over.length > 0 && (
        <section class="activity-group" aria-labelledby="over-title">
          <h2 id="over-title">Done</h2>
          {over.map((job) => (
            <JobRow key={job.id} job={job} list={list} />
          ))}
        </section>
      )}
    </>
  );
}
