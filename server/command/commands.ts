import { backup } from './backup';
import type { Command } from './command';
import { doctor } from './doctor';
import { gc } from './gc';
import { migrate } from './migrate';
import { restore } from './restore';
import { user } from './user';
import { verify } from './verify';

/** All commands, in the order in which they are listed. */
export const commands: readonly Command[] = [user, backup, restore, migrate, verify, gc, doctor];
