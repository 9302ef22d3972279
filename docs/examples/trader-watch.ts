// Shows, epoch by epoch, what DIEM was sold for and what it earned.
import { connect, inDiem, inVvv, Reader } from '../../clients/ts/index.ts';

const EPOCHS = 10;

const api = await connect(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944');
const read = new Reader(api);

const { index } = await read.epoch();
for (const record of await read.history(Math.max(1, index + 1 - EPOCHS), EPOCHS)) {
  const { capacity, debited, refunded, valuePerDiem, marketVolume, averagePrice } = record;
  const used = capacity === 0n ? 0n : ((debited - refunded) * 100n) / capacity;
  const sold = marketVolume === 0n ? 'nothing sold' : `${inDiem(marketVolume)} sold at ${inVvv(averagePrice, 6)}`;
  console.log(`epoch ${record.index}: ${sold}, earned ${inVvv(valuePerDiem, 6)} unspent, ${used} % of capacity used`);
}
await api.disconnect();
