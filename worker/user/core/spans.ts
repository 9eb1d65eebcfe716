/** A stretch of time, Unix milliseconds; `to` is no part of it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The parts of `span` that `covered` does not have. `covered` is sorted, its spans apart. Linear in it. */
export function uncovered(covered: readonly Span[], span: Span): Span[] {
  const parts: Span[] = [];
  let { from } = span;
  for (const other of covered) {
    if (other.to <= from) continue;
    if (other.from >= span.to) break;
    if (other.from > from) parts.push({ from, to: other.from });
    from = Math.max(from, other.to);
  }
  if (from < span.to) parts.push({ from, to: span.to });
  return parts;
}

/** `covered` with `span`, sorted and joined where spans touch. */
export function withSpan(covered: readonly Span[], span: Span): Span[] {
  const joined: Span[] = [];
  for (const next of [...covered, span].toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && next.from <= last.to) joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    else joined.push(next);
  }
  return joined;
}
