import { existsSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NODE_BINARY, runCommand, temporaryFolder } from './node.ts';

/** The fields of a chain spec that are cut down from four validators to two. */
interface Spec {
  id: string;
  genesis: {
    runtimeGenesis: {
      patch: { validators: { validators: string[] }; session: { keys: [string, string, unknown][] } };
    };
  };
}

/**
 * The path of a chain's spec with its genesis storage worked out.
 *
 * A node starts three times as fast with it. It is made once for each build of the node.
 */
export function rawSpec(chain: string): string {
  const { size, mtimeMs } = statSync(NODE_BINARY);
  const path = join(tmpdir(), `diem-spec-${chain}-${size}-${Math.trunc(mtimeMs)}.json`);
  if (!existsSync(path)) writeWhole(path, buildSpec(chain, '--raw'));
  return path;
}

/** The path of the spec of a local chain with only the first `count` of its four validators. */
export function specOfValidators(count: number): string {
  // Balances in planck are more than a number of JavaScript holds: they stay as they are.
  const text = buildSpec('local').replace(/(?<=[\s:[,])\d{16,}(?=[\s,\]}])/g, '"planck:$&"');
  const spec = JSON.parse(text) as Spec;
  const { validators, session } = spec.genesis.runtimeGenesis.patch;
  validators.validators = validators.validators.slice(0, count);
  session.keys = session.keys.filter(([account]) => validators.validators.includes(account));
  spec.id = `local_of_${count}`;
  const folder = temporaryFolder();
  const [path, raw] = [join(folder, 'spec.json'), join(folder, 'raw.json')];
  writeFileSync(path, JSON.stringify(spec).replace(/"planck:(\d+)"/g, '$1'));
  writeFileSync(raw, buildSpec(path, '--raw'));
  return raw;
}

function buildSpec(chain: string, ...options: string[]): string {
  return runCommand('build-spec', '--chain', chain, '--disable-default-bootnode', ...options);
}

/** Writes a file in one step: another process finds all of it or nothing. */
function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}
