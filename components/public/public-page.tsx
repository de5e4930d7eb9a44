import type { ReactNode } from 'react';
import { LOCALE_NAMES } from '@/i18n/locale';
import { LOCALES, type Locale } from '@/lib/text';

/**
 * A page for customers, not for members: one column, the brand, and both languages as links that work without
 * JavaScript. `hrefFor`: the same page in another language.
 */
export function PublicPage({
	brand,
	locale,
	languages,
	hrefFor,
	children,
}: {
	brand: string;
	locale: Locale;
	/** The name of the list of languages. */
	languages: string;
	hrefFor: (locale: Locale) => string;
	children: ReactNode;
}) {
	return (
		<div lang={locale} className="mx-auto flex min-h-dvh max-w-xl flex-col px-5 py-6 sm:py-12">
			<header className="mb-8 flex items-center justify-between gap-4">
				<p className="min-w-0 truncate font-semibold text-ink">{brand}</p>
				<nav aria-label={languages}>
					<ul className="flex gap-1 text-sm">
						{LOCALES.map((each) => (
							<li key={each}>
								<a
									href={hrefFor(each)}
									lang={each}
									hrefLang={each}
									aria-current={each === locale ? 'true' : undefined}
									className={
										each === locale
											? 'inline-block rounded-md bg-subtle px-2.5 py-1 font-medium text-ink'
											: 'inline-block rounded-md px-2.5 py-1 text-ink-2 hover:bg-hover hover:text-ink'
									}
								>
									{LOCALE_NAMES[each]}
								</a>
							</li>
						))}
					</ul>
				</nav>
			</header>
			<main className="flex flex-1 flex-col">{children}</main>
		</div>
	);
}
