// The files that draw share one document and their modules, as the tabs of a long day do. This is run before each file: it
// begins with an empty page and an empty browser, and what a test drew goes with it.
import { afterEach } from "vitest";
import { unmountAll } from "./mount.tsx";

document.body.replaceChildren();
localStorage.clear();
sessionStorage.clear();

afterEach(unmountAll);
