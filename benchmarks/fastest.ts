/**
 * The fastest quarter of what was measured of one thing, rounded up, sorted.
 *
 * What else a machine has to do makes it slower for a while, and nothing makes it faster. So of measurements that are spread over some time the
 * fastest tell most of what is measured, and least of what was going on beside it.
 */
export function fastestQuarter(times: number[]): number[] {
  return times.toSorted((left, right) => left - right).slice(0, Math.ceil(times.length / 4));
}
