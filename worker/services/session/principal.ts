import type { UserRole } from "../../../shared/fields/users.ts";

/** Who is asking, proved by the one verification path of worker/http/auth.ts. */
export interface Principal {
  readonly userId: string;
  readonly role: UserRole;
  readonly email: string;
  /** What people see: the display name. */
  readonly name: string;
  /** `sid` of the token: one sign-in on one device. */
  readonly sessionId: string;
  readonly guest: boolean;
  /** When the token ends, Unix milliseconds. */
  readonly expiresAtMs: number;
}
