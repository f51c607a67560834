/** A metric in a title. A path of whoever logged it stays as it was written: loss/train is not a name of ours. */
export function titleOfMetric(name: string): string {
  return figureTitles.get(name) ?? (/[/._ ]/.test(name) ? name : titleOfName(name));
}

/** What our own runs amount to, where a name in words would not be the term for it. */
const figureTitles: ReadonlyMap<string, string> = new Map([
  ['macroEer', 'Macro-EER'],
  ['macroTprAt5Fpr', 'Macro-TPR at 5 % FPR'],
  ['millisecondsPerInput', 'ms per input'],
  ['medianL2', 'Median L2'],
  ['medianLinf', 'Median L∞'],
]);

/** A parameter's path in a title: `parameters.stepSize` of a method of ours is "Step size", what others logged is as it was. */
export function titleOfParameterPath(path: string): string {
  const [, name] = /^parameters\.(\w+)$/.exec(path) ?? [];
  return name === undefined ? path : titleOfName(name);
}

/** A name of the API for people: `stepSize` becomes "Step size". */
export function titleOfName(name: string): string {
  // A symbol such as k stays as it is.
  if (name.length === 1) return name;
  const words = name.replace(
    /([a-z0-9])([A-Z])/g,
    (_, end: string, start: string) => `${end} ${start.toLowerCase()}`,
  );
  const spelled = words.replace(/\bauc\b/g, 'AUC').replace('macro AUC', 'macro-AUC');
  return spelled.charAt(0).toUpperCase() + spelled.slice(1);
}

/** Words as a sentence or a title begins with them. */
export function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A name in which a symbol and its number stay in one line: "kNN fc1, rank, k 100" breaks before "k 100". */
export function unbroken(name: string): string {
  return name.replace(/\b([a-z]) (?=\d)/g, '$1\u00a0');
}

/** A role in a run for people: `attackSet/0` becomes "Attack set 1". */
export function titleOfRole(role: string): string {
  const [name = role, number] = role.split('/');
  const title = typeTitles[name.charAt(0).toUpperCase() + name.slice(1)] ?? titleOfName(name);
  return number === undefined ? title : `${title} ${Number(number) + 1}`;
}

/** A count with its noun: "1 run", "2 runs". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : plural}`;
}

/** What people call the types of things that runs make. */
export const typeTitles: Readonly<Record<string, string>> = {
  Dataset: 'Data set',
  Model: 'Model',
  Sample: 'Sample',
  AttackSet: 'Attack set',
  ReferenceSet: 'Reference set',
  Detector: 'Detector',
  Evaluation: 'Evaluation',
  LayerSweep: 'Layer sweep',
};
