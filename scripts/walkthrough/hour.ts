import { readFileSync } from 'node:fs';
import type { Usage } from '../../clients/ts/index.ts';

/** A request that was served, as the real hour has it. */
export interface Request {
  /** Its place in the hour, counted from zero. */
  index: number;
  inputTokens: number;
  outputTokens: number;
}

/** Reads the real hour of conversations: 19,366 requests. */
export function readHour(): Request[] {
  const file = new URL('../../tests/data/azure-llm-inference-2023-conv.csv', import.meta.url);
  const [, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  return lines.map((line, index) => {
    const [, context, generated] = line.split(',');
    return { index, inputTokens: Number(context), outputTokens: Number(generated) };
  });
}

/** What some requests consumed together, in the chain's dimensions. */
export function usageOf(requests: Request[]): Usage {
  return [
    { dimension: 'InputTokens', units: requests.reduce((sum, request) => sum + request.inputTokens, 0) },
    { dimension: 'OutputTokens', units: requests.reduce((sum, request) => sum + request.outputTokens, 0) },
  ];
}
