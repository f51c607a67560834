import { Agent, request } from 'node:http';

/** How long single requests took, ascending, and all of them together. */
export interface Load {
  readonly milliseconds: readonly number[];
  readonly seconds: number;
}

/** A document with its variables. */
export interface Asked {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** How many do something at once, and for how long. */
interface Span {
  readonly connections: number;
  readonly seconds: number;
}

/** Does something again and again, `connections` times at once, each as soon as the one before it is done. */
export async function repeatAtOnce(
  work: () => Promise<unknown>,
  { connections, seconds }: Span,
): Promise<Load> {
  const milliseconds: number[] = [];
  const began = performance.now();
  const one = async () => {
    while (performance.now() < began + 1000 * seconds) {
      const sent = performance.now();
      await work();
      milliseconds.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  return {
    milliseconds: milliseconds.sort((a, b) => a - b),
    seconds: (performance.now() - began) / 1000,
  };
}

/**
 * Sends documents over kept connections for a while.
 *
 * @throws {Error} with the answer, for one that has errors or no data
 */
export async function askAtOnce(
  address: string,
  { next, ...span }: Span & { next: () => Asked },
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: span.connections });
  const ask = async () => {
    const answer = await post(`${address}/graphql`, agent, JSON.stringify(next()));
    if (!answer.startsWith('{"data":{') || answer.includes('"errors"')) throw new Error(answer.slice(0, 500));
  };
  try {
    return await repeatAtOnce(ask, span);
  } finally {
    agent.destroy();
  }
}

function post(url: string, agent: Agent, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      response.once('end', () => resolve(text)).once('error', reject);
    });
    sent.once('error', reject).end(body);
  });
}

/** The value below which a share of the sorted ones lies. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
