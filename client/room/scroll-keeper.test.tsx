// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { FollowState } from "./follow-hold.ts";
import { ScrollKeeper } from "./scroll-keeper.ts";

/** A list of rows 100 px high in a view of 300 px; happy-dom has no layout, so the geometry is given. */
class FakeList {
  readonly scroller = document.createElement("div");
  readonly content = document.createElement("div");
  readonly tail = document.createElement("ol");
  readonly heights: number[];
  live: string | null = null;
  /** What stands above the first row: the list's padding, then older rows. */
  lead = 0;
  /** Height of the day and the name above the words of the first row. */
  title = 0;
  readonly states: FollowState[] = [];
  readonly ends: boolean[] = [];
  readonly keeper: ScrollKeeper;

  constructor(heights: number[]) {
    this.heights = heights;
    for (const [at] of heights.entries()) this.#addRow(at);
    this.content.append(this.tail);
    this.scroller.append(this.content);
    document.body.replaceChildren(this.scroller);
    Object.defineProperty(this.scroller, "clientHeight", { value: 300 });
    Object.defineProperty(this.scroller, "scrollHeight", { get: () => this.#top(this.heights.length) });
    this.scroller.getBoundingClientRect = () => new DOMRect(0, 0, 100, 300);
    this.keeper = new ScrollKeeper(this.scroller, this.content, {
      elementOf: (id) => document.getElementById(id),
      live: () => this.live,
      onState: (state) => this.states.push(state),
      onEnd: (isInSight) => this.ends.push(isInSight),
      onNearTop: () => {},
    });
    this.keeper.tail = this.tail;
    this.keeper.settle();
  }

  grow(at: number, by: number): void {
    this.heights[at] = (this.heights[at] ?? 0) + by;
    this.keeper.settle();
  }

  arrive(height: number): void {
    this.heights.push(height);
    this.#addRow(this.heights.length - 1);
    this.keeper.step({ type: "arrived", count: 1 });
    this.keeper.settle();
  }

  /** What came before the first row is known: nothing is written above its words any more. */
  untitle(): void {
    this.heights[0] = (this.heights[0] ?? 0) - this.title;
    this.title = 0;
    this.keeper.settle();
  }

  /** Older rows come above, as the virtual list has them. */
  prepend(height: number): void {
    if (!this.tail.previousElementSibling) this.tail.before(document.createElement("ol"));
    this.lead += height;
    this.keeper.settle();
  }

  wheel(deltaY: number): void {
    this.scroller.dispatchEvent(new WheelEvent("wheel", { deltaY }));
    const end = this.#top(this.heights.length) - 300;
    this.scroller.scrollTop = Math.max(0, Math.min(end, this.scroller.scrollTop + deltaY));
    this.scroller.dispatchEvent(new Event("scroll"));
  }

  #addRow(at: number): void {
    const row = document.createElement("li");
    row.id = `row${at}`;
    row.getBoundingClientRect = () =>
      new DOMRect(0, this.#top(at) - this.scroller.scrollTop, 100, this.heights[at] ?? 0);
    const words = document.createElement("div");
    words.className = "bubble-place";
    words.getBoundingClientRect = () => {
      const { y, height } = row.getBoundingClientRect();
      const above = at === 0 ? this.title : 0;
      return new DOMRect(0, y + above, 100, height - above);
    };
    row.append(words);
    this.tail.append(row);
  }

  #top = (at: number): number => this.heights.slice(0, at).reduce((sum, height) => sum + height, this.lead);
}

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
});
afterEach(() => void vi.unstubAllGlobals());
const rows = (count: number) => Array.from({ length: count }, () => 100);

