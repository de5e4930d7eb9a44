import { readFileSync, writeFileSync } from 'node:fs';
import proto, { type temporal } from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1;

// Not `historyToJSON` of the SDK: it fails where two copies of protobufjs are installed.
export function writeHistory(file: string, history: temporal.api.history.v1.IHistory): void {
	const plain = History.toObject(History.fromObject(history), { longs: String, enums: String, bytes: String });
	writeFileSync(file, `${JSON.stringify(plain)}\n`);
}

export function readHistory(file: string): temporal.api.history.v1.IHistory {
	return History.fromObject(JSON.parse(readFileSync(file, 'utf8')));
}
