import { Reader, type EpochInfo } from '../../clients/ts/index.ts';
import type { Story } from './story.ts';
import { ProgressBar } from './terminal.ts';

/** Waits until the epoch after `index` is open, with a bar that fills block by block, and gives it. */
export async function nextEpoch({ api }: Story, index: number): Promise<EpochInfo> {
  const current = await new Reader(api).epoch();
  if (current.index > index) return current;
  const length = Number(current.endsAt - current.startedAt);
  const bar = new ProgressBar(`epoch ${index}`, length);
  return new Promise((resolve, reject) => {
    const onBlock = async (number: number, hash: string) => {
      const at = await api.at(hash);
      const epoch = await new Reader(at).epoch();
      const now = Number((await at.query.timestamp.now()).toString());
      const left = Math.max(0, Number(epoch.endsAt) - now);
      if (epoch.index > index) {
        bar.show(length, `block ${number} opens epoch ${epoch.index}`);
        bar.end();
        (await unsubscribe)();
        resolve(epoch);
      } else {
        bar.show(length - left, `block ${number}, ${Math.ceil(left / 1000)} s left`);
      }
    };
    const unsubscribe = api.rpc.chain.subscribeNewHeads((header) => {
      onBlock(header.number.toNumber(), header.hash.toHex()).catch(reject);
    });
    unsubscribe.catch(reject);
  });
}
