import { AT_THE_END, type FollowInput, type FollowState, followStep, followTarget } from "./follow-hold.ts";

export interface ScrollKeeperPorts {
  /** Element of a message, where it is in the document. */
  elementOf(message_id: string): HTMLElement | null;
  /** The reply that grows right now. */
  live(): string | null;
  onState(state: FollowState): void;
  /** Whether the newest line is in sight; told when it changes. */
  onEnd(isInSight: boolean): void;
  /** The view came close to the oldest line shown. */
  onNearTop(): void;
  /** Whether replies taller than the view are followed to their end; they are not unless it says so. */
  followsLong?(): boolean;
}

/** Slack when deciding whether the end is in sight: sizes are fractions of pixels. */
const END_SLACK_PX = 4;
/** How long after a person's last input a scroll still counts as theirs, milliseconds: the glide of a touch. Chosen. */
const GLIDE_MS = 1_200;
const UP_KEYS = new Set(["PageUp", "Home", "ArrowUp"]);
const DOWN_KEYS = new Set(["PageDown", "End", "ArrowDown", " "]);

/**
 * Keeps a list where its reader wants it: at the newest line, or exactly where they are. It acts after layout and
 * before paint, so nothing is seen to jump. `tail` holds the rows in normal flow; rows above are the virtual list's.
 */
export class ScrollKeeper {
  #state: FollowState = AT_THE_END;
  readonly #scroller: HTMLElement;
  readonly #ports: ScrollKeeperPorts;
  readonly #abort = new AbortController();
  readonly #resizes: ResizeObserver;
  #inputAt = Number.NEGATIVE_INFINITY;
  #isHeld = false;
  #wasAtEnd = true;
  /** Where the list stood when that was last known: what it did since tells up from down. */
  #top = 0;
  /** In hold: the words of the row at the top edge, and how far below the edge they stand. */
  #anchor: { readonly element: Element; readonly offset: number } | null = null;
  #tail: HTMLElement | null = null;

  constructor(scroller: HTMLElement, content: HTMLElement, ports: ScrollKeeperPorts) {
    this.#scroller = scroller;
    this.#ports = ports;
    this.#resizes = new ResizeObserver(() => this.settle());
    this.#resizes.observe(content);
    this.#resizes.observe(scroller);
    this.#watchInput(content);
  }

  get state(): FollowState {
    return this.#state;
  }

  /** Which element holds the rows in normal flow. */
  set tail(element: HTMLElement | null) {
    this.#tail = element;
  }

