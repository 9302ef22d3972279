/**
 * Compares what calls are declared to weigh, after refunds, with what it takes to execute them.
 *
 * A node fills blocks with calls of one kind after the other. When it has stopped, `benchmark block` executes these blocks again, on its
 * database and by the runtime's WebAssembly, and tells what each took of its declared weight.
 */
import { sealed, TestChain } from '../../tests/support/chain.ts';
import { emptyBlock, fillBlocks, type Filled } from './blocks.ts';
import { executeAgain, ofEachCall, ofEmptyBlock } from './measure.ts';
import { users, workloads } from './workloads.ts';

/** Between these lies the ratio of what was measured to what was declared. */
const LEAST = 0.3;
const MOST = 1.0;

const quick = process.argv.includes('--quick');
const [count, repeat] = quick ? [40, 2] : [80, 10];

const args = [...sealed('manual'), '--state-pruning', 'archive', '--blocks-pruning', 'archive'];
const chain = await TestChain.start(args);
const filled: [string, Filled][] = [];
const empty: number[] = [];
for (const { name, nextEpoch, calls } of workloads(chain, users(count))) {
  if (nextEpoch) await chain.nextEpoch();
  process.stderr.write(`   ${name}\n`);
  filled.push([name, await fillBlocks(chain, await calls())]);
  empty.push(await emptyBlock(chain));
}
const { basePath } = chain.node;
await chain.stop();

const where = [...args.slice(0, 2), '--base-path', basePath];
const measured = executeAgain(where, [...filled.flatMap(([, { blocks }]) => blocks), ...empty], repeat);
console.log('| calls | blocks | declared for each, µs | measured, µs | ratio | |\n|---|---|---|---|---|---|');
let outside = 0;
const ofEmpty = ofEmptyBlock(measured, empty);
for (const [name, blocks] of filled) {
  const { declared, actual } = ofEachCall(blocks, measured, ofEmpty);
  const ratio = actual / declared;
  const each = (total: number) => (total / 1_000).toFixed(0);
  const verdict = ratio < LEAST ? 'below' : ratio > MOST ? 'above' : '';
  if (verdict !== '') outside += 1;
  console.log(
    `| ${name} × ${blocks.calls} | ${blocks.blocks.length} | ${each(declared)} | ${each(actual)} | ${ratio.toFixed(2)} | ${verdict} |`,
  );
}
console.log(`\n${filled.length - outside} of ${filled.length} lie between ${LEAST} and ${MOST}.`);
