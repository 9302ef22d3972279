import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fastestQuarter } from '../../benchmarks/fastest.ts';
import { joinPasses, type Batch, type Result } from '../../benchmarks/weights/passes.ts';

const result = (value: number, extrinsic_time: number): Result => ({
  components: [['c', value]],
  extrinsic_time,
  reads: value,
  writes: 0,
});

const batch = (benchmark: string, time_results: Result[]): Batch => ({
  pallet: 'pallet',
  instance: 'Pallet',
  benchmark,
  time_results,
  db_results: [result(0, 0), result(1, 0)],
});

describe('fastestQuarter', () => {
  it('keeps a quarter, rounded up, in order of time', () => {
    assert.deepEqual(fastestQuarter([50, 10, 40, 20, 30]), [10, 20]);
    assert.deepEqual(fastestQuarter([9, 100, 11, 10]), [9]);
  });

  it('keeps the only one that there is, and nothing of nothing', () => {
    assert.deepEqual(fastestQuarter([7]), [7]);
    assert.deepEqual(fastestQuarter([]), []);
  });
});

describe('joinPasses', () => {
  it('keeps the fastest quarter of each point over all passes, not of each pass', () => {
    const slow = [batch('call', [result(0, 40), result(0, 44), result(1, 10), result(1, 90)])];
    const fast = [batch('call', [result(0, 20), result(0, 22), result(1, 12), result(1, 11)])];
    const [joined] = joinPasses([slow, fast]);
    assert.deepEqual(joined?.time_results, [result(0, 20), result(1, 10)]);
  });

  it('takes what is read and written from the first pass, once', () => {
    const first = [batch('call', [result(0, 1)])];
    const second = first.map((batch) => ({ ...batch, db_results: [] }));
    assert.deepEqual(joinPasses([first, second])[0]?.db_results, first[0]?.db_results);
  });

  it('keeps benchmarks apart, in their order', () => {
    const pass = [batch('one', [result(0, 1)]), batch('two', [result(0, 2)])];
    assert.deepEqual(joinPasses([pass, pass]), pass);
  });

  it('refuses passes over different benchmarks, and none at all', () => {
    const [one, two] = [[batch('one', [])], [batch('two', [])]];
    assert.throws(() => joinPasses([one, two]), /passes differ in their benchmarks: pallet::one; and pallet::two/);
    assert.throws(() => joinPasses([]), /there is no pass to join/);
  });
});
