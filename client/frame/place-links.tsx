import type { VNode } from "preact";
import { useLocation } from "preact-iso";
import { AccountMenu } from "../pages/account-menu.tsx";
import { deviceMemory } from "../pages/device-memory.ts";
import { roomListOf } from "../pages/room-list.ts";
import { shownBeside } from "../room/room-context.ts";
import { roomAt, unreadElsewhere } from "../rooms/unread-elsewhere.ts";
import { useApp } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { lazyPart } from "../ui/lazy-part.tsx";
import { runningJobs, unseenNews } from "./activity-count.ts";
import { PLACES, type Place, placeOf } from "./places.ts";

/** Nothing runs at the first sight of a page. */
const WorkRing = lazyPart(() => import("./work-ring.tsx").then((module) => module.WorkRing), { isQuiet: true });

/** The five places: the foot of the rail, on phones a bar at the lower edge. */
export function PlaceLinks(): VNode {
  const { path } = useLocation();
  const { api } = useApp();
  const unread = unreadElsewhere(roomListOf(api).rows.value ?? [], [
    roomAt(path, deviceMemory.lastRoom()),
    shownBeside.value,
  ]);
  const here = placeOf(path);
  const marks: Partial<Record<Place["id"], string>> = {
    ...(unread > 0 && { rooms: `${unread} unread` }),
    ...(unseenNews.value > 0 && { activity: `${unseenNews.value} new` }),
    ...(runningJobs.value > 0 && { activity: `${runningJobs.value} running` }),
  };
  return (
    <nav class="places" aria-label="Places">
      <ul class="place-list">
        {PLACES.map(({ id, href, icon, label }) => (
          <li key={id} class={`place place-${id}`}>
            <a class="place-link" href={href} aria-current={currentOf(path, href, here === id)}>
              <Icon name={icon} />
              <span class="place-label">{label}</span>
              {marks[id] !== undefined && <PlaceMark id={id} words={marks[id]} />}
            </a>
            {id === "me" && <AccountMenu />}
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A number beside the place, and for a running job a ring; said in full to who does not see it. */
function PlaceMark({ id, words }: { id: Place["id"]; words: string }): VNode {
  const number = words.split(" ")[0];
  return (
    <>
      {words.endsWith("running") ? (
        <WorkRing />
      ) : (
        <span class={`place-mark place-mark-${id}`} aria-hidden="true">
          {number}
        </span>
      )}
      <span class="sr-only">, {words}</span>
    </>
  );
}

/** The screens of one rank with the one shown: bots, personas and import of the workbench. */
export function ScreenLinks(): VNode | null {
  const { path } = useLocation();
  const place = PLACES.find(({ screens }) => screens?.some(({ href }) => href === path));
  if (!place?.screens) return null;
  return (
    <nav class="screen-links" aria-label={place.label}>
      {place.screens.map(({ href, label }) => (
        <a key={href} class="screen-link" href={href} aria-current={path === href ? "page" : undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
}

function currentOf(path: string, href: string, isPlace: boolean): "page" | "true" | undefined {
  if (path === href) return "page";
  return isPlace ? "true" : undefined;
}
