import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { clearDeviceStock, type DeviceStock, deviceStock } from "../offline/device-stock.ts";
import { useApp } from "../ui/app-context.ts";
import { sizeWords } from "../ui/size-words.ts";

/** As many lines as there will be at least, so that nothing moves when they come. */
const LOOKING = ["Looking …", "\u00a0"];

/** What this device keeps for times without a network, and taking it away. */
export function KeptHere(): VNode {
  const { toasts } = useApp();
  const [stock, setStock] = useState<DeviceStock | "unknown" | null>(null);
  const look = () => deviceStock().then(setStock, () => setStock("unknown"));
  useEffect(() => void look(), []);
  const clear = async () => {
    const isDone = await clearDeviceStock().then(
      () => true,
      () => false,
    );
    toasts.say(isDone ? "Removed from this device." : "The browser did not let go of it. Try again.", {
      tone: isDone ? "plain" : "problem",
    });
    await look();
  };
  const isEmpty = stock === null || stock === "unknown" || (stock.copies === 0 && !stock.hasPage);
  return (
    <section id="setting-kept-here" class="settings-card" aria-labelledby="kept-here-title">
      <h2 id="kept-here-title">Kept on this device</h2>
      <p>So that the rooms you were in can be read without a network. Signing out removes their copies.</p>
      {stock === "unknown" && <p class="page-note">This browser keeps nothing for this page.</p>}
      {stock !== "unknown" && (
        <ul class="settings-rows" aria-busy={stock === null}>
          {(stock === null ? LOOKING : stockWords(stock)).map((words) => (
            <li key={words} class="settings-row">
              {words}
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="button" disabled={isEmpty} onClick={() => void clear()}>
        Remove copies
      </button>
    </section>
  );
}

/** One line for each kind of thing. */
export function stockWords({ copies, chars, waiting, hasPage }: DeviceStock): string[] {
  const kept =
    copies === 0 ? "No copies of rooms" : `${copies === 1 ? "1 copy" : `${copies} copies`} of rooms and lists`;
  return [
    copies === 0 ? `${kept}.` : `${kept}, about ${sizeWords(chars)}.`,
    hasPage ? "The page itself, so that it opens without a network." : "Not the page itself: it needs the network.",
    ...(waiting === 0
      ? []
      : [
          `${waiting === 1 ? "1 message" : `${waiting} messages`} not sent yet. They stay until they are sent or discarded in their room.`,
        ]),
  ];
}
