import { Liquid, type LiquidOptions, type Template } from 'liquidjs';
import { dateOf } from './deadline';
import { UserError } from './errors';
import type { JsonObject } from './event';

/** What a template may start with: see db/template-variables.ts. */
const ROOTS = ['customer', 'event', 'voucher', 'lease', 'store', 'brand', 'locale', 'time_zone', 'currency'];

/**
 * Templates are written by marketers and filled with what customers typed. LiquidJS is no sandbox by itself: no file
 * system, own properties only, and limits on what one rendering may cost.
 */
const HARDENED: LiquidOptions = {
	ownPropertyOnly: true,
	strictFilters: true,
	templates: {},
	dynamicPartials: false,
	parseLimit: 200_000,
	renderLimit: 500,
	memoryLimit: 2_000_000,
};

/** Characters of a filled-in template. Mailboxes cut emails off at a tenth of it; a loop can write a thousand times as much. */
const LONGEST = 1_000_000;

function engine(options: LiquidOptions): Liquid {
	const liquid = new Liquid({ ...HARDENED, ...options });
	// It would let what a customer typed into an email unescaped.
	delete liquid.filters.raw;
	/** `{{ event.total | money }}`: an amount in the currency's major unit, as Segment's events carry it, in the customer's language. */
	liquid.registerFilter('money', function (value: unknown, currency?: string) {
		// Number(null) and Number('') are 0, and an amount nobody knows is not.
		const known = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
		const amount = known ? Number(value) : Number.NaN;
		if (!Number.isFinite(amount)) return '';
		const { locale, currency: own } = surroundings(
			this.context.getSync(['locale']),
			this.context.getSync(['currency']),
		);
		return new Intl.NumberFormat(locale, { style: 'currency', currency: currency ?? own }).format(amount);
	});
	/** `{{ voucher.expires_at | day }}`: an ISO 8601 date or instant as a date in the customer's language and time zone. */
	liquid.registerFilter('day', function (value: unknown) {
		const { locale } = surroundings(this.context.getSync(['locale']), undefined);
		const zone = this.context.getSync(['time_zone']);
		const timeZone = typeof zone === 'string' ? zone : 'UTC';
		const at = dateOf(value, timeZone);
		return at === null ? '' : new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(at);
	});
	return liquid;
}

function surroundings(locale: unknown, currency: unknown) {
	return {
		locale: typeof locale === 'string' ? locale : 'en',
		currency: typeof currency === 'string' ? currency : 'EUR',
	};
}

/** `html` escapes what variables contain; `plain` (subjects, SMS, text parts) does not. */
const engines = { html: engine({ outputEscape: 'escape' }), plain: engine({}) };
export type TemplateKind = keyof typeof engines;

/** A message's templates are the same for every customer: those in use are read once. */
const MOST_READ = 100;
const read = new Map<string, Template[]>();

function parsed(kind: TemplateKind, source: string): Template[] {
	const key = `${kind} ${source}`;
	const known = read.get(key);
	if (known) return known;
	const templates = engines[kind].parse(source);
	const oldest = read.size >= MOST_READ ? read.keys().next().value : undefined;
	if (oldest !== undefined) read.delete(oldest);
	read.set(key, templates);
	return templates;
}

/** Fills in a template. What is unknown renders as nothing. @throws UserError when the template is broken or costs too much. */
export async function renderTemplate(kind: TemplateKind, source: string, variables: JsonObject): Promise<string> {
	try {
		const filledIn = String(await engines[kind].render(parsed(kind, source), variables));
		if (filledIn.length > LONGEST) throw new Error(`is longer than ${LONGEST} characters once it is filled in`);
		return filledIn;
	} catch (error) {
		throw new UserError(messageOf(error));
	}
}

/** What is wrong with a template, and which variables it starts from that do not exist; all empty when it is fine. */
export function checkTemplate(source: string): { error: string | null; unknown: string[] } {
	try {
		const roots = engines.plain.globalVariablesSync(source).map(String);
		return { error: null, unknown: [...new Set(roots)].filter((root) => !ROOTS.includes(root)) };
	} catch (error) {
		return { error: messageOf(error), unknown: [] };
	}
}

/** What has to be fetched for templates, beyond the customer and the event: whether they may show it. */
export type Wanted = {
	voucher: boolean;
	lease: boolean;
	store: boolean;
	/** `customer.referral_url`: who asks for it gives her a code. */
	referral: boolean;
};

/** What templates show. One that takes a part by a computed name (`customer[x]`), or `customer` as a whole, may show any. */
export function wantedBy(templates: readonly string[]): Wanted {
	const shown = templates.flatMap(pathsIn);
	const parts = (root: string) => shown.flatMap(([first, part]) => (first === root ? [part] : []));
	return {
		voucher: parts('voucher').length > 0,
		lease: parts('lease').length > 0,
		store: parts('store').length > 0,
		referral: parts('customer').some((part) => typeof part !== 'string' || part === 'referral_url'),
	};
}

/** Roots that say who she is, what she was given or where she goes; `event` says what happened, `brand` who writes. */
const ABOUT_HER: readonly unknown[] = ['customer', 'voucher', 'lease', 'store'];

/** Whether a template shows, or decides by, what only she and the retailer should know. */
export function isAboutHer(template: string): boolean {
	return pathsIn(template).some(([root]) => ABOUT_HER.includes(root));
}

type Path = ReturnType<Liquid['globalVariableSegmentsSync']>[number];

/** The variables a template starts from, each with the names that lead on from it. */
function pathsIn(template: string): Path[] {
	if (!template.includes('{')) return [];
	try {
		return engines.plain.globalVariableSegmentsSync(template);
	} catch {
		// A broken one shows nothing: filling it in says what is wrong.
		return [];
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error
		? error.message.replace(/, (file|line):?.*$/s, (tail) => tail.split('\n')[0] ?? '')
		: String(error);
}
