import { expect, test } from 'vitest';
import { errorLine, runCommand } from './run-command.mjs';

const node = process.execPath;

test('a program that fails tells its code and its words', async () => {
  const code = 'console.log("one"); console.error("two"); process.exit(3)';
  const ended = await runCommand([node, '-e', code]);
  expect(ended).toMatchObject({ code: 3, timedOut: false });
  expect(ended.output.split('\n').sort()).toEqual(['', 'one', 'two']);
});

test('a program that crashes is told by its signal', async () => {
  const { code, output } = await runCommand([node, '-e', 'process.kill(process.pid, "SIGKILL")']);
  expect(code).toBe(-1);
  expect(errorLine(output)).toContain('was ended by SIGKILL');
});

test('a program that is not there is told by name', async () => {
  const { code, output } = await runCommand(['no-such-program-of-ours', 'x']);
  expect(code).toBe(-1);
  expect(output).toContain('no-such-program-of-ours');
});

test('a program that hangs is stopped', async () => {
  const { timedOut } = await runCommand([node, '-e', 'setInterval(() => {}, 1000)'], { limitMs: 200 });
  expect(timedOut).toBe(true);
});

test('arguments with spaces arrive whole', async () => {
  const { output } = await runCommand([node, '-p', 'process.argv[1]', 'two words']);
  expect(output.trim()).toBe('two words');
});
