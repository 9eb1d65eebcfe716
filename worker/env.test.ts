import { describe, expect, test } from "vitest";
import { type Env, settings } from "./env.ts";

const read = (vars: Partial<Env>) => settings({ ...vars } as Env);

describe("settings", () => {
  test("nothing set is embedded mode on both loopback names", () => {
    expect(read({})).toMatchObject({
      mode: "embedded",
      clerk: null,
      origins: ["http://127.0.0.1:8787", "http://localhost:8787"],
    });
    expect(read({ PORT: "9000" }).origins).toEqual(["http://127.0.0.1:9000", "http://localhost:9000"]);
  });
  test("allowed origins replace the loopback names, as origins", () => {
    const { origins } = read({ ALLOWED_ORIGINS: "https://Cafe.example/, http://192.168.1.5:8787" });
    expect(origins).toEqual(["https://cafe.example", "http://192.168.1.5:8787"]);
  });
  test("what is set to nothing is not set", () => {
    expect(read({ CLERK_JWT_KEY: " ", CLERK_PUBLISHABLE_KEY: "" }).mode).toBe("embedded");
  });
  test("Clerk by half is Clerk, without a way in", () => {
    expect(read({ CLERK_SECRET_KEY: "sk" })).toMatchObject({ mode: "clerk", clerk: null });
  });
  test("a key with escaped line ends is read", () => {
    const { clerk } = read({ CLERK_JWT_KEY: "a\\nb", CLERK_PUBLISHABLE_KEY: `pk_live_${btoa("c.example$")}` });
    expect(clerk).toMatchObject({ jwtKey: "a\nb", host: "c.example" });
  });
  test.each([
    "pk",
    "pk_live_",
    "pk_live_%%%",
    `pk_live_${btoa("evil; script-src *$")}`,
    `pk_live_${btoa("c.example")}`,
  ])("%s is no publishable key, and so nobody's way in", (CLERK_PUBLISHABLE_KEY) => {
    expect(read({ CLERK_JWT_KEY: "x", CLERK_PUBLISHABLE_KEY })).toMatchObject({ mode: "clerk", clerk: null });
  });
  test("keys to encrypt with are read by version, the current one first", () => {
    const [two, one] = [2, 1].map((n) => btoa(String.fromCharCode(...new Uint8Array(32).fill(n))));
    expect(read({}).encryptionKeys).toBeNull();
    expect(read({ KEY_ENCRYPTION_KEYS: " " }).encryptionKeys).toBeNull();
    expect(read({ KEY_ENCRYPTION_KEYS: `2:${two}, 1:${one}` }).encryptionKeys).toEqual([
      { version: 2, secret: new Uint8Array(32).fill(2) },
      { version: 1, secret: new Uint8Array(32).fill(1) },
    ]);
  });
  test.each([
    ["", false],
    ["true", true],
    ["1", true],
    ["false", false],
  ])("ALLOW_CUSTOM_PROVIDERS=%s is %s", (ALLOW_CUSTOM_PROVIDERS, allowed) => {
    expect(read({ ALLOW_CUSTOM_PROVIDERS }).allowCustomProviders).toBe(allowed);
  });
  test.each([
    ["KEY_ENCRYPTION_KEYS", "secret"],
    ["KEY_ENCRYPTION_KEYS", `1:${btoa("short")}`],
    ["KEY_ENCRYPTION_KEYS", `0:${"A".repeat(43)}=`],
    ["KEY_ENCRYPTION_KEYS", `1:${"A".repeat(43)}=,1:${"B".repeat(42)}A=`],
    ["KEY_ENCRYPTION_KEYS", `1:${"A".repeat(43)}=,`],
    ["ALLOW_CUSTOM_PROVIDERS", "perhaps"],
    ["PORT", "http"],
    ["PORT", "70000"],
    ["ALLOWED_ORIGINS", "cafe.example"],
    ["ALLOWED_ORIGINS", "javascript:alert(1)"],
  ])("%s=%s is named as broken", (name, value) => {
    expect(() => read({ [name]: value })).toThrow(`broken settings: ${name}`);
  });
});
