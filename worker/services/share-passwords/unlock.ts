import type { z } from "zod";
import { AppError } from "../../../shared/app-error.ts";
import type { UnlockAnswer } from "../../../shared/fields/share-passwords.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import type { Viewer } from "../access/rights.ts";
import type { LockableType } from "../access/unlocked.ts";
import type { Issuer } from "../session/issuer.ts";
import { readLock } from "./locks.ts";
import { isPasswordOf } from "./password-hash.ts";
import { issueShareToken } from "./share-token.ts";

/**
 * Lets in whoever knows the password of a share. Trying is limited by the endpoint's rates, and about 0.2 s of CPU each.
 * What is not there or not shared by password is found out before, in less time: reading it tells the same.
 * @throws AppError `not_found`; `conflict` where no password is asked; `forbidden` for a wrong one.
 */
export async function unlock(
  db: Db,
  issuer: Issuer,
  { type, id, password }: { readonly type: LockableType; readonly id: string; readonly password: string },
  viewer: Viewer,
): Promise<z.output<typeof UnlockAnswer>> {
  const lock = await readLock(db, type, id, viewer);
  if (lock === undefined || (lock.right === null && lock.isLocked === 0))
    throw new AppError("not_found", "no such share");
  if (lock.hash === null)
    throw new AppError("conflict", "no password", { publicMessage: "This has no password: read it as it is." });
  if (!(await isPasswordOf(password, lock.hash)))
    throw new AppError("forbidden", "wrong password", {
      publicMessage: "That is not the password.",
      fields: [{ path: "password", message: "is not the password" }],
    });
  const { token, expiresAtMs } = await issueShareToken(
    issuer,
    { type, id, version: lock.version },
    viewer.userId,
    viewer.nowMs,
  );
  return { token, expires_at: isoTime(expiresAtMs) };
}
