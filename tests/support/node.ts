import { spawn, spawnSync, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The line in which a node says where it serves. */
const SERVING = /Running JSON-RPC server: addr=([\d.]+:\d+)/;

/** How long a node may take until it serves. */
const START_MS = 60_000;

/** How long a node may take to stop when it is asked to. */
const STOP_MS = 20_000;

const cacheFolder = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
const targetFolder = process.env.CARGO_TARGET_DIR ?? join(cacheFolder, 'vvv/target');

/** The node that is tested. */
export const NODE_BINARY = process.env.DIEM_NODE ?? join(targetFolder, 'release/diem-node');

/** What this process has started or written, to be cleared away when it ends. */
const running = new Set<ChildProcess>();
const folders: string[] = [];

process.on('exit', (code) => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) {
    if (code === 0) rmSync(folder, { recursive: true, force: true });
    else console.error(`data and logs of the nodes are kept in ${folder}`);
  }
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

/** A folder for a test, removed when all tests of the process have passed. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'diem-test-'));
  folders.push(folder);
  return folder;
}

/** A running node on ports of its own. */
export class NodeProcess {
  readonly endpoint: string;
  /** Where it keeps keys and database; another node can go on from there. */
  readonly basePath: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, endpoint: string, basePath: string) {
    this.#child = child;
    this.endpoint = endpoint;
    this.basePath = basePath;
  }

  /** Starts a node and waits until it serves. */
  static start(args: string[], basePath = temporaryFolder()): Promise<NodeProcess> {
    mkdirSync(basePath, { recursive: true });
    const port = args.includes('--port') ? [] : ['--port', '0'];
    const common = ['--base-path', basePath, '--rpc-port', '0', ...port, '--no-prometheus', '--no-telemetry'];
    return NodeProcess.of(spawn(NODE_BINARY, [...common, '--rpc-methods', 'unsafe', ...args]), basePath);
  }

  /** Waits until a node serves that was just started, on data in `basePath`. */
  static async of(child: ChildProcessWithoutNullStreams, basePath: string): Promise<NodeProcess> {
    const log = join(basePath, `node-${Date.now()}.log`);
    running.add(child);
    child.on('exit', () => running.delete(child));
    const output = createWriteStream(log);
    child.stdout.pipe(output);
    child.stderr.pipe(output);
    return new NodeProcess(child, `ws://${await servingAddress(child, log)}`, basePath);
  }

  /** Stops the node as a service manager does. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Ends the node as a power cut does: it can't write anything down. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill(signal);
    const stopped = await Promise.race([exit, sleep(STOP_MS, null, { ref: false })]);
    if (stopped === null) {
      this.#child.kill('SIGKILL');
      throw new Error(`the node did not stop within ${STOP_MS} ms of ${signal}`);
    }
  }
}

/** Runs one of the node's subcommands and gives what it prints. */
export function runCommand(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(NODE_BINARY, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`diem-node ${args.join(' ')} failed:\n${stderr}`);
  return stdout;
}

async function servingAddress(child: ChildProcess, log: string): Promise<string> {
  let failure: Error | undefined;
  child.on('error', (error) => (failure = error));
  for (const deadline = Date.now() + START_MS; Date.now() < deadline; await sleep(50)) {
    if (failure !== undefined) throw failure;
    const text = readFileSync(log, { encoding: 'utf8', flag: 'a+' });
    const address = SERVING.exec(text)?.[1];
    if (address !== undefined) return address;
    if (child.exitCode !== null) throw new Error(`the node did not start:\n${text}`);
  }
  child.kill('SIGKILL');
  throw new Error(`the node does not serve after ${START_MS} ms; its log is ${log}`);
}
