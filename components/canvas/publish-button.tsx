'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { countInside, publishDraft } from '@/app/(app)/journeys/[id]/actions';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast';
import type { Problem } from '@/lib/check';
import type { Change } from '@/lib/diff';
import type { Graph } from '@/lib/graph';
import { Changes } from './changes';
import { ProblemList } from './problems';
import { PublishSummary } from './publish-summary';
import type { SaveState } from './use-autosave';

type PublishButtonProps = {
	journey: {
		id: string;
		name: string;
		status: 'draft' | 'live' | 'paused' | 'stopped' | 'archived';
		/** The published one's number. */
		version: number | null;
	};
	graph: Graph;
	/** What is drawn differently since that version; `unchanged`: there is nothing to publish. */
	changes: Change[];
	unchanged: boolean;
	problems: Problem[];
	/** Finds anew what only the server knows of them. */
	look: () => Promise<void>;
	flush: () => Promise<SaveState>;
	revision: () => number;
	onShow: (nodeId: string | undefined) => void;
	onPublished: () => void;
};

/** Publishing, with what will happen said before it does. */
export function PublishButton({
	journey,
	graph,
	changes,
	unchanged,
	problems,
	look,
	flush,
	revision,
	onShow,
	onPublished,
}: PublishButtonProps) {
	const t = useTranslations('editor.publish');
	const common = useTranslations('common');
	const [open, setOpen] = useState(false);
	const [inside, setInside] = useState(0);
	const [refused, setRefused] = useState<Problem[]>([]);
	const [pending, setPending] = useState(false);
	const blocking = refused.length > 0 ? refused : problems.filter((p) => p.severity === 'error');

	const start = async () => {
		setRefused([]);
		setOpen(true);
		const [answer] = await Promise.all([countInside({ id: journey.id }).catch(() => null), look()]);
		if (answer?.ok) setInside(answer.value.n);
	};
	const show = (nodeId: string | undefined) => {
		setOpen(false);
		onShow(nodeId);
	};
	const saveAndPublish = async () => {
		const saved = await flush();
		if (saved.kind === 'refused') return { ok: false as const, error: saved.error };
		return saved.kind === 'saved' ? publishDraft({ id: journey.id, revision: revision() }) : null;
	};
	const publish = async () => {
		setPending(true);
		const answer = await saveAndPublish().catch(() => null);
		setPending(false);
		if (!answer) return toast.error(t('refused'));
		if (!answer.ok) return toast.error(answer.error.message);
		if (answer.value.status === 'refused') return setRefused(answer.value.problems);
		if (answer.value.status === 'stale') return toast.error(t('stale'));
		toast.success(t('done', { n: answer.value.number }));
		setOpen(false);
		onPublished();
	};
	return (
		<>
			<Button variant={unchanged ? 'secondary' : 'primary'} onClick={() => void start()}>
				{t('button')}
			</Button>
			<Dialog
				open={open}
				onOpenChange={setOpen}
				title={t('title', { name: journey.name })}
				footer={
					<>
						<DialogClose>
							<Button>{common('cancel')}</Button>
						</DialogClose>
						<Button
							variant="primary"
							pending={pending}
							disabled={blocking.length > 0 || unchanged}
							onClick={() => void publish()}
						>
							{t('button')}
						</Button>
					</>
				}
			>
				{blocking.length > 0 ? (
					<>
						<p className="mb-2 text-ink-2 text-sm">{t('blocked')}</p>
						<ProblemList problems={blocking} graph={graph} onShow={show} />
					</>
				) : unchanged ? (
					<p className="text-ink-2 text-sm">{t('nothing')}</p>
				) : (
					<div className="flex flex-col gap-3 text-ink-2 text-sm">
						<PublishSummary graph={graph} paused={journey.status === 'paused'} />
						{journey.version !== null && <p>{t('next', { n: journey.version + 1 })}</p>}
						{inside > 0 && <p>{t('stay', { n: inside })}</p>}
						{changes.length > 0 && (
							<section>
								<h3 className="mb-1 font-medium text-ink">{t('changes')}</h3>
								<Changes changes={changes} />
							</section>
						)}
						{problems.length > 0 && <ProblemList problems={problems} graph={graph} onShow={show} />}
					</div>
				)}
			</Dialog>
		</>
	);
}
