/**
 * A method and its parameters as a form's address takes them: `detector=knnScore`, `detector.knnScore.k=20`. Parameters
 * that are not set are left to the form's defaults.
 */
export function methodFields(
  path: string,
  methodId: string,
  parameters: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const set = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  return {
    [path]: methodId,
    ...Object.fromEntries(set.map(([name, value]) => [`${path}.${methodId}.${name}`, String(value)])),
  };
}
