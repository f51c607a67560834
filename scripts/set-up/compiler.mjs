import { namedCompiler } from '../env.mjs';
import { errorLine, runCommand } from './run-command.mjs';

/** A C++ compiler of this machine, or undefined. */
export async function findCompiler() {
  for (const name of [namedCompiler, 'c++', 'g++', 'clang++']) {
    if (name && (await runCommand([name, '--version'], { limitMs: 20_000 })).code === 0) return name;
  }
  return undefined;
}

/**
 * Compiles sources into a shared library.
 *
 * @param {string} compiler
 * @param {readonly string[]} args
 * @throws {Error} with the compiler's first words of error
 */
export async function compile(compiler, args) {
  const flags = [
    '-shared',
    '-fPIC',
    ...(process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : []),
  ];
  const { code, output } = await runCommand([compiler, ...flags, ...args], { limitMs: 300_000 });
  if (code === 0) return;
  const first = output.split('\n').find((line) => /error/.test(line));
  throw new Error(`${compiler} could not compile it: ${first ?? errorLine(output)}`);
}
