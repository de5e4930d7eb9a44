'use server';

import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { action } from '@/auth/action';
import { db } from '@/db/client';
import { createJourney, loadDraft, saveDraft } from '@/db/journeys';
import { endEnrollment, pauseJourney, resumeJourney, retryEnrollment, stopJourney } from '@/db/operate';
import { publish } from '@/db/publish';
import { serverProblems } from '@/db/server-problems';
import { getWorkspaceSettings } from '@/db/workspace';
import { json } from '@/lib/event';
import { graph, graphEdge, type JourneySettings, journeySettings } from '@/lib/graph';
import { renderTemplate } from '@/lib/template';
import { prepareEmail } from '@/nodes/send-email/prepare';

const journey = z.object({ id: z.uuid() });
const name = z.string().trim().min(1).max(120);
/** A draft may be half filled in, its settings too: its shape is parsed, what it still lacks is `check`'s to say. */
const jsonObject = z.record(z.string(), json);
const halfSettings = journeySettings
	.pick({ purpose: true })
	.extend({ exits: z.array(jsonObject).max(20), quietHours: jsonObject, maxLateness: z.string().max(40) })
	.catchall(json);
const halfGraph = graph.extend({
	edges: z.array(graphEdge.extend({ port: z.string().max(200) })).max(4000),
	settings: z.custom<JourneySettings>((value) => halfSettings.safeParse(value).success),
});
const draft = journey.extend({ revision: z.number().int(), name, graph: halfGraph, base: halfGraph });

export const save = action({ permission: 'journey.edit', input: draft }, async (input, member) => {
	const answer = await saveDraft(db(), input, member.id);
	return answer.status === 'stale' ? { ...answer, at: answer.at.toISOString() } : answer;
});

/** What a marketer drew while somebody else saved becomes a journey of its own: nothing is lost. */
export const saveAsCopy = action(
	{ permission: 'journey.edit', input: draft.pick({ name: true, graph: true }) },
	async (input, member) => ({
		id: await createJourney(db(), input, member.id),
	}),
);

export const publishDraft = action(
	{ permission: 'journey.publish', input: journey.extend({ revision: z.number().int() }) },
	async (input, member) => {
		const answer = await publish(db(), input, member.id);
		return answer.status === 'stale' ? { ...answer, at: answer.at.toISOString() } : answer;
	},
);

/** How many customers are in the journey now, who stay on their version when another is published. */
export const countInside = action({ permission: 'journey.view', input: journey }, async ({ id }) => {
	const result = await db().execute<{ n: number }>(sql`
		select count(*)::int as n from enrollments where journey_id = ${id} and status in ('starting', 'running', 'waiting')`);
	return { n: result.rows[0]?.n ?? 0 };
});

/** What only the server knows to be wrong with the draft as it is saved. */
export const findProblems = action({ permission: 'journey.view', input: journey }, async ({ id }) => {
	const { graph: drawn } = await loadDraft(db(), id);
	return serverProblems(db(), id, drawn);
});

/** A look at an email, filled in for nobody in particular. */
export const previewEmail = action(
	{ permission: 'journey.view', input: z.object({ body: z.string().max(200_000) }) },
	async ({ body }) => {
		const { html } = await prepareEmail(body);
		const { brand, locale, currency, timeZone } = await getWorkspaceSettings(db());
		const sample = {
			...{ brand, locale, currency, time_zone: timeZone },
			customer: { first_name: 'Camille', last_name: 'Martin' },
			event: {},
			voucher: {
				code: 'ABCDEFGHJKMN',
				url: '#',
				title: '',
				expires_at: new Date(Date.now() + 14 * 86_400_000).toISOString(),
			},
			store: { name: '', city: '' },
		};
		return { html: await renderTemplate('html', html, sample) };
	},
);

export const pause = action({ permission: 'journey.operate', input: journey }, async ({ id }, member) =>
	pauseJourney(db(), id, member.id),
);
export const resume = action({ permission: 'journey.operate', input: journey }, async ({ id }, member) =>
	resumeJourney(db(), id, member.id),
);
export const stop = action({ permission: 'journey.operate', input: journey }, async ({ id }, member) =>
	stopJourney(db(), id, member.id),
);

const enrollment = z.object({ id: z.uuid() });
export const end = action({ permission: 'journey.operate', input: enrollment }, async ({ id }, member) =>
	endEnrollment(db(), id, member.id),
);
export const retry = action(
	{ permission: 'journey.operate', input: enrollment.extend({ sure: z.boolean().optional() }) },
	async ({ id, sure }, member) => retryEnrollment(db(), id, member.id, { sure }),
);
