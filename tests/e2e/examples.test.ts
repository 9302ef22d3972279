import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sealed } from '../support/chain.ts';
import { NodeProcess } from '../support/node.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const examples = readdirSync(join(repository, 'docs/examples'));
const guides = readdirSync(join(repository, 'docs/guides')).map((file) => join('docs/guides', file));
const pages = ['README.md', ...guides];

/** Blocks of two of the chain's seconds come four times a second, so an epoch of a minute lasts some eight seconds. */
const SEALING_MS = '250';

/** A code block that quotes an example: the marker with its path in `docs`, then the block. */
const QUOTE = /<!-- example: (\S+) -->\s*```(?:ts|sh)\n(.*?)^```/gms;

interface Quote {
  page: string;
  path: string;
  text: string;
}

function quotes(): Quote[] {
  return pages.flatMap((page) => {
    const text = readFileSync(join(repository, page), 'utf8');
    return [...text.matchAll(QUOTE)].map(([, path, code]) => ({ page, path: path!, text: code! }));
  });
}

describe('the examples of the documentation', () => {
  let node: NodeProcess;
  before(async () => (node = await NodeProcess.start(sealed(SEALING_MS))));
  after(() => node.stop());

  for (const { page, path, text } of quotes()) {
    it(`are in ${page} as they are in ${path}`, () => {
      const file = join(repository, 'docs', path);
      assert.ok(existsSync(file), `${path} does not exist`);
      assert.equal(text, readFileSync(file, 'utf8'));
    });
  }

  it('are each in a guide or in the README', () => {
    const quoted = quotes().map(({ path }) => path);
    assert.deepEqual(
      examples.filter((file) => !quoted.includes(`examples/${file}`)),
      [],
    );
  });

  // Those of an operator need a node of their own: `operators.test.ts` runs them.
  for (const file of examples.filter((name) => name.endsWith('.ts'))) {
    it(`run: ${file}`, { timeout: 120_000 }, async () => {
      const child = spawn(process.execPath, ['--import', 'tsx', join(repository, 'docs/examples', file)], {
        cwd: repository,
        env: { ...process.env, VVV_ENDPOINT: node.endpoint },
      });
      let output = '';
      child.stdout.on('data', (data: Buffer) => (output += data));
      child.stderr.on('data', (data: Buffer) => (output += data));
      const [code] = (await once(child, 'exit')) as [number | null];
      assert.equal(code, 0, output);
    });
  }
});
