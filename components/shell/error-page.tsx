'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page';

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

/** What Next shows instead of a page that threw. The words of the error stay in the server's log. */
export function ErrorPage({ error, reset }: ErrorPageProps) {
	const t = useTranslations('errors');
	const common = useTranslations('common');
	return (
		<Page width="narrow" className="grid min-h-[70dvh] items-center">
			<div role="alert">
				<EmptyState
					className="border-transparent"
					icon="triangle-alert"
					title={t('errorTitle')}
					description={
						<>
							{t('errorText')}
							{error.digest && (
								<span className="mt-1 block font-mono text-ink-3 text-xs">
									{t('errorReference', { digest: error.digest })}
								</span>
							)}
						</>
					}
					action={
						<Button variant="primary" onClick={reset}>
							{common('retry')}
						</Button>
					}
				/>
			</div>
		</Page>
	);
}
