import { useTranslations } from 'next-intl';

/** What React Flow says to screen readers, in the reader's language. */
export function useFlowWords() {
	const t = useTranslations('editor.flow');
	return {
		'node.a11yDescription.default': t('node'),
		'node.a11yDescription.keyboardDisabled': t('node'),
		'node.a11yDescription.ariaLiveMessage': ({ x, y }: { direction: string; x: number; y: number }) =>
			t('moved', { x: Math.round(x), y: Math.round(y) }),
		'edge.a11yDescription.default': t('edge'),
		'controls.ariaLabel': t('controls'),
		'controls.zoomIn.ariaLabel': t('zoomIn'),
		'controls.zoomOut.ariaLabel': t('zoomOut'),
		'controls.fitView.ariaLabel': t('fitView'),
		'minimap.ariaLabel': t('minimap'),
		'handle.ariaLabel': t('handle'),
	};
}
