'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { countMatches } from '@/app/(app)/rules/actions';
import type { ActionResult } from '@/auth/result';
import { cn } from '@/components/ui/cn';
import { type Rule, rule as whole } from '@/lib/condition';
import { isOnCustomersOnly } from '@/lib/segment-rule';
import { useSettled } from './use-settled';

type Counted = Extract<Awaited<ReturnType<typeof countMatches>>, { ok: true }>['value'];
type Answer = { rule: string; counted: Counted | null; why: string | null };

/** As long as somebody thinks between two letters. */
const SETTLED_MS = 400;

/**
 * “Matches 12,480 of 50,000 now”, with examples, below a rule about customers. Nothing while the rule is not finished, or
 * looks at something else. The last answer stays until the next one is there.
 */
export function RuleMatches({ rule }: { rule: Rule | undefined }) {
	const t = useTranslations('editor.matches');
	const complete = rule !== undefined && isOnCustomersOnly(rule) && whole.safeParse(rule).success;
	const asked = useSettled(complete ? JSON.stringify(rule) : null, SETTLED_MS);
	const [answer, setAnswer] = useState<Answer | null>(null);

	useEffect(() => {
		if (asked === null) return;
		let current = true;
		const done = (result: ActionResult<Counted>) => {
			// An answer to what was written before would be a wrong figure.
			if (!current) return;
			setAnswer((before) =>
				result.ok
					? { rule: asked, counted: result.value, why: null }
					: { rule: asked, counted: before?.counted ?? null, why: result.error.message },
			);
		};
		countMatches({ rule: whole.parse(JSON.parse(asked)) })
			.then(done)
			.catch(() => done({ ok: false, error: { code: 'busy', message: t('unreachable') } }));
		return () => {
			current = false;
		};
	}, [asked, t]);

	if (!complete) return null;
	const old = answer?.rule !== JSON.stringify(rule);
	return (
		<div className="mt-3 min-h-9 border-line border-t pt-2.5 text-xs" aria-busy={old}>
			{answer === null ? (
				<p className="text-ink-3">{t('counting')}</p>
			) : answer.why !== null && !old ? (
				<p role="status" className="text-warning">
					{t('failed', { reason: answer.why })}
				</p>
			) : (
				answer.counted && <Found {...answer.counted} faint={old} />
			)}
		</div>
	);
}

function Found({ matching, total, estimated, examples, faint }: Counted & { faint: boolean }) {
	const t = useTranslations('editor.matches');
	return (
		<div className={cn('transition-opacity', faint && 'opacity-60')}>
			<p role="status" className="font-medium text-ink tabular-nums">
				{t(estimated ? 'about' : 'matches', { matching, total })}
			</p>
			{examples.length > 0 && (
				<p className="mt-0.5 text-ink-2">
					{t('examples')}{' '}
					{examples.map(({ id, name }, index) => (
						<span key={id}>
							{index > 0 && ', '}
							{/* Beside this page: what is written on it is not saved yet. */}
							<Link
								href={`/customers/${id}`}
								prefetch={false}
								target="_blank"
								className="text-accent-ink hover:underline"
							>
								{name ?? t('unnamed')}
							</Link>
						</span>
					))}
				</p>
			)}
		</div>
	);
}
