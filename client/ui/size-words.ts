const sizes = [
  ["megabyte", 1_000_000],
  ["kilobyte", 1_000],
] as const;

/** "1.2 MB". */
export function sizeWords(bytes: number): string {
  const [unit, of] = sizes.find(([, size]) => bytes >= size) ?? (["byte", 1] as const);
  // Its short form would be "68 byte".
  const unitDisplay = unit === "byte" ? "long" : "short";
  return new Intl.NumberFormat(undefined, { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 }).format(
    bytes / of,
  );
}
