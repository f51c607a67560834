import type { PrismaClient } from '@fiducial/prisma/client';

/** What every command has to work with. */
export interface BareTools {
  /** Prints a line. */
  readonly say: (line: string) => void;
}

/** What a command has to work with that wants a database with the tables of this release. */
export interface CommandTools extends BareTools {
  readonly prisma: PrismaClient;
  /** Address of the database, password included: for programs that are started, never for people. */
  readonly url: string;
}

interface Described {
  readonly name: string;
  /** How it is called, such as `verify [--quick]`. */
  readonly usage: string;
  readonly summary: string;
}

/** Something that an administrator does, by a name. `run` returns the exit code, and throws `SetUpError` when it is called wrong. */
export type Command = Described &
  (
    | { readonly needs: 'installation'; run(args: string[], tools: CommandTools): Promise<number> }
    | { readonly needs: 'nothing'; run(args: string[], tools: BareTools): Promise<number> }
  );
