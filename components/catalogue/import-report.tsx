import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table';
import type { ImportReport } from './upload';

type Props = { report: ImportReport; pending: boolean; onImportGood: () => void };

/** What became of a file: what was written, and each bad line with its field and what to write instead. */
export function ImportReportView({ report, pending, onImportGood }: Props) {
	const t = useTranslations('catalogue.importPage');
	const { imported, lines, written, outdated, bad, problems, ignored } = report;
	const good = lines - bad;
	// A file that cannot be read on has a problem, but not of a line that could be left out.
	const hidden = bad - new Set(problems.map(({ line }) => line)).size;
	return (
		<>
			<Notice tone={imported ? (bad > 0 ? 'warning' : 'success') : 'danger'}>
				<p className="font-medium">{imported ? t('done', { n: written }) : t('nothing', { n: bad })}</p>
				{imported && bad > 0 && <p>{t('leftOut', { n: bad })}</p>}
				{outdated > 0 && <p>{t('outdated', { n: outdated })}</p>}
				{ignored.length > 0 && <p>{t('ignored', { names: ignored.join(', ') })}</p>}
			</Notice>
			{!imported && good > 0 && (
				<div>
					<Button pending={pending} onClick={onImportGood}>
						{t('importGood', { n: good })}
					</Button>
				</div>
			)}
			{problems.length > 0 && (
				<Table label={t('badLines')}>
					<Thead>
						<Th className="text-right">{t('line')}</Th>
						<Th>{t('field')}</Th>
						<Th>{t('fix')}</Th>
					</Thead>
					<Tbody>
						{problems.map(({ line, field, message }) => (
							<Tr key={`${line} ${field} ${message}`}>
								<Td numeric>{line}</Td>
								<Td>{field ? <code className="text-xs">{field}</code> : '–'}</Td>
								<Td className="min-w-56 text-ink-2">{message}</Td>
							</Tr>
						))}
					</Tbody>
				</Table>
			)}
			{hidden > 0 && <p className="text-ink-3 text-sm">{t('andMore', { n: hidden })}</p>}
		</>
	);
}
