import pino from 'pino';
import { env } from './env';

/** The log of this process: one JSON object a line, which the supervisor turns into words. */
export const log = pino({ level: env.logLevel, base: undefined }, pino.destination({ dest: 1, sync: true }));
