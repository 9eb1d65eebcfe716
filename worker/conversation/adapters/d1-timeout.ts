/** How long D1 may take, milliseconds; stalls of 30 s are known. A write cut off may still have been carried out (reliability §1.2). */
export const D1_TIMEOUT_MS = 8_000;

/** `work`, or an error once `ms` are over. */
export async function withTimeout<T>(work: Promise<T>, ms: number = D1_TIMEOUT_MS): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`D1 did not answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
