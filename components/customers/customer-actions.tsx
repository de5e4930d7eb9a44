'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { erase, exportAll, join, part, previewJoin } from '@/app/(app)/customers/[id]/actions';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';

type Preview = { masterId: string; otherId: string; ends: number; other: { id: string; label: string } };

/** Ops found a second profile of hers: first it says what would become of both. */
export function MergeButton({ id }: { id: string }) {
	const t = useTranslations('customer');
	const router = useRouter();
	const [open, setOpen] = useState(false);
	const [other, setOther] = useState('');
	const [preview, setPreview] = useState<Preview | null>(null);
	const look = useAction(previewJoin, ['other']);
	const merge = useAction(join);
	const change = (next: boolean) => {
		setOpen(next);
		setPreview(null);
		look.clear();
	};
	const find = async () => {
		const found = await look.run({ id, other });
		if (!found.done) return;
		const { other: who, ...what } = found.value;
		setPreview({ ...what, other: { id: who.id, label: who.email ?? who.phone ?? who.id } });
	};
	const confirm = async () => {
		if (!preview) return;
		const merged = await merge.run({ id, other: preview.other.id });
		if (!merged.done) return;
		change(false);
		toast.success(t('mergeDone'));
		router.push(`/customers/${merged.value.id}`);
		router.refresh();
	};
	return (
		<Dialog
			open={open}
			onOpenChange={change}
			trigger={<Button>{t('merge')}</Button>}
			title={t('mergeTitle')}
			description={t('mergeText')}
			footer={
				preview ? (
					<Button variant="primary" pending={merge.pending} onClick={() => void confirm()}>
						{t('mergeConfirm')}
					</Button>
				) : (
					<Button variant="primary" pending={look.pending} disabled={other.trim() === ''} onClick={() => void find()}>
						{t('mergeLook')}
					</Button>
				)
			}
		>
			<form
				onSubmit={(event) => {
					event.preventDefault();
					void (preview ? confirm() : find());
				}}
			>
				<Field label={t('mergeOther')} help={t('mergeOtherHelp')} error={look.errorAt('other')}>
					<Input
						value={other}
						onChange={(event) => {
							setOther(event.target.value);
							setPreview(null);
						}}
						autoComplete="off"
					/>
				</Field>
			</form>
			<div role="status">
				{preview && (
					<ul className="mt-4 flex list-disc flex-col gap-1 pl-5 text-ink-2 text-sm">
						<li>{t('mergeFound', { who: preview.other.label })}</li>
						<li>{t(preview.masterId === id ? 'mergeHereStays' : 'mergeOtherStays')}</li>
						<li>{t('mergeEnds', { n: preview.ends })}</li>
						<li>{t('mergeUndo')}</li>
					</ul>
				)}
			</div>
		</Dialog>
	);
}

/** Takes a merge back. `id`: the profile that leaves. */
export function UnmergeButton({ id }: { id: string }) {
	const t = useTranslations('customer');
	const router = useRouter();
	const { run } = useAction(part);
	return (
		<ConfirmDialog
			title={t('unmergeTitle')}
			description={t('unmergeText')}
			confirm={t('unmerge')}
			tone="primary"
			onConfirm={async () => {
				const { done } = await run({ id });
				if (done) toast.success(t('unmergeDone'));
				router.refresh();
				return done;
			}}
			trigger={<Button size="sm">{t('unmerge')}</Button>}
		/>
	);
}

/** Everything we have about her, as a file. */
export function ExportButton({ id }: { id: string }) {
	const t = useTranslations('customer');
	const { run, pending } = useAction(exportAll);
	const download = async () => {
		const exported = await run({ id });
		if (!exported.done) return;
		const url = URL.createObjectURL(new Blob([exported.value.json], { type: 'application/json' }));
		const link = document.createElement('a');
		link.href = url;
		link.download = `customer-${id}.json`;
		link.click();
		URL.revokeObjectURL(url);
	};
	return (
		<Button pending={pending} onClick={() => void download()}>
			{t('export')}
		</Button>
	);
}

const WORD = { en: 'ERASE', fr: 'EFFACER' } as const;

/** At once and for good: the word has to be typed. */
export function EraseButton({ id }: { id: string }) {
	const t = useTranslations('customer');
	const word = WORD[useLocale()];
	const router = useRouter();
	const [typed, setTyped] = useState('');
	const [wrong, setWrong] = useState(false);
	const { run } = useAction(erase);
	return (
		<ConfirmDialog
			title={t('eraseTitle')}
			description={t('eraseText')}
			confirm={t('erase')}
			onConfirm={async () => {
				const right = typed.trim().toUpperCase() === word;
				setWrong(!right);
				if (!right) return false;
				const { done } = await run({ id, confirmed: word });
				if (done) {
					toast.success(t('eraseDone'));
					router.push('/customers');
				}
				return done;
			}}
			trigger={<Button>{t('eraseOpen')}</Button>}
		>
			<Field label={t('eraseType', { word })} error={wrong ? t('eraseWrong', { word }) : undefined}>
				<Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
			</Field>
		</ConfirmDialog>
	);
}
