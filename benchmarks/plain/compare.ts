/**
 * Compares transfers on our chain with those on a plain one that the same node runs: in turns, so that what else the machine does falls on
 * both, and by the medians.
 *
 * usage: compare.ts FOLDER TIMES BLOCKS, with DIEM_NODE and the programs of the benchmarks beside it
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { NODE_BINARY } from '../../tests/support/node.ts';

const [folder, times, blocks] = process.argv.slice(2);
if (!folder || !times || !blocks) throw new Error('usage: compare.ts FOLDER TIMES BLOCKS');

const programs = dirname(NODE_BINARY);
const work = mkdtempSync(join(tmpdir(), 'diem-plain-'));
const plain = join(work, 'plain.json');
const results = join(work, 'results.json');

/** Transfers per second in one run of the harness. */
function transfers(chain: string[]): number {
  const options = [
    '--node',
    NODE_BINARY,
    '--quick',
    '--only',
    'transfers',
    '--blocks',
    blocks ?? '',
    '--output',
    results,
    ...chain,
  ];
  execFileSync(join(programs, 'diem-throughput'), options, { stdio: ['ignore', 'ignore', 'inherit'] });
  const { workloads } = JSON.parse(readFileSync(results, 'utf8')) as {
    workloads: { figures: { units_per_second: number } }[];
  };
  const measured = workloads[0]?.figures.units_per_second;
  if (measured === undefined) throw new Error('the harness measured nothing');
  return measured;
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  const half = sorted.length / 2;
  const middle = sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1);
  return middle.reduce((sum, number) => sum + number, 0) / middle.length;
}

try {
  execFileSync(join(programs, 'diem-plain'), [plain]);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let turn = 0; turn < Number(times); turn += 1) {
    ours.push(transfers([]));
    theirs.push(transfers(['--chain', plain]));
    console.log(`   ${ours.at(-1)?.toFixed(0)} transfers/s on this chain, ${theirs.at(-1)?.toFixed(0)} on a plain one`);
  }
  const ratio = median(ours) / median(theirs);
  console.log(`   ratio of the medians: ${ratio.toFixed(3)}`);
  const figures = { plain_node_transfers: ratio, transfers_per_second: { this_chain: ours, plain_chain: theirs } };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'plain.json'), `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  rmSync(work, { recursive: true });
}
