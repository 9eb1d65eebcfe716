// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { expect, test, vi } from "vitest";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import type { PendingCommand } from "../state/pending-commands.ts";
import { button, mount, only, press } from "../ui/testing/mount.tsx";
import { doerOf, refusalOf } from "./message-rights.ts";
import { PendingDeeds } from "./pending-deeds.tsx";
import { RoomContext, type RoomScene } from "./room-context.ts";
import { RoomDock } from "./room-dock.tsx";
import { messageRow } from "./testing/room-fixtures.ts";

/** The foot of a room that closed with `code`; with `isSeen` what was said there is still on screen. */
async function foot(code: number, { isSeen = true, draft = "", waiting = "" } = {}) {
  const bubbles = waiting === "" ? [] : [{ command: { type: "send", text: waiting } }];
  const room = {
    ...{ closeReason: signal({ code, reason: "" }), view: signal(isSeen ? {} : null) },
    ...{ composer: { text: signal(draft) }, bubbles: signal(bubbles) },
  };
  const { root } = await mount(
    <RoomContext.Provider value={{ room, isBeside: false } as unknown as RoomScene}>
      <RoomDock />
    </RoomContext.Provider>,
  );
  return root;
}

test("[CLI142] [CLI160] a room that does not open, or that one was let go from, has no field to write in", async () => {
  for (const code of [CLOSE.forbidden, CLOSE.not_found, CLOSE.deleted])
    for (const isSeen of [true, false]) {
      const root = await foot(code, { isSeen });
      expect(root.querySelector("textarea, input, form, button"), `${code} ${isSeen}`).toBeNull();
    }
});

test("[CLI160] messages of a room that one was let go from can be read and not changed", () => {
  const of = (code: number | null) =>
    doerOf({
      room: {
        ...{ closeReason: signal(code && { code, reason: "" }), you: signal({ role: "owner" }), messages: signal([]) },
      },
      ...{ me: signal("anna"), bots: signal([]), members: signal([]) },
    } as unknown as RoomScene);
  expect(refusalOf("write", messageRow(), of(CLOSE.forbidden))).toContain("You can read this room");
  for (const code of [null, CLOSE.internal]) expect(refusalOf("write", messageRow(), of(code)), `${code}`).toBeNull();
});

test("[CLI161] what was written there and not sent can still be copied, with what waited where no list shows it", async () => {
  const writeText = vi.fn(async () => {});
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  const seen = await foot(CLOSE.forbidden, { draft: "one more thing", waiting: "it waits" });
  await vi.waitFor(() => expect(only(seen, ".unsent-words").textContent).toBe("one more thing"));
  await press(button(seen, "Copy"));
  await vi.waitFor(() => expect(button(seen, "Copied")).toBeTruthy());
  expect(writeText).toHaveBeenCalledWith("one more thing");
  const unseen = await foot(CLOSE.deleted, { isSeen: false, draft: "one more thing", waiting: "it waits" });
  expect(only(unseen, ".unsent-words").textContent).toBe("it waits\n\none more thing");
  vi.unstubAllGlobals();
});

test("[SAY17] a message that waits in a room that is lost can be copied or deleted, and not tried again", async () => {
  const discard = vi.fn();
  const deeds = async (code: number | null, state: "queued" | "failed") => {
    const room = { closeReason: signal(code && { code, reason: "" }), discard };
    const item = { ref: "r1", state, command: { type: "send", text: "it waits", ref: "r1" } } as PendingCommand;
    const { root } = await mount(
      <RoomContext.Provider value={{ room } as unknown as RoomScene}>
        <PendingDeeds item={item} text="it waits" />
      </RoomContext.Provider>,
    );
    return root;
  };
  const names = (root: HTMLElement) => [...root.querySelectorAll("button")].map((one) => one.textContent);
  expect(names(await deeds(null, "failed"))).toEqual(["Retry", "Edit", "Copy", "Delete"]);
  expect(names(await deeds(CLOSE.forbidden, "failed"))).toEqual(["Copy", "Delete"]);
  const lost = await deeds(CLOSE.not_found, "queued");
  expect(names(lost)).toEqual(["Copy", "Delete"]);
  await press(button(lost, "Delete"));
  expect(discard).toHaveBeenCalledWith("r1");
});
