import { expect, test } from 'vitest';
import type { Execution } from './execute-run';
import { openExecutions } from './executions';

/** An execution that notes what is asked of it, and ends when told. */
function noted(runId: string, attempt: number) {
  const asked: string[] = [];
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const execution: Execution = {
    claim: { runId, attempt },
    ended,
    cancel: () => asked.push('cancel'),
    abandon: () => asked.push('abandon'),
    giveBack: () => {
      asked.push('giveBack');
      end();
    },
  };
  return { execution, asked, end };
}

test('a claim that holds no more is abandoned, one that is not wanted cancelled, the others go on', () => {
  const executions = openExecutions(() => undefined);
  const [lost, unwanted, well] = [noted('lost', 1), noted('unwanted', 2), noted('well', 1)];
  for (const { execution } of [lost, unwanted, well]) executions.add(execution);
  executions.heed(executions.claims(), [
    { runId: 'unwanted', attempt: 2, cancelRequested: true },
    { runId: 'well', attempt: 1, cancelRequested: false },
  ]);
  expect([lost.asked, unwanted.asked, well.asked]).toEqual([['abandon'], ['cancel'], []]);
});

test('what was begun after the claims were asked about is not judged by the answer', () => {
  const executions = openExecutions(() => undefined);
  const first = noted('run', 1);
  executions.add(first.execution);
  const asked = executions.claims();
  const second = noted('run', 2);
  const other = noted('other', 1);
  executions.add(second.execution);
  executions.add(other.execution);
  executions.heed(asked, []);
  expect([second.asked, other.asked]).toEqual([[], []]);
});

test('the end of an earlier attempt leaves a later one of the same run', async () => {
  let ended = 0;
  const executions = openExecutions(() => {
    ended++;
  });
  const first = noted('run', 1);
  const second = noted('run', 2);
  executions.add(first.execution);
  executions.add(second.execution);
  first.end();
  await first.execution.ended;
  expect(ended).toBe(1);
  expect(executions.claims()).toEqual([{ runId: 'run', attempt: 2 }]);
  await executions.giveBack();
  expect(second.asked).toEqual(['giveBack']);
  expect(executions.size()).toBe(0);
});
