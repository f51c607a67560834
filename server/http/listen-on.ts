import { once } from 'node:events';
import type { Server } from 'node:http';
import { SetUpError } from '../set-up-error';

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program has it',
  EACCES: 'this user may not open it',
  EADDRNOTAVAIL: 'this machine has no such address',
};

/** Opens a port. @throws {SetUpError} with what to do when it cannot be had */
export async function listenOn(
  server: Server,
  { host, port }: { host: string; port: number },
): Promise<void> {
  server.listen({ host, port });
  try {
    await once(server, 'listening');
  } catch (error) {
    const reason = reasons[(error as NodeJS.ErrnoException).code ?? '']; // what net rejects with
    if (!reason) throw error;
    throw new SetUpError(
      `Port ${port} on ${host} cannot be opened: ${reason}. Stop that program, or choose another port: FIDUCIAL_PORT=${port + 1} npm start`,
    );
  }
}
