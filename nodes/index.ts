import condition from './condition/node';
import eventTrigger from './event-trigger/node';
import exit from './exit/node';
import randomSplit from './random-split/node';
import { type RegisteredNode, register } from './register';
import sendEmail from './send-email/node';
import sendSms from './send-sms/node';
import wait from './wait/node';
import waitForEvent from './wait-for-event/node';
import webToStore from './web-to-store/node';

/** Every node type, in the palette's order. Adding one: a folder beside these and a line here. */
export const NODES: RegisteredNode[] = [
	register(eventTrigger),
	register(wait),
	register(waitForEvent),
	register(condition),
	register(randomSplit),
	register(sendEmail),
	register(sendSms),
	register(webToStore),
	register(exit),
];

const byType = new Map(NODES.map((n) => [n.type, n]));

export function nodeType(type: string): RegisteredNode | undefined {
	return byType.get(type);
}
