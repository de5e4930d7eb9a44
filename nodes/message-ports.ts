import type { PortDef } from './define';

/** How every message leaves: it went out, a rule held it back, or it could not be delivered. */
export const MESSAGE_PORTS: PortDef[] = [
	{ id: 'sent', label: { en: 'Sent', fr: 'Envoyé' } },
	{ id: 'skipped', label: { en: 'Skipped', fr: 'Non envoyé' } },
	{ id: 'failed', label: { en: 'Failed', fr: 'Échec' } },
];
