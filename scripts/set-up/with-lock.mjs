import { mkdirSync, rmSync } from 'node:fs';
import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const beatMs = 1000;
/** A lock that nobody has touched for so long was left by a process that was killed. */
const staleMs = 15_000;

/**
 * Does `work` while no other process does work under the same lock: a folder, which only one can make. Its owner touches
 * it every second, so that it needs no process number to tell whether the owner lives.
 *
 * @template T
 * @param {string} lock
 * @param {{ onWait?: () => void }} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(lock, { onWait }, work) {
  await mkdir(dirname(lock), { recursive: true });
  for (let told = false; !tryMake(lock); await sleep(200)) {
    const entry = await stat(lock).catch(() => undefined);
    if (entry && Date.now() - entry.mtimeMs > staleMs) await rm(lock, { recursive: true, force: true });
    else if (!told) onWait?.();
    told = true;
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(lock, now, now).catch(() => {});
  }, beatMs);
  const release = () => rmSync(lock, { recursive: true, force: true });
  const interrupted = () => process.exit(130);
  process.once('exit', release);
  for (const signal of signals) process.once(signal, interrupted);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off('exit', release);
    for (const signal of signals) process.off(signal, interrupted);
    release();
  }
}

/** @type {readonly NodeJS.Signals[]} */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** @param {string} lock */
function tryMake(lock) {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    // A typed error would need a cast that a plain script cannot write: the code is all that is asked.
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
