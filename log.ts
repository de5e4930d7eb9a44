import pino, { type Logger } from 'pino';
import { config } from './config';

let logger: Logger | undefined;

/** The web process's log: one JSON line an entry. Never a name, an address or a key in it. */
export function log(): Logger {
	logger ??= pino({ name: 'web', level: config().LOG_LEVEL });
	return logger;
}
