import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { childVariables } from '../env';
import { configurationError, SetUpError } from '../set-up-error';
import { describeLogLine } from './describe-log-line';
import { openLogFile } from './log-file';

/** A process of the product. */
export interface ProcessPlan {
  /** What people call it. */
  readonly name: string;
  readonly file: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  /** For Node, before the file. */
  readonly nodeArgs?: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Resolves once it does its work; a process of ours says so by a message. */
  readonly ready?: () => Promise<void>;
  readonly logFile: string;
}

/** A process that is started again when it dies. */
export interface KeptProcess {
  stop(): Promise<void>;
}

const graceMs = 35_000;
const longestDelayMs = 30_000;
/** A process that ran so long had started well. */
const healthyMs = 60_000;

/**
 * Starts a process and keeps it running: one that dies is started again after 1 to 30 s.
 *
 * @throws {SetUpError} with the process's own words when it cannot start
 */
export async function keepRunning(plan: ProcessPlan, say: (line: string) => void): Promise<KeptProcess> {
  let stopping = false;
  let delayMs = 1000;
  let current = launch(plan, say);
  await current.ready;
  const watch = async (): Promise<void> => {
    for (;;) {
      const began = performance.now();
      const { code, words } = await current.exited;
      if (stopping) return;
      delayMs = performance.now() - began > healthyMs ? 1000 : Math.min(delayMs * 2, longestDelayMs);
      say(`${plan.name} ended (${code}); it is started again in ${delayMs / 1000} s. ${words}`.trim());
      await sleep(delayMs);
      if (stopping) return;
      current = launch(plan, say);
      await current.ready.catch(() => undefined);
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopping = true;
      await current.stop();
      await Promise.race([watching, sleep(100)]);
    },
  };
}

interface Launched {
  readonly ready: Promise<void>;
  readonly exited: Promise<{ code: string; words: string }>;
  stop(): Promise<void>;
}

function launch(plan: ProcessPlan, say: (line: string) => void): Launched {
  const child = fork(plan.file, [...(plan.args ?? [])], {
    env: childVariables(plan.variables),
    execArgv: ['--enable-source-maps', ...(plan.nodeArgs ?? [])],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C in a terminal reaches the supervisor alone, which stops the others in order.
    detached: true,
    ...(plan.cwd ? { cwd: plan.cwd } : {}),
  });
  const tail = copyOutput(child, plan, say);
  const exited = new Promise<{ code: string; words: string }>((resolve) => {
    child.once('error', (error) => resolve({ code: error.message, words: '' }));
    child.once('close', (code, signal) => resolve({ code: String(signal ?? code), words: tail() }));
  });
  const said = new Promise<void>((resolve) => {
    child.on('message', (message: { type?: string }) => {
      if (message.type === 'ready') resolve();
    });
  });
  const failed = exited.then(({ code, words }) => {
    throw Number(code) === configurationError
      ? new SetUpError(words)
      : new Error(`${plan.name} ended (${code}) before it was ready.\n${words}`);
  });
  failed.catch(() => undefined);
  return {
    ready: Promise.race([plan.ready ? plan.ready() : said, failed]),
    exited,
    stop: () => stopChild(child, exited),
  };
}

async function stopChild(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await exited;
  clearTimeout(timer);
}

/** Writes what a process says to its log; warnings and what is no log line are said aloud. Returns its last words. */
function copyOutput(
  child: ChildProcess,
  { name, logFile }: ProcessPlan,
  say: (line: string) => void,
): () => string {
  const log = openLogFile(logFile, {
    onFailure: ({ message }) => say(`[${name}] its log cannot be written, lines are left out: ${message}`),
  });
  const last: string[] = [];
  let open = 2;
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    const lines = createInterface({ input: stream });
    lines.on('line', (line) => {
      log.write(line);
      const words = describeLogLine(line);
      if (stream === child.stderr) last.push(line);
      if (last.length > 20) last.shift();
      if (words) say(`[${name}] ${words}`);
    });
    lines.once('close', () => {
      open -= 1;
      if (open === 0) log.end();
    });
  }
  return () => last.join('\n');
}
