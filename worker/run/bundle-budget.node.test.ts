import { expect, test } from "vitest";
import { firstRoomFiles, type Manifest } from "./bundle-budget.ts";

const manifest: Manifest = {
  "index.html": {
    file: "assets/index.js",
    isEntry: true,
    imports: ["_shared.js"],
    dynamicImports: ["room/room-page.tsx", "admin/admin-page.tsx"],
    css: ["assets/index.css"],
  },
  "_shared.js": { file: "assets/shared.js", imports: ["index.html"] },
  "room/room-page.tsx": { file: "assets/room.js", imports: ["_list.js"], css: ["assets/room.css"] },
  "_list.js": { file: "assets/list.js", css: ["assets/index.css"], dynamicImports: ["admin/admin-page.tsx"] },
  "admin/admin-page.tsx": { file: "assets/admin.js", css: ["assets/admin.css"] },
};

test("the first room is the entry and the room with all that they import, and no screen besides", () => {
  expect(firstRoomFiles(manifest)).toEqual({
    js: ["assets/index.js", "assets/shared.js", "assets/room.js", "assets/list.js"],
    css: ["assets/index.css", "assets/room.css"],
  });
});

test("a manifest without an entry is refused: it would weigh nothing", () => {
  expect(() => firstRoomFiles({ "a.ts": { file: "a.js" } })).toThrow("no entry");
});
