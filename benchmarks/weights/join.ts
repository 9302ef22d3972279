/**
 * Joins the passes of a pallet's benchmarks into one, which `benchmark pallet --json-input` can be given.
 *
 * usage: join.ts PASS.json… >JOINED.json
 */
import { readFileSync } from 'node:fs';
import { joinPasses, type Batch } from './passes.ts';

const passes = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')) as Batch[]);
process.stdout.write(JSON.stringify(joinPasses(passes)));
