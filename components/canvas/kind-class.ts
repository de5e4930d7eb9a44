import type { NodeKind } from '@/nodes/define';

/** Whole class names, so that Tailwind finds them. */
export const KIND_CLASS: Record<NodeKind, string> = {
	trigger: 'bg-kind-trigger-soft text-kind-trigger',
	wait: 'bg-kind-wait-soft text-kind-wait',
	decision: 'bg-kind-decision-soft text-kind-decision',
	message: 'bg-kind-message-soft text-kind-message',
	store: 'bg-kind-store-soft text-kind-store',
	action: 'bg-kind-action-soft text-kind-action',
	exit: 'bg-kind-exit-soft text-kind-exit',
};
