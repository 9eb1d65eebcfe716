import { verifyWebhook } from "@clerk/backend/webhooks";
import { z } from "zod";
import { AppError } from "../../../shared/app-error.ts";
import { applyClerkEvent } from "../../services/users/clerk-events.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";

/** @throws AppError `unauthenticated` for a delivery that Clerk did not sign within the last five minutes. */
async function verified(request: Request, body: Uint8Array<ArrayBuffer>, secret: string) {
  try {
    const copy = new Request(request.url, { method: "POST", headers: request.headers, body });
    return await verifyWebhook(copy, { signingSecret: secret });
  } catch (cause) {
    throw new AppError("unauthenticated", "webhook signature", { cause });
  }
}

const clerk = endpoint({
  method: "POST",
  path: "/api/webhooks/clerk",
  need: "none",
  summary: "Clerk's deliveries: users created, updated, deleted; sessions ended",
  bodyKind: "raw",
  output: z.object({ received: z.literal(true) }),
  handler: async ({ env, request, nowMs, settings }, { body }) => {
    if (settings.webhookSecret === null) throw new AppError("not_configured", "CLERK_WEBHOOK_SECRET");
    const { bytes } = body as unknown as { bytes: Uint8Array<ArrayBuffer> };
    const { type, data } = await verified(request, bytes, settings.webhookSecret);
    await applyClerkEvent(env, { id: request.headers.get("svix-id") ?? "", type, data }, nowMs);
    return { received: true as const };
  },
});

export const webhookEndpoints: readonly Endpoint[] = [clerk];
