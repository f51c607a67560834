import type { PrismaClient } from '@fiducial/prisma/client';

/** What a command has to work with. */
export interface CommandTools {
  readonly prisma: PrismaClient;
  /** Address of the database, password included: for programs that are started, never for people. */
  readonly url: string;
  /** Prints a line. */
  readonly say: (line: string) => void;
}

/** Something that an administrator does, by a name. */
export interface Command {
  readonly name: string;
  /** How it is called, such as `verify [--quick]`. */
  readonly usage: string;
  readonly summary: string;
  /** Returns the exit code. @throws {SetUpError} with a sentence when it is called wrong */
  readonly run: (args: string[], tools: CommandTools) => Promise<number>;
}
