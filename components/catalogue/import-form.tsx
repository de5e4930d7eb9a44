'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Label } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SegmentedControl } from '@/components/ui/segmented-control';
import type { CatalogueKind } from '@/lib/catalogue';
import { ImportReportView } from './import-report';
import { type ImportReport, uploadFile } from './upload';

type Props = {
	/** What a file may be of, which columns it then may have, and which it must. */
	kinds: { kind: CatalogueKind; columns: { name: string; required: boolean }[] }[];
};

/** A file is chosen, sent and reported on; with bad lines nothing is brought in until one says that the good ones are to be. */
export function ImportForm({ kinds }: Props) {
	const t = useTranslations('catalogue.importPage');
	const router = useRouter();
	const input = useRef<HTMLInputElement>(null);
	const [kind, setKind] = useState<CatalogueKind>('products');
	const [file, setFile] = useState<File | null>(null);
	/** Null: nothing is under way; 1: all was sent, it is being written. */
	const [progress, setProgress] = useState<number | null>(null);
	const [report, setReport] = useState<ImportReport | null>(null);
	const [error, setError] = useState<string | null>(null);

	const forget = () => {
		setReport(null);
		setError(null);
	};
	async function send(partial: boolean) {
		if (!file) return input.current?.focus();
		forget();
		setProgress(0);
		try {
			const address = `/api/catalogue/import?${new URLSearchParams({ kind, partial: String(partial) })}`;
			setReport(await uploadFile(file, address, setProgress, t('lost')));
			router.refresh();
		} catch (failure) {
			setError(failure instanceof Error ? failure.message : t('lost'));
		} finally {
			setProgress(null);
		}
	}

	const busy = progress !== null;
	const columns = kinds.find((one) => one.kind === kind)?.columns ?? [];
	return (
		<div className="flex flex-col gap-4">
			<Card>
				<div className="flex flex-col gap-5">
					<div>
						<p className="mb-1.5 font-medium text-ink text-sm">{t('what')}</p>
						<SegmentedControl
							label={t('what')}
							value={kind}
							disabled={busy}
							onValueChange={(next) => {
								setKind(next);
								forget();
							}}
							options={kinds.map(({ kind: value }) => ({ value, label: t(`kinds.${value}`) }))}
						/>
						<p className="mt-2 text-ink-2 text-sm">{t(`order.${kind}`)}</p>
						<p className="mt-2 text-ink-3 text-xs leading-relaxed">
							{t('columns')}{' '}
							{columns.map(({ name, required }, n) => (
								<span key={name}>
									{n > 0 && ', '}
									<code className={required ? 'font-semibold text-ink' : undefined}>{name}</code>
								</span>
							))}
							. {t('bold')}
						</p>
					</div>
					<div>
						<Label htmlFor="file">{t('file')}</Label>
						<input
							ref={input}
							id="file"
							type="file"
							accept=".csv,.tsv,.txt,.ndjson,.jsonl,text/csv,application/x-ndjson"
							disabled={busy}
							aria-describedby="file-help"
							onChange={(event) => {
								setFile(event.target.files?.[0] ?? null);
								forget();
							}}
							className="mt-1.5 block w-full text-ink-2 text-sm file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong file:border-solid file:bg-surface file:px-3 file:font-medium file:text-ink file:text-sm hover:file:bg-hover"
						/>
						<p id="file-help" className="mt-1.5 text-ink-3 text-xs">
							{t('fileHelp')}
						</p>
					</div>
					<div className="flex flex-wrap items-center gap-3">
						<Button variant="primary" pending={busy} disabled={!file} onClick={() => void send(false)}>
							{t('start')}
						</Button>
						{busy && <Progress share={progress} label={progress < 1 ? t('reading') : t('writing')} />}
					</div>
				</div>
			</Card>
			<div aria-live="polite" className="flex flex-col gap-4">
				{error && <Notice tone="danger">{error}</Notice>}
				{report && <ImportReportView report={report} pending={busy} onImportGood={() => void send(true)} />}
			</div>
		</div>
	);
}

function Progress({ share, label }: { share: number; label: string }) {
	return (
		<span className="flex min-w-0 flex-1 items-center gap-3 text-ink-2 text-sm">
			<progress
				aria-label={label}
				max={1}
				// All of it was sent: how long the writing takes, nobody knows.
				{...(share < 1 ? { value: share } : {})}
				className="h-1.5 w-full max-w-56 accent-accent"
			/>
			<span className="whitespace-nowrap tabular-nums">
				{label}
				{share < 1 && ` ${Math.round(share * 100)} %`}
			</span>
		</span>
	);
}
