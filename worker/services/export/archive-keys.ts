import type { Env } from "../../env.ts";

const prefix = (jobId: string): string => `exports/${jobId}/`;

/** Where a part of an export lies while it runs. */
export const partKey = (jobId: string, name: string, part: number): string => `${prefix(jobId)}parts/${name}/${part}`;

/** Where the archive lies. @param secret What only those know who were given the address. */
export const archiveKey = (jobId: string, secret: string): string => `${prefix(jobId)}${secret}.zip`;

/** Keys of everything in R2 that belongs to an export. @param inside Of its parts alone: `parts/`. */
export async function archiveKeys(env: Env, jobId: string, inside = ""): Promise<string[]> {
  const keys: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await env.MEDIA.list({
      prefix: `${prefix(jobId)}${inside}`,
      ...(cursor === undefined ? {} : { cursor }),
    });
    keys.push(...page.objects.map(({ key }) => key));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return keys;
}
