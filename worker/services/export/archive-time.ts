/** How long an archive may be fetched, milliseconds. Chosen: a week, as archives of other services. */
export const ARCHIVE_MS = 7 * 24 * 3_600_000;
