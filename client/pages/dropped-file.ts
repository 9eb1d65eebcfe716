let dropped: File | null = null;

/** Keeps the file of a drop for the import page; false where there was none. */
export function dropFile(data: DataTransfer | null): boolean {
  dropped = data?.files[0] ?? null;
  return dropped !== null;
}

/** The file that was dropped, once. */
export function takeDroppedFile(): File | null {
  const file = dropped;
  dropped = null;
  return file;
}
