// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import { createApi } from "../net/api.ts";
import { type App, AppContext } from "../ui/app-context.ts";
import { button, mount, only, press } from "../ui/testing/mount.tsx";
import { RoomContext, type RoomQuestion, type RoomScene } from "./room-context.ts";
import { RoomHeaderMenu } from "./room-header-menu.tsx";

const PATH = "/api/conversations/c1/export";
HTMLElement.prototype.showPopover ??= () => undefined;
afterEach(() => vi.restoreAllMocks());

/** The room's menu with its dialog, and a server whose answers are given by hand. */
async function openedMenu() {
  const asked: { path: string; signal: AbortSignal | null | undefined }[] = [];
  let answer: (response: Response) => void = () => {};
  const api = createApi({
    fetch: (path, { signal: aborts }) => {
      asked.push({ path, signal: aborts });
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    onUnauthenticated: () => {},
  });
  const saved: (string | null)[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
  const asking = signal<RoomQuestion | null>(null);
  const room = { room_id: signal("c1"), view: signal(null), you: signal({ user_id: "ben", role: "viewer" }) };
  const scene = { room, asking, isBeside: false, openPane: () => {} } as unknown as RoomScene;
  const { root } = await mount(
    <AppContext.Provider value={{ api } as unknown as App}>
      <RoomContext.Provider value={scene}>
        <RoomHeaderMenu title="The Corner Table" />
      </RoomContext.Provider>
    </AppContext.Provider>,
  );
  await press(button(root, "Room menu"));
  const items = [...root.querySelectorAll<HTMLElement>("[role=menuitem]")];
  await press(items.find(({ textContent }) => textContent?.startsWith("Export…"))!);
  await vi.waitFor(() => only(root, "dialog"));
  const settle = () => act(async () => void (await new Promise((resolve) => setTimeout(resolve))));
  const answered = async (response: Response) => {
    answer(response);
    await settle();
  };
  return { root, asked, saved, asking, answered, settle };
}

test("[EXP9] who only reads saves the room from its menu, and sees how much has come", async () => {
  const { root, asked, saved, answered, settle } = await openedMenu();
  await act(() => only<HTMLInputElement>(root, "input[value=jsonl]").click());
  await press(button(root, "Save file"));
  expect(asked.map(({ path }) => path)).toEqual([`${PATH}?format=jsonl`]);
  expect(only(root, "dialog [role=status]").textContent).toBe("Gathering the messages…");
  expect(button(root, "Save file").disabled).toBe(true);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const name = `attachment; filename="_.jsonl"; filename*=UTF-8''${encodeURIComponent("龍-2026-11-23.jsonl")}`;
  await answered(new Response(readable, { headers: { "content-disposition": name } }));
  const writer = writable.getWriter();
  void writer.write(new Uint8Array(2_000));
  await settle();
  expect(only(root, "dialog [role=status]").textContent).toMatch(/^Being saved: 2.kB so far…$/);
  void writer.close();
  await settle();
  expect(saved).toEqual(["龍-2026-11-23.jsonl"]);
  expect(only(root, "dialog [role=status]").textContent).toMatch(/^Saved as 龍-2026-11-23\.jsonl, 2.kB\.$/);
});

test("[EXP9] what does not come, or not whole, is said with a way to try again; closing breaks it off", async () => {
  const { root, asked, saved, asking, answered } = await openedMenu();
  await press(button(root, "Save file"));
  const limit = { code: "rate_limited", detail: "Too many calls. Wait a minute.", status: 429 };
  await answered(Response.json(limit, { status: 429 }));
  expect(only(root, "dialog [role=alert]").textContent).toBe("The file was not made. Too many calls. Wait a minute.");
  await press(button(root, "Try again"));
  const half = new ReadableStream({ start: (controller) => controller.error(new Error("cut")) });
  await answered(new Response(half));
  expect(only(root, "dialog [role=alert]").textContent).toContain("The file was not made. No connection.");
  await press(button(root, "Try again"));
  await act(() => {
    asking.value = null;
  });
  expect([asked.length, asked.at(-1)?.signal?.aborted, saved]).toEqual([3, true, []]);
});
