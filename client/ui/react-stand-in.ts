import { type FunctionComponent, options, type Ref, type VNode } from "preact";
import { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useReducer, useRef } from "preact/hooks";
import { jsx as create } from "preact/jsx-runtime";

/**
 * The little of React that the virtual list is written for; the build puts this in its place. Preact's own React layer
 * would change what `onChange`, `onBlur` and styles mean on the whole page the moment the list is loaded.
 */
export { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useReducer, useRef };

type Props = Record<string, unknown>;

/** Draws again only when a prop has changed. */
export function memo(Part: FunctionComponent<Props>): FunctionComponent<Props> {
  return (props) => {
    const drawn = useRef<VNode | null>(null);
    const last = useRef(props);
    if (!drawn.current || isChanged(last.current, props)) drawn.current = create(Part, props);
    last.current = props;
    return drawn.current;
  };
}

const isChanged = (a: Props, b: Props): boolean =>
  Object.keys(b).length !== Object.keys(a).length || Object.keys(b).some((name) => a[name] !== b[name]);

/** Hands a `ref` on as an argument; Preact has it among the props. */
export const forwardRef =
  (draw: (props: Props, ref: Ref<unknown>) => VNode): FunctionComponent<Props & { readonly ref?: Ref<unknown> }> =>
  ({ ref = null, ...props }) =>
    draw(props, ref);

/** Lengths without a unit are pixels. */
export function jsx(type: string | FunctionComponent<Props>, props: Props, key?: string): VNode {
  if (typeof type !== "string") return create(type, props, key);
  const { style } = props;
  return create(type, isStyle(style) ? { ...props, style: inPixels(style) } : props, key);
}

const isStyle = (value: unknown): value is Props => typeof value === "object" && value !== null;

const inPixels = (style: Props): Props =>
  Object.fromEntries(
    Object.entries(style).map(([name, value]) => [name, typeof value === "number" ? `${value}px` : value]),
  );

/** Draws what `change` changes before it returns. */
export function flushSync(change: () => void): void {
  const { debounceRendering: before } = options;
  const draws: (() => void)[] = [];
  options.debounceRendering = (draw) => draws.push(draw);
  try {
    change();
    for (const draw of draws) draw();
  } finally {
    // Absent is Preact's own way; the type knows no way to say so.
    if (before) options.debounceRendering = before;
    else delete options.debounceRendering;
  }
}
