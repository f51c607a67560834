/** What came of looking at something. */
export interface Verdict {
  /** `warning`: it runs, but not as one would wish. */
  readonly state: 'ok' | 'warning' | 'broken';
  readonly words: string;
  /** What to do about it, unless it is well. */
  readonly todo?: string;
}

/** Something that the product stands on. */
export interface Examination {
  readonly title: string;
  /** Looks, and changes nothing that stays. What it throws is told as broken. */
  readonly examine: () => Promise<Verdict>;
}
