import { lookup as resolveName } from 'node:dns';
import { request as plainRequest } from 'node:http';
import { request as encryptedRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { config } from '@/config';
import { reachable } from './addresses';

/** Of an answer that much is read: enough for a word of why. */
const MAX_ANSWER_BYTES = 65_536;

/** The call was not made: its address is one that calls may not go to. */
export class AddressNotAllowed extends Error {
	override name = 'AddressNotAllowed';
}
/** The call broke off. `left`: whether any of it may have reached the other side. */
export class CallBroken extends Error {
	override name = 'CallBroken';
	constructor(
		message: string,
		readonly left: boolean,
	) {
		super(message);
	}
}

export type HttpCall = {
	method: 'GET' | 'POST';
	headers?: Record<string, string>;
	body?: string;
	timeoutMs: number;
};
export type HttpAnswer = { status: number; text: string };

/**
 * One call to a system that somebody named in the settings. It is connected to the very address that was looked at: a
 * name cannot mean another machine a moment later. Redirects are answers like any other, and not followed.
 * @throws AddressNotAllowed, CallBroken
 */
export async function callOut(to: URL, { method, headers = {}, body, timeoutMs }: HttpCall): Promise<HttpAnswer> {
	const encrypted = to.protocol === 'https:';
	const may = reachable(config().HTTP_ALLOW_NETWORKS);
	const host = to.hostname.replace(/^\[(.*)\]$/, '$1');
	// A number needs no looking up: Node would connect to it unseen.
	if (isIP(host) !== 0 && !may(host, encrypted)) throw new AddressNotAllowed(`calls may not go to ${host}`);
	const options = {
		method,
		headers: { ...headers, ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }) },
		lookup: onlyTo((address) => may(address, encrypted)),
		// A connection of its own: none that is kept open was made for another call's check.
		agent: false,
		signal: AbortSignal.timeout(timeoutMs),
	};
	return new Promise((resolve, reject) => {
		let left = false;
		const broken = (error: Error) =>
			reject(error instanceof AddressNotAllowed ? error : new CallBroken(saidBy(error, timeoutMs), left));
		const request = (encrypted ? encryptedRequest : plainRequest)(to, options, (response) => {
			const chunks: Buffer[] = [];
			let size = 0;
			const done = () =>
				resolve({
					status: response.statusCode ?? 0,
					text: Buffer.concat(chunks).toString('utf8').slice(0, MAX_ANSWER_BYTES),
				});
			response.on('data', (chunk: Buffer) => {
				size += chunk.length;
				if (size <= MAX_ANSWER_BYTES) return chunks.push(chunk);
				done();
				return response.destroy();
			});
			response.on('end', done);
			response.on('error', broken);
		});
		request.on('socket', (socket) =>
			socket.once(encrypted ? 'secureConnect' : 'connect', () => {
				left = true;
			}),
		);
		request.on('error', broken);
		request.end(body);
	});
}

/** Resolves names as usual, and answers those of their addresses that may be connected to. */
function onlyTo(may: (address: string) => boolean): LookupFunction {
	return (name, options, answer) => {
		resolveName(name, { ...options, all: true }, (error, found) => {
			const allowed = error ? [] : found.filter(({ address }) => may(address));
			const [first] = allowed;
			if (error) answer(error, '');
			else if (!first) answer(new AddressNotAllowed(`calls may not go where ${name} leads`), '');
			else if (options.all) answer(null, allowed);
			else answer(null, first.address, first.family);
		});
	};
}

function saidBy(error: Error, timeoutMs: number): string {
	return error.name === 'AbortError' || error.name === 'TimeoutError'
		? `no answer within ${timeoutMs / 1000} s`
		: error.message;
}
