import type { Command } from './command';
import { gc } from './gc';
import { user } from './user';
import { verify } from './verify';

/** All commands, in the order in which they are listed. */
export const commands: readonly Command[] = [user, verify, gc];
