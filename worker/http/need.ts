import { AppError } from "../../shared/app-error.ts";
import type { Caller } from "./auth.ts";
import type { Endpoint } from "./endpoint.ts";

/** Whether `caller` is what an endpoint needs. @throws AppError `unauthenticated`, `forbidden`. */
export function checkNeed({ need }: Endpoint, caller: Caller | null): void {
  if (need === "none") return;
  if (caller === null) throw new AppError("unauthenticated", "no session");
  if (need === "platform" && caller.principal.role === "user") throw new AppError("forbidden", "not staff");
  if (need === "platform-admin" && caller.principal.role !== "admin") throw new AppError("forbidden", "not an admin");
}
