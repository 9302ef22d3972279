// Stakes 100 VVV for Bob and shows what weight it will have.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const VVV = 10n ** 18n;

const api = await ApiPromise.create({
  provider: new WsProvider(process.env.VVV_ENDPOINT ?? 'ws://127.0.0.1:9944'),
  noInitWarn: true,
});
const bob = new Keyring({ type: 'sr25519' }).addFromUri('//Bob');

await new Promise<void>((resolve, reject) => {
  api.tx.vvvStaking
    .stake(100n * VVV)
    .signAndSend(bob, ({ status, dispatchError }) => {
      if (dispatchError?.isModule) {
        const { name, docs } = api.registry.findMetaError(dispatchError.asModule);
        reject(new Error(`${name}: ${docs.join(' ')}`));
      } else if (status.isInBlock || status.isFinalized) {
        resolve();
      }
    })
    .catch(reject);
});

const account = (await api.call.diemApi.account(bob.address)).toHuman() as Record<string, string>;
console.log('staked', account.staked, 'weight now', account.weight, 'weight next epoch', account.nextWeight);
await api.disconnect();
