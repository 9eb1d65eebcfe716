import { expect, test } from "vitest";
import type { Notification } from "../../shared/protocol/user-frames.ts";
import type { UserStore } from "../state/user-store.ts";
import type { DesktopNote } from "../ui/desktop-note.ts";
import { tellDesktop } from "./tell-desktop.ts";

const NEWS: Notification = {
  id: "n1",
  kind: "mention",
  at: "",
  seq: 4,
  who: "Ben",
  text: "@Anna, look",
  room_id: "r1",
  room_title: "Harbour",
  message_id: "m1",
};

/** A browser of so many tabs, and what its desktop shows once the moment is over. */
function browser(
  situation: { hidden?: boolean; elsewhere?: boolean; seen?: boolean; at?: string; tabs?: number } = {},
) {
  const { hidden = true, elsewhere = false, seen = false, at = null, tabs = 1 } = situation;
  const shown: DesktopNote[] = [];
  const gone: string[] = [];
  const held = new Set<string>();
  const later: (() => void)[] = [];
  const store = {
    others: { peek: () => [{ in_sight: elsewhere }] },
    isSeen: () => seen,
    isAt: (room: string) => room === at,
  } as unknown as UserStore;
  for (let tab = 0; tab < tabs; tab++)
    tellDesktop(NEWS, store, {
      isHidden: () => hidden,
      after: (_ms, task) => later.push(task),
      alone: (name, work) => {
        if (!held.has(name)) work();
        held.add(name);
      },
      show: (note) => shown.push(note),
      go: (path) => gone.push(path),
    });
  const before = shown.length;
  for (const task of later) task();
  return { shown, gone, before };
}

test("[USER65] a hidden page says what happened, after a moment, once for all tabs, with the way there", () => {
  const { shown, gone, before } = browser({ tabs: 3 });
  expect(before).toBe(0);
  expect(shown).toMatchObject([{ title: "Ben · Harbour", body: "@Anna, look", tag: "r1" }]);
  shown[0]?.onPress?.();
  expect(gone).toEqual(["/r/r1/m/m1"]);
});

test.each([
  ["the page is looked at", { hidden: false }],
  ["another device is", { elsewhere: true }],
  ["it was looked at meanwhile", { seen: true }],
  ["the room is on this page and speaks for itself", { at: "r1" }],
])("[USER65] nothing where %s", (_where, situation) => {
  expect(browser(situation).shown).toEqual([]);
});