  step(input: FollowInput): void {
    const next = followStep(this.#state, input);
    if (next === this.#state) return;
    this.#state = next;
    if (next.mode === "hold") this.#takeAnchor();
    this.#ports.onState(next);
    this.settle();
  }

  /** Where a visit begins: at `top`, held there when there is more below, of which `unread` messages are new. */
  begin(top: number, reading: string | null, unread = 0): void {
    this.#put(top);
    if (reading !== null) this.step({ type: "outgrew", message_id: reading });
    else if (!this.#isAtEnd()) {
      this.step({ type: "left" });
      if (unread > 0) this.step({ type: "arrived", count: unread });
    }
  }

  /** The reader was brought to where the list stands now, not by scrolling: it is held there. */
  stay(): void {
    // A press that asked for this is no scrolling of theirs.
    this.#inputAt = Number.NEGATIVE_INFINITY;
    this.step({ type: "left" });
    this.#takeAnchor();
    this.#tellEnd();
  }

  /** The list was scrolled on the reader's behalf: where they hold, they hold here. */
  rest(): void {
    if (this.#state.mode === "hold") this.#takeAnchor();
  }

  /** The first message in sight, and how far below the top edge it stands; null while following. */
  place(rows: Iterable<HTMLElement>): { readonly element: HTMLElement; readonly offset: number } | null {
    if (this.#state.mode === "follow") return null;
    for (const element of rows) {
      const offset = this.#offsetOf(element);
      if (offset + element.offsetHeight > 0) return { element, offset };
    }
    return null;
  }

  /** Puts the list where it belongs. Called after anything may have changed a size. */
  settle(): void {
    const target = followTarget(this.#state, this.#geometry());
    if (target?.outgrown) {
      this.step({ type: "outgrew", message_id: target.outgrown });
      return;
    }
    if (target === null) this.#keepAnchor();
    else this.#scrollTo(target.top);
    this.#tellEnd();
  }

  dispose(): void {
    this.#abort.abort();
    this.#resizes.disconnect();
  }

  #geometry() {
    const live = this.#ports.live();
    const { reading } = this.#state;
    return {
      viewport: this.#scroller.clientHeight,
      content: this.#scroller.scrollHeight,
      live: live === null ? null : toLive(live, this.#topOf(live)),
      reading_top: reading === null ? null : this.#topOf(reading),
      follows_long: this.#ports.followsLong?.() ?? false,
    };
  }

  /** Where a message begins, from the top of the content. */
  #topOf(message_id: string): number | null {
    const element = this.#ports.elementOf(message_id);
    return element && this.#offsetOf(element) + this.#scroller.scrollTop;
  }

  #offsetOf = (element: Element): number =>
    element.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;

  #scrollTo(top: number): void {
    if (Math.abs(this.#scroller.scrollTop - top) >= 1) this.#put(top);
  }

  #put(top: number): void {
    this.#scroller.scrollTop = top;
    this.#top = this.#scroller.scrollTop;
  }

  #isAtEnd(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    return scrollHeight - clientHeight - scrollTop <= END_SLACK_PX;
  }

  #tellEnd(): void {
    const isAtEnd = this.#isAtEnd();
    if (isAtEnd === this.#wasAtEnd) return;
    this.#wasAtEnd = isAtEnd;
    this.#ports.onEnd(isAtEnd);
  }

  #keepAnchor(): void {
    const anchor = this.#anchor;
    if (!anchor?.element.isConnected) {
      this.#takeAnchor();
      return;
    }
    const moved = this.#offsetOf(anchor.element) - anchor.offset;
    if (Math.abs(moved) >= 0.5) this.#put(this.#scroller.scrollTop + moved);
  }

  #takeAnchor(): void {
    const rows = [...(this.#tail?.children ?? [])];
    const element = rows.find((row) => row.getBoundingClientRect().bottom > this.#scroller.getBoundingClientRect().top);
    // With rows above the first one, the sight may begin in them, and the virtual list keeps it.
    const isFirst = element === rows[0] && this.#tail?.previousElementSibling !== null;
    const isInTail = element !== undefined && (!isFirst || this.#offsetOf(element) <= 0);
    // Its words are what is read: the day or the name above them may go when what came before is known.
    const words = element?.querySelector(".bubble-place") ?? element;
    this.#anchor = isInTail && words ? { element: words, offset: this.#offsetOf(words) } : null;
  }

  #watchInput(content: HTMLElement): void {
    const { signal } = this.#abort;
    const on = <K extends keyof HTMLElementEventMap>(name: K, act: (event: HTMLElementEventMap[K]) => void) =>
      this.#scroller.addEventListener(name, act, { signal, passive: true });
    on("wheel", (event) => this.#moved(event.deltaY < 0));
    on("touchstart", () => this.#hold(true));
    on("touchmove", () => this.#moved(true));
    on("touchend", () => this.#hold(false));
    on("touchcancel", () => this.#hold(false));
    on("keydown", ({ key }) => {
      if (UP_KEYS.has(key) || DOWN_KEYS.has(key)) this.#moved(UP_KEYS.has(key));
    });
    on("pointerdown", ({ target, offsetX, pointerType }) => {
      const isScrollbar = target === this.#scroller && offsetX >= this.#scroller.clientWidth;
      if (isScrollbar && pointerType === "mouse") this.#grabbed();
    });
    on("scroll", () => this.#scrolled());
    content.addEventListener("focusin", (event) => this.#focused(content, event), { signal });
    document.addEventListener("selectionchange", () => this.#selected(content), { signal });
    addEventListener("pointerup", () => this.#hold(false), { signal });
  }

  /** A person scrolls. Upwards they leave; so they do in any direction while a long reply is read from its start. */
  #moved(isUp: boolean): void {
    this.#inputAt = performance.now();
    const canScroll = this.#scroller.scrollHeight > this.#scroller.clientHeight;
    if (canScroll && (isUp || this.#state.reading !== null)) this.step({ type: "left" });
    // Where the list came to its end by itself there is nothing left to scroll: who goes on down wants to be there.
    else if (!isUp && this.#state.mode === "hold" && this.#isAtEnd()) this.#reachEnd();
  }

  #reachEnd(): void {
    this.step({ type: "reached_end", live: this.#ports.live() });
  }

  #grabbed(): void {
    this.#hold(true);
    this.step({ type: "left" });
  }

  #hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#inputAt = performance.now();
  }

  #scrolled(): void {
    const { scrollTop, clientHeight } = this.#scroller;
    const isTheirs = this.#isHeld || performance.now() - this.#inputAt < GLIDE_MS;
    if (this.#state.mode === "hold" && isTheirs) {
      this.#takeAnchor();
      // Only downwards one comes to the end: the first step up from it may be smaller than the slack, and the news of the
      // list's own last step may come after the key that leaves.
      if (scrollTop > this.#top && this.#isAtEnd()) this.#reachEnd();
    }
    this.#top = this.#scroller.scrollTop;
    this.#tellEnd();
    if (scrollTop < clientHeight * 1.5) this.#ports.onNearTop();
  }

  #focused(content: HTMLElement, { target, relatedTarget }: FocusEvent): void {
    if (relatedTarget instanceof Node && content.contains(relatedTarget)) return;
    // A press on a message is not a way of moving into the list.
    if (target instanceof HTMLElement && target.matches("article:not(:focus-visible)")) return;
    this.step({ type: "left" });
  }

  #selected(content: HTMLElement): void {
    const selection = getSelection();
    if (selection && !selection.isCollapsed && content.contains(selection.anchorNode)) this.step({ type: "left" });
  }
}

const toLive = (message_id: string, top: number | null) => (top === null ? null : { message_id, top });
