import { Fragment, type VNode } from "preact";
import type { Combo } from "../frame/key-combo.ts";
import { comboWords, isApple } from "../frame/key-words.ts";

/** A combination of keys as this device writes it. */
export const Keys = ({ combo }: { combo: Combo }): VNode => (
  <span class="combo">
    {comboWords(combo, isApple()).map((key, at) => (
      <Fragment key={key}>
        {at > 0 && " "}
        <kbd>{key}</kbd>
      </Fragment>
    ))}
  </span>
);
