/**
 * Compares what calls are declared to weigh, after refunds, with what it takes to execute them.
 *
 * A node fills blocks with calls of one kind after the other. When it has stopped, `benchmark block` executes these blocks again, on its
 * database and by the runtime's WebAssembly, and tells what each took of its declared weight. Writes a table into `benchmarks/results`,
 * and fails where a ratio lies outside of what is honest.
 *
 * usage: main.ts [--quick]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TestChain } from '../../tests/support/chain.ts';
import { rawSpec } from '../../tests/support/spec.ts';
import { emptyBlock, fillBlocks, type Filled } from './blocks.ts';
import { ensureAsNamed, ensureComplete } from './checks.ts';
import { describeMachine } from './machine.ts';
import { executeAgain, ofEachCall, ofEmptyBlock } from './measure.ts';
import { isHonest, markdown, type Row } from './table.ts';
import { namedUsers, workloads } from './workloads/index.ts';

const quick = process.argv.includes('--quick');
const [count, passes] = quick ? [40, 4] : [100, 20];
const results = `../results/${quick ? 'quick/' : ''}honesty.md`;

/** An epoch of an hour: none ends while calls are being signed. */
const EPOCH_MS = 3_600_000;

const spec = ['--chain', rawSpec('dev')];
const args = [...spec, '--sealing', 'manual', '--state-pruning', 'archive', '--blocks-pruning', 'archive'];

/** Fills blocks with each kind of calls, and makes an empty one after each. */
async function fillAll(chain: TestChain): Promise<{ filled: [string, Filled][]; empty: number[] }> {
  const { alice } = chain.accounts;
  await fillBlocks(chain, [[alice, chain.api.tx.sudo.sudo(chain.api.tx.vvvStaking.setEpochDuration(EPOCH_MS))]]);
  await chain.nextEpoch();
  const filled: [string, Filled][] = [];
  const empty: number[] = [];
  const called = new Set<string>();
  for (const workload of workloads(chain, namedUsers(count))) {
    process.stderr.write(`   ${workload.name}\n`);
    await workload.before?.();
    const signed = await workload.calls();
    for (const [, { method }] of signed) called.add(`${method.section}.${method.method}`);
    const blocks = await fillBlocks(chain, signed);
    await ensureAsNamed(chain.api, blocks, workload);
    filled.push([workload.name, blocks]);
    empty.push(await emptyBlock(chain));
  }
  ensureComplete(chain.api, called);
  return { filled, empty };
}

const machine = describeMachine();
const chain = await TestChain.start(args);
const { filled, empty } = await fillAll(chain);
const { basePath } = chain.node;
await chain.stop();

const blocks = [...filled.flatMap(([, { blocks }]) => blocks), ...empty];
const measured = executeAgain([...spec, '--base-path', basePath], blocks, passes);
const ofEmpty = ofEmptyBlock(measured, empty);
const rows: Row[] = filled.map(([name, filled]) => ({ name, filled, each: ofEachCall(filled, measured, ofEmpty) }));

const text = markdown(machine, ofEmpty, rows);
const file = fileURLToPath(new URL(results, import.meta.url));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, text);
console.log(text);
const dishonest = rows.filter((row) => !isHonest(row));
for (const { name } of dishonest) console.error(`the ratio of '${name}' is out of bounds`);
process.exitCode = dishonest.length === 0 ? 0 : 1;
