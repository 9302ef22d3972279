import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isHonest, markdown, type Row } from '../../benchmarks/honesty/table.ts';

const NAMED = 'metering.submitReceipts, 1,000 in 100 groups, ledgers touched first';

/** Calls that are declared at a microsecond, and took so many nanoseconds. */
const row = (name: string, actual: number): Row => ({
  name,
  filled: { blocks: [1], calls: 10 },
  each: { declared: 1_000, actual },
});

describe('isHonest', () => {
  it('has its bounds at three tenths and at one', () => {
    const honest = (actual: number) => isHonest(row('any', actual));
    assert.deepEqual([299, 300, 1_000, 1_001].map(honest), [false, true, true, false]);
  });

  it('lets the named row lie below, and none above', () => {
    const honest = (actual: number) => isHonest(row(NAMED, actual));
    assert.deepEqual([200, 1_001].map(honest), [true, false]);
  });
});

describe('markdown', () => {
  const lineOf = (name: string, actual: number) => {
    const text = markdown('A machine.', { declared: 1_000, actual: 500 }, [row(name, actual)]);
    return text.split('\n').find((line) => line.startsWith(`| ${name}`));
  };

  it('says where a ratio lies that lies outside, and why it may', () => {
    assert.match(lineOf(NAMED, 200)!, /\| 0\.20 \| below: each ledger is charged/);
    assert.match(lineOf(NAMED, 2_000)!, /\| 2\.00 \| above \|$/);
    assert.match(lineOf('any', 200)!, /\| 0\.20 \| below \|$/);
    assert.match(lineOf('any', 500)!, /\| 0\.50 \| {2}\|$/);
  });
});
