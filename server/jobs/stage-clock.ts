import type { Progress } from '@fiducial/core/context';

/** A stage as the run's record keeps it; times in seconds before now. */
export interface StageReport {
  readonly ordinal: number;
  readonly name: string;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  readonly startedAgo: number;
  readonly finishedAgo: number | null;
  /** Whether it was not reported before. */
  readonly isNew: boolean;
}

/** How far a run is, as its row keeps it. */
export interface RunProgress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  /** Of this stage, at the pace it had so far; null before anything is done. */
  readonly secondsLeft: number | null;
}

interface Stage {
  readonly name: string;
  readonly unit: string;
  done: number;
  total: number;
  startedAt: number;
  finishedAt: number | undefined;
  changed: boolean;
  reported: boolean;
}

/** Turns reports of progress into stages with their times. `now` in milliseconds. */
export class StageClock {
  readonly #stages: Stage[] = [];
  #current: Stage | undefined;

  constructor(readonly now: () => number) {}

  /** Takes one report. A new stage ends the one before; a stage that comes again goes on. */
  report({ stage: name, done, total, unit }: Progress): void {
    const at = this.now();
    if (this.#current?.name !== name) {
      if (this.#current) Object.assign(this.#current, { finishedAt: at, changed: true });
      this.#current = this.#stages.find((known) => known.name === name);
      if (!this.#current) {
        this.#current = {
          name,
          unit,
          done,
          total,
          startedAt: at,
          finishedAt: undefined,
          changed: true,
          reported: false,
        };
        this.#stages.push(this.#current);
      }
    }
    Object.assign(this.#current, { done, total, changed: true, finishedAt: undefined });
  }

  current(): { readonly name: string } | undefined {
    return this.#current;
  }

  /** Undefined before the first report. */
  progress(): RunProgress | null {
    const stage = this.#current;
    if (!stage) return null;
    const { name, done, total, unit, startedAt } = stage;
    const seconds = (this.now() - startedAt) / 1000;
    const secondsLeft = done > 0 && total > 0 ? Math.max(0, (seconds * (total - done)) / done) : null;
    return { stage: name, done, total, unit, secondsLeft: secondsLeft && Math.round(secondsLeft * 10) / 10 };
  }

  /** Names of the stages so far, with when each began and ended, as `now` counts; one that goes on ends now. */
  times(): { readonly name: string; readonly startedAt: number; readonly finishedAt: number }[] {
    return this.#stages.map(({ name, startedAt, finishedAt = this.now() }) => ({
      name,
      startedAt,
      finishedAt,
    }));
  }

  /** Stages that changed since the last call. */
  changedStages(): StageReport[] {
    const at = this.now();
    const ago = (time: number) => Math.max(0, (at - time) / 1000);
    return this.#stages.flatMap((stage, ordinal) => {
      if (!stage.changed) return [];
      stage.changed = false;
      const isNew = !stage.reported;
      stage.reported = true;
      const { name, done, total, unit, startedAt, finishedAt } = stage;
      const finishedAgo = finishedAt === undefined ? null : ago(finishedAt);
      return [{ ordinal, name, done, total, unit, startedAgo: ago(startedAt), finishedAgo, isNew }];
    });
  }

  /** Takes reports back that could not be written: the next call of changedStages gives them again. */
  restore(reports: readonly StageReport[]): void {
    for (const { ordinal, isNew } of reports) {
      const stage = this.#stages[ordinal];
      if (stage) Object.assign(stage, { changed: true, reported: !isNew });
    }
  }
}
