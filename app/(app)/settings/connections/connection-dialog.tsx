'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { ShownOnce } from '../shown-once';
import { addConnection } from './actions';
import { ConnectionFields, FIELDS, NEW_CONNECTION } from './connection-fields';

/** Adds a connection, then shows the secret that its calls are signed with. */
export function ConnectionDialog() {
	const t = useTranslations('connections');
	const common = useTranslations('common');
	const [open, setOpen] = useState(false);
	const [settings, setSettings] = useState(NEW_CONNECTION);
	const [secret, setSecret] = useState<string | null>(null);
	const add = useAction(addConnection, FIELDS);

	const change = (next: boolean) => {
		setOpen(next);
		if (!next) return;
		setSettings(NEW_CONNECTION);
		setSecret(null);
		add.clear();
	};
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		const result = await add.run(settings);
		if (result.done) setSecret(result.value.secret);
	};
	return (
		<Dialog
			open={open}
			onOpenChange={change}
			trigger={
				<Button>
					<Plus />
					{t('add')}
				</Button>
			}
			title={secret === null ? t('add') : t('added', { name: settings.name })}
			dismissible={secret === null}
			footer={
				secret === null ? (
					<>
						<DialogClose>
							<Button>{common('cancel')}</Button>
						</DialogClose>
						<Button type="submit" form="new-connection" variant="primary" pending={add.pending}>
							{common('add')}
						</Button>
					</>
				) : (
					<DialogClose>
						<Button variant="primary">{t('stored')}</Button>
					</DialogClose>
				)
			}
		>
			{secret === null ? (
				<form id="new-connection" noValidate onSubmit={(event) => void submit(event)}>
					<ConnectionFields value={settings} onChange={setSettings} errorAt={add.errorAt} />
				</form>
			) : (
				<ShownOnce label={t('secret')} secret={secret} />
			)}
		</Dialog>
	);
}
