import type { Locale } from '@/lib/text';
import type en from '@/messages/en.json';

/** Keys of messages are checked by the compiler; English is the reference, a test holds French to it. */
declare module 'next-intl' {
	interface AppConfig {
		Locale: Locale;
		Messages: typeof en;
	}
}
