'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { ShownOnce } from '../shown-once';
import { makeKey } from './actions';

const KINDS = ['write', 'secret'] as const;
type Kind = (typeof KINDS)[number];

export function NewKeyDialog() {
	const t = useTranslations('settings.keys');
	const common = useTranslations('common');
	const [open, setOpen] = useState(false);
	const [name, setName] = useState('');
	const [kind, setKind] = useState<Kind>('write');
	const [made, setMade] = useState<string | null>(null);
	const create = useAction(makeKey, ['name']);

	const change = (next: boolean) => {
		setOpen(next);
		if (!next) return;
		setName('');
		setKind('write');
		setMade(null);
		create.clear();
	};
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		const result = await create.run({ name, kind });
		if (result.done) setMade(result.value.key);
	};

	return (
		<Dialog
			open={open}
			onOpenChange={change}
			trigger={
				<Button>
					<Plus />
					{t('new')}
				</Button>
			}
			title={made === null ? t('new') : t('made', { name })}
			dismissible={made === null}
			footer={
				made === null ? (
					<>
						<DialogClose>
							<Button>{common('cancel')}</Button>
						</DialogClose>
						<Button type="submit" form="new-key" variant="primary" pending={create.pending}>
							{t('create')}
						</Button>
					</>
				) : (
					<DialogClose>
						<Button variant="primary">{t('stored')}</Button>
					</DialogClose>
				)
			}
		>
			{made === null ? (
				<form id="new-key" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
					<Field label={t('name')} help={t('nameHelp')} error={create.errorAt('name')} required>
						<Input value={name} maxLength={80} autoComplete="off" onChange={(event) => setName(event.target.value)} />
					</Field>
					<Field label={t('kind')} help={t(`kindHelp.${kind}`)}>
						<Select
							options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
							value={kind}
							onValueChange={setKind}
						/>
					</Field>
				</form>
			) : (
				<ShownOnce label={t(`kinds.${kind}`)} secret={made} />
			)}
		</Dialog>
	);
}