describe("[UI1] the list follows or holds", () => {
  test("following, it stays at the end while rows come and grow", () => {
    const list = new FakeList(rows(6));
    expect(list.scroller.scrollTop).toBe(300);
    list.arrive(100);
    list.grow(6, 80);
    expect(list.scroller.scrollTop).toBe(480);
    expect(list.states).toEqual([]);
  });

  test("after a wheel up, what is read stays in place to the pixel, whatever happens above or below", () => {
    const list = new FakeList(rows(10));
    list.wheel(-350);
    const { scrollTop } = list.scroller;
    const read = () => document.getElementById("row4")?.getBoundingClientRect().top;
    const before = read();
    list.grow(9, 500);
    list.arrive(100);
    expect(list.scroller.scrollTop).toBe(scrollTop);
    list.grow(0, 250);
    expect(list.scroller.scrollTop).toBe(scrollTop + 250);
    expect(read()).toBe(before);
    list.grow(0, -100);
    expect(read()).toBe(before);
    expect(list.keeper.state).toMatchObject({ mode: "hold", fresh: 1 });
  });

  test("reaching the end oneself follows again; a scroll nobody asked for does not", () => {
    const list = new FakeList(rows(10));
    list.wheel(-350);
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + 60_000);
    list.scroller.scrollTop = 700;
    list.scroller.dispatchEvent(new Event("scroll"));
    expect(list.keeper.state.mode).toBe("hold");
    list.wheel(1_000);
    expect(list.keeper.state.mode).toBe("follow");
    vi.restoreAllMocks();
  });

  test("a first step up that hardly moves is a departure, and so is a key just before the list's own step is told", () => {
    const list = new FakeList(rows(10));
    list.wheel(-3);
    expect(list.keeper.state.mode).toBe("hold");
    list.grow(9, 200);
    expect(list.scroller.scrollTop).toBe(697);
    list.wheel(300);
    expect(list.keeper.state.mode).toBe("follow");

    list.grow(9, 200);
    list.scroller.dispatchEvent(new KeyboardEvent("keydown", { key: "PageUp" }));
    list.scroller.dispatchEvent(new Event("scroll"));
    expect(list.keeper.state.mode).toBe("hold");
  });

  test("keys, selecting and focus moving in leave; asking for the newest line comes back", () => {
    for (const leave of [
      (list: FakeList) => list.scroller.dispatchEvent(new KeyboardEvent("keydown", { key: "PageUp" })),
      (list: FakeList) => list.content.dispatchEvent(new FocusEvent("focusin", { bubbles: true })),
    ]) {
      const list = new FakeList(rows(10));
      leave(list);
      expect(list.keeper.state.mode).toBe("hold");
      list.keeper.step({ type: "jumped", live: null });
      expect(list.keeper.state.mode).toBe("follow");
    }
  });

  test("a first older page leaves in place what is read at the very top; later ones are the virtual list's to keep", () => {
    const list = new FakeList(rows(10));
    list.lead = 16;
    list.wheel(-2_000);
    expect(list.scroller.scrollTop).toBe(0);
    list.prepend(4_800);
    expect(list.scroller.scrollTop).toBe(4_800);
    list.wheel(-200);
    list.prepend(4_800);
    expect(list.scroller.scrollTop).toBe(4_600);
  });

  test("words stay in place where the day or the name above them goes", () => {
    for (const up of [-2_000, -650]) {
      const list = new FakeList(rows(10));
      list.title = 60;
      list.wheel(up);
      const read = () => document.querySelector("#row0 .bubble-place")?.getBoundingClientRect().top;
      const before = read();
      list.prepend(4_800);
      list.untitle();
      expect(read()).toBe(before);
    }
  });

  test("with nothing to scroll, a wheel is no departure", () => {
    const list = new FakeList(rows(2));
    list.wheel(-100);
    expect(list.keeper.state.mode).toBe("follow");
  });
});

describe("[UI3] a reply taller than the view", () => {
  test("stops with its first line at the top; any scrolling then holds; the pill shows its end", () => {
    const list = new FakeList(rows(5));
    list.live = "row4";
    list.grow(4, 150);
    expect(list.scroller.scrollTop).toBe(350);
    list.grow(4, 400);
    expect(list.scroller.scrollTop).toBe(388);
    expect(list.ends.at(-1)).toBe(false);
    list.wheel(50);
    expect(list.keeper.state.mode).toBe("hold");
    list.grow(4, 400);
    expect(list.scroller.scrollTop).toBe(438);
    list.keeper.step({ type: "jumped", live: "row4" });
    expect(list.scroller.scrollTop).toBe(1_150);
    expect(list.ends.at(-1)).toBe(true);
  });
});
