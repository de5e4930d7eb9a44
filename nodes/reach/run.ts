import { db } from '@/db/client';
import { channelFacts } from '@/db/reach';
import type { Channel } from '@/lib/channel';
import type { JsonObject } from '@/lib/event';
import { promisedBy } from '@/lib/promise';
import { rankChannels, whyNotTried } from '@/lib/reach';
import { defineRun, type RunContext, type RunResult } from '../define';
import { renderEmail, renderSms } from '../render-message';
import { preparedEmail } from '../send-email/prepared';
import node from './node';

/** One send a channel, each under its own key: what the ledger knows of a channel is never done again. */
export default defineRun(node, async (context) => {
	const { config, enrollmentId, nodeId, visit, now } = context;
	const step = { enrollmentId, nodeId, visit, purpose: config.purpose, now };
	const ranked = rankChannels(config.order, await channelFacts(db(), step));
	const tried: { channel: Channel; result: Extract<RunResult, { port: string }> }[] = [];
	for (const [i, { channel, why }] of ranked.entries()) {
		const result = await sendOn(channel, context);
		if (!('port' in result)) return result;
		const others = [
			...tried.map((one): JsonObject => ({ channel: one.channel, why: one.result.why ?? one.result.port })),
			...ranked.slice(i + 1).map((one): JsonObject => ({ channel: one.channel, why: whyNotTried(one) })),
		];
		if (result.port === 'sent')
			return { ...result, evidence: { ...result.evidence, reached: { channel, why, others } } };
		tried.push({ channel, result });
	}
	// What the channel that suited her best says comes first.
	const failed = tried.find(({ result }) => result.port === 'failed') ?? tried[0];
	if (!failed) throw new Error('there is no channel to try');
	const others = tried.map(({ channel, result }): JsonObject => ({ channel, why: result.why ?? result.port }));
	return { ...failed.result, evidence: { ...failed.result.evidence, reached: { channel: null, why: null, others } } };
});

function sendOn(channel: Channel, { config, prepared, trigger, send }: RunContext<ConfigOf>): Promise<RunResult> {
	const { email, sms, purpose, promises } = config;
	const how = (...templates: string[]) => ({ purpose, promised: promisedBy(promises, templates, trigger.properties) });
	switch (channel) {
		case 'email':
			return send(
				channel,
				(variables) => renderEmail(email, preparedEmail.parse(prepared), variables),
				how(email.subject, email.body),
			);
		case 'sms':
			return send(channel, (variables) => renderSms(sms, variables), how(sms.body));
	}
}

type ConfigOf = ReturnType<(typeof node)['config']['parse']>;
