/** What the pages' process must know, checked. Read on the server only. */
export interface Env {
  /** Where the API answers, without a slash at the end. */
  readonly apiUrl: string;
}

/** Reads the environment. @throws when an address is none */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const apiUrl = variables.FIDUCIAL_API_URL || 'http://127.0.0.1:4600';
  if (!URL.canParse(apiUrl) || !/^https?:/.test(apiUrl))
    throw new Error(
      `FIDUCIAL_API_URL: expected an address such as http://127.0.0.1:4600, got ${JSON.stringify(apiUrl)}`,
    );
  return { apiUrl: apiUrl.replace(/\/+$/, '') };
}

/** The environment of this process, read when first asked for: the build runs without one. */
export function env(): Env {
  return readEnv(process.env);
}
