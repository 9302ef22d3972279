/**
 * Compares transfers on our chain with those on a plain one that the same node runs: in turns, so that what else the machine does falls on
 * both, and by the medians. How many fit into a block follows from what they are declared to weigh, which is the same on both; what they
 * cost shows in how long the node takes to make such a block.
 *
 * usage: compare.ts FOLDER TIMES BLOCKS, with DIEM_NODE and the programs of the benchmarks beside it
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { NODE_BINARY } from '../../tests/support/node.ts';
import { median } from '../median.ts';

const [folder, times, blocks] = process.argv.slice(2);
if (!folder || !times || !blocks) throw new Error('usage: compare.ts FOLDER TIMES BLOCKS');

const programs = dirname(NODE_BINARY);
const work = mkdtempSync(join(tmpdir(), 'diem-plain-'));
const plain = join(work, 'plain.json');
const results = join(work, 'results.json');
/** When it began, in UTC: `2026-01-31 12:00`. */
const date = new Date().toISOString().slice(0, 16).replace('T', ' ');

/** What one run of the harness says. */
interface Run {
  /** Transfers per second of finalised blocks. */
  perSecond: number;
  /** Milliseconds that the node took to make a block full of them: the median. */
  proposingMs: number;
}

function run(chain: string[]): Run {
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
    workloads: { figures: { units_per_second: number; proposing_ms: { p50: number } } }[];
  };
  const figures = workloads[0]?.figures;
  if (figures === undefined) throw new Error('the harness measured nothing');
  return { perSecond: figures.units_per_second, proposingMs: figures.proposing_ms.p50 };
}

function describe({ perSecond, proposingMs }: Run): string {
  return `${perSecond.toFixed(0)} transfers/s, ${proposingMs.toFixed(0)} ms to make a block`;
}

try {
  execFileSync(join(programs, 'diem-plain'), [plain]);
  const ours: Run[] = [];
  const theirs: Run[] = [];
  for (let turn = 0; turn < Number(times); turn += 1) {
    const [own, other] = [run([]), run(['--chain', plain])];
    console.log(`   this chain: ${describe(own)}; a plain one: ${describe(other)}`);
    ours.push(own);
    theirs.push(other);
  }
  const both = (figure: (run: Run) => number) => ({ this_chain: ours.map(figure), plain_chain: theirs.map(figure) });
  const perSecond = both((run) => run.perSecond);
  const proposingMs = both((run) => run.proposingMs);
  const figures = {
    date,
    plain_node_transfers: median(perSecond.this_chain) / median(perSecond.plain_chain),
    plain_node_proposing: median(proposingMs.this_chain) / median(proposingMs.plain_chain),
    transfers_per_second: perSecond,
    proposing_ms: proposingMs,
  };
  console.log(`   ratios of the medians: ${figures.plain_node_transfers.toFixed(3)} of the transfers/s,`);
  console.log(`   ${figures.plain_node_proposing.toFixed(3)} of the time to make a block`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'plain.json'), `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  rmSync(work, { recursive: true });
}
