'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { SecretDialog } from '../secret-dialog';
import { addConnection } from './actions';
import { ConnectionFields, FIELDS, NEW_CONNECTION } from './connection-fields';

/** Adds a connection, then shows the secret that its calls are signed with. */
export function ConnectionDialog() {
	const t = useTranslations('connections');
	const common = useTranslations('common');
	const [settings, setSettings] = useState(NEW_CONNECTION);
	const add = useAction(addConnection, FIELDS);
	return (
		<SecretDialog
			trigger={
				<Button>
					<Plus />
					{t('add')}
				</Button>
			}
			title={t('add')}
			submit={common('add')}
			pending={add.pending}
			onOpen={() => {
				setSettings(NEW_CONNECTION);
				add.clear();
			}}
			make={async () => {
				const result = await add.run(settings);
				return result.done ? result.value.secret : null;
			}}
			made={{ title: t('added', { name: settings.name }), label: t('secret'), close: t('stored') }}
		>
			<ConnectionFields value={settings} onChange={setSettings} errorAt={add.errorAt} />
		</SecretDialog>
	);
}
