import { expect, test } from "vitest";
import { createDeviceStorage } from "./device-storage.ts";
import { deviceId, deviceNameOf, newUuid } from "./ids.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("[CLI95] a UUID is one with and without randomUUID", () => {
  expect(newUuid()).toMatch(UUID);
  const plain = { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes) };
  const made = new Set(Array.from({ length: 200 }, () => newUuid(plain)));
  expect(made.size).toBe(200);
  for (const id of made) expect(id).toMatch(UUID);
});

test("[CLI95] a device keeps its id where the browser keeps anything", () => {
  const kept = new Map<string, string>();
  const storage = createDeviceStorage(() => ({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }));
  let n = 0;
  const id = () => `d${++n}`;
  expect(deviceId(storage, id)).toBe("d1");
  expect(deviceId(storage, id)).toBe("d1");
  storage.remove("device_id");
  expect(deviceId(storage, id)).toBe("d2");
});

test("[CLI95] storage that throws forgets", () => {
  const storage = createDeviceStorage(() => {
    throw new DOMException("denied", "SecurityError");
  });
  storage.set("a", "b");
  storage.remove("a");
  expect(storage.get("a")).toBeNull();
});

test.each([
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)", "iPhone"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "Mac"],
  ["Mozilla/5.0 (Linux; Android 16)", "Android"],
  ["Mozilla/5.0 (X11; CrOS x86_64)", "Chromebook"],
  ["Mozilla/5.0 (Windows NT 10.0)", "Windows"],
  ["curl/8", ""],
])("a device is told by its kind: %s", (userAgent, name) => {
  expect(deviceNameOf(userAgent)).toBe(name);
});
