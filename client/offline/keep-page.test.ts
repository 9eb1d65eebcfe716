import { expect, test, vi } from "vitest";
import { keepPage } from "./keep-page.ts";

function page(changes: Partial<Parameters<typeof keepPage>[0]> = {}) {
  const unregister = vi.fn(async () => true);
  const register = vi.fn<ServiceWorkerContainer["register"]>();
  const getRegistrations = async () => [{ unregister } as unknown as ServiceWorkerRegistration];
  const all = { workers: { register, getRegistrations }, trustedTypes: undefined, isSparing: false, isBuilt: true };
  return { register, unregister, keep: () => keepPage({ ...all, ...changes }) };
}

test("[OFF6] a built page asks for its service worker by the one address there is", async () => {
  const trusted = new URL("https://cafe.example/trusted");
  const rules: { createScriptURL(): string }[] = [];
  const trustedTypes = {
    createPolicy: (_name: string, rule: { createScriptURL(): string }) => {
      rules.push(rule);
      return { createScriptURL: () => trusted };
    },
  };
  const plain = page();
  await plain.keep();
  expect(plain.register.mock.calls).toEqual([["/service-worker.js", { updateViaCache: "none" }]]);
  const strict = page({ trustedTypes });
  await strict.keep();
  expect(strict.register.mock.calls[0]?.[0]).toBe(trusted);
  expect(rules.map((rule) => rule.createScriptURL())).toEqual(["/service-worker.js"]);
});

test("[OFF6] no service worker for a development server, for who spares data, nor where there are none", async () => {
  const dev = page({ isBuilt: false });
  await dev.keep();
  expect([dev.register.mock.calls.length, dev.unregister.mock.calls.length]).toEqual([0, 1]);
  const sparing = page({ isSparing: true });
  await sparing.keep();
  expect(sparing.register).not.toHaveBeenCalled();
  await page({ workers: undefined }).keep();
});

test("[OFF6] a browser that refuses is left in peace", async () => {
  const { register, keep } = page();
  register.mockRejectedValue(new Error("storage is switched off"));
  await keep();
  expect(register).toHaveBeenCalledOnce();
});
