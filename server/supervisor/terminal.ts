/** What the one who starts the product sees. */
export interface Terminal {
  line(text: string): void;
  /** Text that the next one replaces, where the terminal can; elsewhere it is left out. */
  status(text: string): void;
  /** Says what is done, does it, says how long it took. */
  step<T>(what: string, work: () => Promise<T>, result?: (value: T) => string): Promise<T>;
}

/** Writes to standard output, or to standard error where that is kept for JSON. */
export function openTerminal(stream: NodeJS.WriteStream): Terminal {
  let shown = false;
  const clear = () => {
    if (shown) stream.write('\r\u001b[2K');
    shown = false;
  };
  const line = (text: string) => {
    clear();
    stream.write(`${text}\n`);
  };
  return {
    line,
    status: (text) => {
      if (!stream.isTTY) return;
      clear();
      stream.write(text.slice(0, stream.columns - 1));
      shown = true;
    },
    step: async (what, work, result) => {
      const started = performance.now();
      const value = await work();
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      line(`${what}${result ? `: ${result(value)}` : ''} (${seconds} s)`);
      return value;
    },
  };
}
