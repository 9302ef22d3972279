import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { runCommand } from '../../tests/support/node.ts';

/** The version of the SDK that the node is built on, as the workspace names it. */
function sdkVersion(): string {
  const manifest = readFileSync(new URL('../../Cargo.toml', import.meta.url), 'utf8');
  return /polkadot-sdk ([\d.]*\d)/.exec(manifest)?.[1] ?? 'of unknown version';
}

/** The machine, the versions, the time and the load, in one sentence: what the head of a table says. Asked for before the run. */
export function describeMachine(): string {
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const where = `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores, ${memory} GiB, ${type()} ${release()}`;
  const versions = `${runCommand('--version').trim()}, polkadot-sdk ${sdkVersion()}`;
  const date = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `Measured on ${where}, ${versions}, ${date}; load before ${loadavg()[0]!.toFixed(2)}.`;
}
