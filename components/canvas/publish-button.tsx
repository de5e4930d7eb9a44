'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { countInside, publishDraft } from '@/app/(app)/journeys/[id]/actions';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast';
import { blocks, type Problem } from '@/lib/check';
import { diffGraphs } from '@/lib/diff';
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
		published: { number: number; graph: Graph } | null;
	};
	graph: Graph;
	problems: Problem[];
	flush: () => Promise<SaveState>;
	revision: () => number;
	onShow: (nodeId: string | undefined) => void;
	onPublished: () => void;
};

/** Publishing, with what will happen said before it does. */
export function PublishButton({ journey, graph, problems, flush, revision, onShow, onPublished }: PublishButtonProps) {
	const t = useTranslations('editor.publish');
	const common = useTranslations('common');
	const [open, setOpen] = useState(false);
	const [inside, setInside] = useState(0);
	const [refused, setRefused] = useState<Problem[]>([]);
	const [warned, setWarned] = useState<Problem[]>([]);
	const [pending, setPending] = useState(false);
	const blocking = [...problems.filter((p) => p.severity === 'error'), ...refused];
	const changes = journey.published ? diffGraphs(journey.published.graph, graph) : [];
	// A stopped journey is started again by publishing it, changed or not.
	const nothing = journey.published !== null && changes.length === 0 && journey.status !== 'stopped';

	const start = async () => {
		setRefused([]);
		setOpen(true);
		const answer = await countInside({ id: journey.id }).catch(() => null);
		if (!answer?.ok) return;
		setInside(answer.value.n);
		setWarned(answer.value.warnings);
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
			<Button variant="primary" onClick={() => void start()}>
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
							disabled={blocking.length > 0 || nothing}
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
						<ProblemList
							problems={blocking}
							graph={graph}
							onShow={(nodeId) => {
								setOpen(false);
								onShow(nodeId);
							}}
						/>
					</>
				) : nothing ? (
					<p className="text-ink-2 text-sm">{t('nothing')}</p>
				) : (
					<div className="flex flex-col gap-3 text-ink-2 text-sm">
						<PublishSummary graph={graph} paused={journey.status === 'paused'} />
						{journey.published && <p>{t('next', { n: journey.published.number + 1 })}</p>}
						{inside > 0 && <p>{t('stay', { n: inside })}</p>}
						{journey.published && changes.length > 0 && (
							<section>
								<h3 className="mb-1 font-medium text-ink">{t('changes')}</h3>
								<Changes changes={changes} />
							</section>
						)}
						{blocks(problems) === false && problems.length + warned.length > 0 && (
							<ProblemList problems={[...problems, ...warned]} graph={graph} onShow={onShow} />
						)}
					</div>
				)}
			</Dialog>
		</>
	);
}
