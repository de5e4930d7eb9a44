'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { redeem } from './actions';
import { ScanButton } from './scan-button';

/** Redeems the voucher that somebody shows, whoever she is. */
export function RedeemForm({ storeId }: { storeId: string }) {
	const t = useTranslations('counter');
	const [code, setCode] = useState('');
	const [done, setDone] = useState<{ title: string; terms: string } | null>(null);
	const act = useAction(redeem, ['code']);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		setDone(null);
		const result = await act.run({ storeId, code });
		if (!result.done) return;
		setDone(result.value);
		setCode('');
	};
	return (
		<Card title={t('redeemVoucher')}>
			<form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-3">
				<Field label={t('code')} error={act.errorAt('code')}>
					<div className="flex gap-2">
						<Input
							value={code}
							autoComplete="off"
							autoCapitalize="characters"
							className="h-11 font-mono sm:h-11"
							onChange={(event) => setCode(event.target.value)}
						/>
						<ScanButton onFound={setCode} />
						<Button type="submit" size="lg" className="h-11" pending={act.pending}>
							{t('redeem')}
						</Button>
					</div>
				</Field>
				{done && (
					<Notice tone="success" alert>
						{t('redeemed', { title: done.title })} {done.terms}
					</Notice>
				)}
			</form>
		</Card>
	);
}
