import type { VNode } from "preact";
import { Icon, type IconName, Strokes } from "./icon.tsx";

/** Signs that nothing in the first room shows. */
const PATHS = {
  check: "M4.500 10.500 8.500 14.500 15.500 6",
  forward: "M7.5 4.5 13 10l-5.5 5.5",
  grip: "M7.500 5h.01M12.500 5h.01M7.500 10h.01M12.500 10h.01M7.500 15h.01M12.500 15h.01",
  info: "M10 9v5M10 6v.01M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15",
  trash: "M4 6h12M8 6V3.500h4V6M5.500 6l.700 10.500h7.600L14.500 6",
  updown: "M10 3v14M6 7l4-4 4 4M6 13l4 4 4-4",
  upload: "M10 13.500v-10M5.500 8 10 3.500 14.500 8M3.500 13v3.500h13V13",
} as const;
type LateName = keyof typeof PATHS;
export type AnyIconName = IconName | LateName;

const isLate = (name: AnyIconName): name is LateName => name in PATHS;

/** Any sign, for parts that come later. */
export const LateIcon = ({ name }: { name: AnyIconName }): VNode =>
  isLate(name) ? <Strokes path={PATHS[name]} /> : <Icon name={name} />;
