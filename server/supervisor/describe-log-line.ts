/** Level from which a line of the log is said aloud (pino: 40 is a warning). */
const aloud = 40;

/** A line of a process's log in words; undefined for one that only the log file keeps. */
export function describeLogLine(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, msg, error, err } = JSON.parse(line) as LogLine;
    if (level < aloud) return undefined;
    const reason = error ?? err?.message;
    return reason ? `${msg}: ${reason}` : msg;
  } catch {
    // Not a line of our log: the file has it.
    return undefined;
  }
}

interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly error?: string;
  readonly err?: { readonly message: string };
}
