import { charge } from '../../clients/ts/index.ts';
import type { Request } from './hour.ts';
import type { App, Story } from './story.ts';

/** What the hour has to cost an app. */
export interface Expected {
  charged: bigint;
  chargedReceipts: number;
  rejected: Request[];
}

/**
 * Works out, outside of the chain and in whole numbers, what an app has to be charged: each request at the model's prices, in the
 * order of the hour, as long as it fits into what the limit leaves.
 */
export function expectedOf({ prices, multiplier }: Story, { requests, budget }: App): Expected {
  const expected: Expected = { charged: 0n, chargedReceipts: 0, rejected: [] };
  for (const request of requests) {
    const cost = charge(prices, multiplier, [
      { dimension: 'InputTokens', units: request.inputTokens },
      { dimension: 'OutputTokens', units: request.outputTokens },
    ]);
    if (expected.charged + cost > budget.terms.limit) {
      expected.rejected.push(request);
    } else {
      expected.charged += cost;
      expected.chargedReceipts += 1;
    }
  }
  return expected;
}
