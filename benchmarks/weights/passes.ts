import { fastestQuarter } from '../fastest.ts';

/** What a benchmark took and did at one point: for these values of its components. */
export interface Result {
  components: [name: string, value: number][];
  /** In nanoseconds. */
  extrinsic_time: number;
  reads: number;
  writes: number;
}

/** All that was measured of one benchmark, as the SDK writes it down, with `benchmark pallet --json-file`, and reads it again. */
export interface Batch {
  pallet: string;
  instance: string;
  benchmark: string;
  time_results: Result[];
  db_results: Result[];
}

/**
 * Joins what was measured in several passes over the same benchmarks: of each point the fastest quarter.
 *
 * Reads and writes do not depend on the machine, so those of the first pass stand for all.
 */
export function joinPasses(passes: Batch[][]): Batch[] {
  const [first, ...further] = passes;
  if (first === undefined) throw new Error('there is no pass to join');
  for (const pass of further) ensureSameBenchmarks(first, pass);
  return first.map((batch, index) => ({
    ...batch,
    time_results: fastestOfEachPoint(passes.flatMap((pass) => pass[index]!.time_results)),
  }));
}

function ensureSameBenchmarks(first: Batch[], other: Batch[]): void {
  const names = (batches: Batch[]) => batches.map(({ pallet, benchmark }) => `${pallet}::${benchmark}`).join(', ');
  if (names(first) !== names(other)) {
    throw new Error(`passes differ in their benchmarks: ${names(first)}; and ${names(other)}`);
  }
}

function fastestOfEachPoint(results: Result[]): Result[] {
  const points = new Map<string, Result[]>();
  for (const result of results) {
    const point = JSON.stringify(result.components);
    const others = points.get(point);
    if (others === undefined) points.set(point, [result]);
    else others.push(result);
  }
  return [...points.values()].flatMap((point) => {
    const times = fastestQuarter(point.map(({ extrinsic_time }) => extrinsic_time));
    return times.map((extrinsic_time) => ({ ...point[0]!, extrinsic_time }));
  });
}
