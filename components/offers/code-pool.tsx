'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { fill } from '@/app/(app)/offers/actions';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table';
import { Textarea } from '@/components/ui/textarea';
import { type BadLine, MAX_CODES_TEXT } from '@/lib/offer';

type Report = { added: number; bad: BadLine[]; badTotal: number };

/** Codes are pasted, or read from a file, into the pool: all of them, or none with a report of what is bad. */
export function CodePool({ offerId }: { offerId: string }) {
	const t = useTranslations('offers');
	const router = useRouter();
	const input = useRef<HTMLInputElement>(null);
	const [text, setText] = useState('');
	const [report, setReport] = useState<Report | null>(null);
	const act = useAction(fill, ['text', 'codes']);
	const tooLong = text.length > MAX_CODES_TEXT;

	const change = (next: string) => {
		setText(next);
		setReport(null);
		act.clear();
	};
	const send = async () => {
		const result = await act.run({ id: offerId, text });
		if (!result.done) return;
		setReport(result.value);
		if (result.value.badTotal > 0) return;
		setText('');
		router.refresh();
	};

	return (
		<Card title={t('pool')} description={t('poolHelp')}>
			<div className="flex flex-col gap-4">
				<Field
					label={t('paste')}
					help={t('pasteHelp')}
					error={tooLong ? t('tooManyCodes') : (act.errorAt('text') ?? act.errorAt('codes'))}
				>
					<Textarea
						value={text}
						spellCheck={false}
						autoComplete="off"
						onChange={(event) => change(event.target.value)}
						className="field-sizing-fixed h-32 font-mono text-xs"
					/>
				</Field>
				<div className="flex flex-wrap items-center gap-3">
					<Button
						variant="primary"
						pending={act.pending}
						disabled={text.trim() === '' || tooLong}
						onClick={() => void send()}
					>
						{act.pending ? t('adding') : t('addCodes')}
					</Button>
					<Button onClick={() => input.current?.click()}>{t('fromFile')}</Button>
					<input
						ref={input}
						type="file"
						accept=".csv,.tsv,.txt,text/csv,text/plain"
						hidden
						onChange={(event) => {
							const [file] = event.target.files ?? [];
							event.target.value = '';
							if (file) void file.text().then(change);
						}}
					/>
				</div>
				<div aria-live="polite" className="flex flex-col gap-4 empty:hidden">
					{report?.badTotal === 0 && <Notice tone="success">{t('added', { n: report.added })}</Notice>}
					{report && report.badTotal > 0 && <BadLines report={report} />}
				</div>
			</div>
		</Card>
	);
}

function BadLines({ report: { bad, badTotal } }: { report: Report }) {
	const t = useTranslations('offers');
	return (
		<>
			<Notice tone="danger">{t('bad', { n: badTotal })}</Notice>
			<Table label={t('badLines')} className="max-h-80 overflow-y-auto">
				<Thead>
					<Th className="w-16 text-right">{t('line')}</Th>
					<Th>{t('code')}</Th>
					<Th>{t('problem')}</Th>
				</Thead>
				<Tbody>
					{bad.map(({ line, written, why }) => (
						<Tr key={line}>
							<Td numeric>{line}</Td>
							<Td>
								<code className="break-all text-xs">{written}</code>
							</Td>
							<Td className="min-w-48 text-ink-2">{t(`why.${why}`)}</Td>
						</Tr>
					))}
				</Tbody>
			</Table>
			{badTotal > bad.length && <p className="text-ink-3 text-sm">{t('andMore', { n: badTotal - bad.length })}</p>}
		</>
	);
}
