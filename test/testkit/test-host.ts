import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A machine of its own, as far as the network goes: a namespace with one cable to this one. */
export interface TestHost {
  readonly name: string;
  /** This machine's address on the cable. */
  readonly here: string;
  /** Pulls the cable out, or puts it in again: nothing that is sent arrives, and nobody is told. */
  plug(isIn: boolean): Promise<void>;
  /** Runs a program there; its output. */
  exec(program: string, args: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/** Makes one; `number`, 1 to 250, tells those of one test apart. @throws {Error} where the user may not make namespaces */
export async function makeHost(number: number): Promise<TestHost> {
  const name = `fiducial-${process.pid}-${number}`;
  // Names of devices have at most 15 letters.
  const [cable, plug] = [`fid${process.pid % 100_000}-${number}a`, `fid${process.pid % 100_000}-${number}b`];
  const net = `10.213.${number}`;
  const ip = (...args: string[]) => run('ip', args);
  await ip('netns', 'add', name);
  await ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', plug, 'netns', name);
  await ip('address', 'add', `${net}.1/30`, 'dev', cable);
  await ip('-n', name, 'address', 'add', `${net}.2/30`, 'dev', plug);
  await ip('-n', name, 'link', 'set', 'lo', 'up');
  await ip('-n', name, 'link', 'set', plug, 'up');
  await ip('link', 'set', cable, 'up');
  return {
    name,
    here: `${net}.1`,
    plug: async (isIn) => {
      await ip('link', 'set', cable, isIn ? 'up' : 'down');
    },
    exec: async (program, args) => (await run('ip', ['netns', 'exec', name, program, ...args])).stdout,
    remove: async () => {
      await ip('netns', 'delete', name);
      // It goes with the namespace, a moment later.
      await ip('link', 'delete', cable).catch(() => undefined);
    },
  };
}

/** How `fork` starts a process there; its channel to this process stays. */
export function runsIn({ name }: TestHost): { execPath: string; execArgv: string[] } {
  return { execPath: 'ip', execArgv: ['netns', 'exec', name, process.execPath] };
}
