import { sql } from 'drizzle-orm';
import {
	bigint,
	bigserial,
	boolean,
	doublePrecision,
	index,
	integer,
	jsonb,
	numeric,
	pgEnum,
	pgSequence,
	pgTable,
	primaryKey,
	text,
	timestamp,
	uniqueIndex,
	uuid,
} from 'drizzle-orm/pg-core';
import type { Rule } from '@/lib/condition';
import type { EventFact, Json, JsonObject } from '@/lib/event';
import type { FormDefinition, Shown } from '@/lib/form';
import type { Graph } from '@/lib/graph';
import type { RuledStage, Stage } from '@/lib/lifecycle';
import type { State, Wake } from '@/lib/machine';
import type { MappingProblem } from '@/lib/map-payload';
import type { Mapping } from '@/lib/mapping';
import type { TemplateName } from '@/lib/mapping-templates';
import type { Attributes } from '@/lib/merged-attributes';
import type { HourExceptions, WeekHours } from '@/lib/opening-hours';
import type { Program } from '@/lib/program';
import type { Cuts, Scores } from '@/lib/rfm';
import type { WorkspaceSettings } from '@/lib/settings';
import type { Locale } from '@/lib/text';
import type { TrendDefinition } from '@/lib/trend';
import { users } from './auth-schema';
import { onEarth } from './earth';
import { SEARCHED_IN_PART, searchableName } from './searchable';

export * from './auth-schema';

/** A UTC instant with JavaScript's own precision: what is written is what is read. */
const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
const created = () => instant('created_at').notNull().defaultNow();
/** UUID v7, made in the application so that rows can refer to each other before they are written. */
const id = () => uuid('id').primaryKey();

export const channelEnum = pgEnum('channel', ['email', 'sms']);

// --- the retailer ---------------------------------------------------------------------------------------------------

/** One row: settings that hold for the whole retailer. */
export const workspace = pgTable('workspace', {
	id: integer('id').primaryKey().default(1),
	settings: jsonb('settings').$type<WorkspaceSettings>().notNull(),
	revision: integer('revision').notNull().default(1),
	updatedAt: instant('updated_at').notNull().defaultNow(),
});

// --- catalogue, stores, stock ---------------------------------------------------------------------------------------

/** A place that has stock. Customers are sent to a `store` only; a `warehouse` is behind the web shop. */
export type PlaceKind = 'store' | 'warehouse';

export const stores = pgTable(
	'stores',
	{
		id: text('id').primaryKey(),
		name: text('name').notNull(),
		kind: text('kind').$type<PlaceKind>().notNull().default('store'),
		address: text('address').notNull(),
		postalCode: text('postal_code').notNull(),
		city: text('city').notNull(),
		country: text('country').notNull(),
		latitude: doublePrecision('latitude').notNull(),
		longitude: doublePrecision('longitude').notNull(),
		timeZone: text('time_zone').notNull(),
		phone: text('phone'),
		/** ISO weekday (1 = Monday) to opening hours, for example { "1": [["09:30", "19:00"]] }. */
		openingHours: jsonb('opening_hours').$type<WeekHours>().notNull().default({}),
		/** Days with other hours, by their date on the store's calendar; without hours it is closed that day. */
		exceptions: jsonb('exceptions').$type<HourExceptions>().notNull().default({}),
		/** The retailer's own division: a region, a sales area. */
		zone: text('zone'),
		/** The retailer's own words: `click-and-collect`, `tailor`, … */
		services: text('services').array().notNull().default([]),
		/** BCP 47: what is spoken there. */
		languages: text('languages').array().notNull().default([]),
		/** How many customers may be inside at once. */
		capacity: integer('capacity'),
		/** False: given up. Nobody is sent there. */
		active: boolean('active').notNull().default(true),
		createdAt: created(),
	},
	(t) => [index('stores_earth').using('gist', onEarth(t.latitude, t.longitude))],
);

export const products = pgTable(
	'products',
	{
		id: text('id').primaryKey(),
		name: text('name').notNull(),
		category: text('category').notNull(),
		brand: text('brand'),
		/** In the currency's minor unit (cents). */
		priceMinor: integer('price_minor').notNull(),
		/** ISO 4217. */
		currency: text('currency').notNull(),
		/** When the price was true: a later message about an earlier price changes nothing. */
		priceAsOf: instant('price_as_of').notNull().defaultNow(),
		url: text('url'),
		imageUrl: text('image_url'),
		launchedAt: instant('launched_at'),
		/** The product whose successor this is. It need not be in the catalogue. */
		replaces: text('replaces'),
		/** False: no longer sold. */
		active: boolean('active').notNull().default(true),
		createdAt: created(),
	},
	(t) => [
		index('products_category').on(t.category),
		index('products_replaces').on(t.replaces).where(sql`${t.replaces} is not null`),
	],
);

/** What is on the shelf: one size in one colour. A product without variants is sold in one form. */
export const productVariants = pgTable(
	'product_variants',
	{
		/** Segment's `sku`: unique over all products. */
		sku: text('sku').primaryKey(),
		productId: text('product_id').notNull(),
		size: text('size'),
		colour: text('colour'),
		/** Null: the product's price; otherwise in the product's currency. */
		priceMinor: integer('price_minor'),
		priceAsOf: instant('price_as_of').notNull().defaultNow(),
		active: boolean('active').notNull().default(true),
		createdAt: created(),
	},
	(t) => [index('product_variants_product').on(t.productId)],
);

/** The latest figures, each with its age. They may name products and stores that the catalogue does not know yet. */
export const stock = pgTable(
	'stock',
	{
		productId: text('product_id').notNull(),
		/** The variant's; empty: a figure for the product as a whole. */
		sku: text('sku').notNull().default(''),
		/** A store's or a warehouse's id, or `web` for what the web shop has without saying where. */
		storeId: text('store_id').notNull(),
		quantity: integer('quantity').notNull(),
		/** When the figure was true; an old figure is worth less, and never replaces a newer one. */
		asOf: instant('as_of').notNull(),
	},
	(t) => [primaryKey({ columns: [t.productId, t.sku, t.storeId] }), index('stock_store').on(t.storeId)],
);

// --- the customer ---------------------------------------------------------------------------------------------------

export const customers = pgTable(
	'customers',
	{
		id: id(),
		traits: jsonb('traits').$type<JsonObject>().notNull().default({}),
		/** BCP 47, ISO 3166-1 alpha-2, IANA. Null: unknown, the workspace's holds. */
		locale: text('locale'),
		country: text('country'),
		timeZone: text('time_zone'),
		homeStoreId: text('home_store_id'),
		/** Her stage, as last reviewed (`lib/lifecycle.ts`); null: not reviewed yet, a suspect. */
		lifecycle: text('lifecycle').$type<Stage>(),
		/** Recency, frequency and monetary value, as last reviewed; null: bought nothing in the window. */
		scores: jsonb('scores').$type<Scores>(),
		/** The master this profile was merged into. Always the final one: merging a master moves its followers along. */
		mergedInto: uuid('merged_into'),
		/** Erased at her wish: nothing of her is left but this id, which counts are kept by. */
		erasedAt: instant('erased_at'),
		createdAt: created(),
		lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
	},
	(t) => [
		index('customers_merged_into').on(t.mergedInto).where(sql`${t.mergedInto} is not null`),
		// As `order by … desc` means it: with its nulls at the other end an index is of no use to it.
		index('customers_recent').on(t.lastSeenAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
		index('customers_name_parts').using('gin', sql`${searchableName(t.traits)} gin_trgm_ops`),
	],
);

/** What a customer is found by. Values are normalised: email in lower case, phone in E.164. */
export const IDENTITY_KINDS = [
	'user_id',
	'loyalty_card',
	'email',
	'phone',
	'anonymous_id',
	'device',
	'receipt',
] as const;
export type IdentityKind = (typeof IDENTITY_KINDS)[number];

export const identities = pgTable(
	'identities',
	{
		kind: text('kind').$type<IdentityKind>().notNull(),
		value: text('value').notNull(),
		customerId: uuid('customer_id').notNull(),
		/** The profile that a merge brought it with, to go back to; null: `customerId`'s own. */
		broughtBy: uuid('brought_by'),
		source: text('source').notNull(),
		/** She showed that it is hers: signed in with it, or the source says that it was confirmed. */
		verified: boolean('verified').notNull().default(false),
		/** When the retailer's servers last said that it is hers; null: only pages and forms did. */
		vouchedAt: instant('vouched_at'),
		/** Since when it is known, by our clock: the instants of what a page sends are what it likes. */
		knownAt: instant('known_at').notNull().defaultNow(),
		firstSeenAt: instant('first_seen_at').notNull().defaultNow(),
		lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
	},
	(t) => [
		primaryKey({ columns: [t.kind, t.value] }),
		index('identities_customer').on(t.customerId),
		index('identities_parts')
			.using('gin', sql`lower(${t.value}) gin_trgm_ops`)
			.where(sql`${t.kind} in ${SEARCHED_IN_PART}`),
	],
);

/** Which profiles were made one, so that they can be made two again. A forest: a profile is part of one other at a time. */
export const merges = pgTable(
	'merges',
	{
		id: id(),
		masterId: uuid('master_id').notNull(),
		otherId: uuid('other_id').notNull(),
		mergedAt: instant('merged_at').notNull(),
		/** `system`: an event said so; else whoever of ops did it. */
		mergedBy: text('merged_by').notNull(),
		undoneAt: instant('undone_at'),
		/** Ops made two of them: no event makes one of them again, until ops do. */
		apart: boolean('apart').notNull().default(false),
	},
	(t) => [
		uniqueIndex('merges_open').on(t.otherId).where(sql`${t.undoneAt} is null`),
		index('merges_master').on(t.masterId),
		index('merges_apart').on(t.otherId).where(sql`${t.apart}`),
	],
);

/** What a master said herself, apart from what merges brought her. Only of profiles that somebody was merged into. */
export const ownProfiles = pgTable('own_profiles', {
	customerId: uuid('customer_id').primaryKey(),
	own: jsonb('own').$type<Attributes>().notNull(),
	/** As the customer's row was written from all of them: what differs from it now was said since. */
	shown: jsonb('shown').$type<Attributes>().notNull(),
	shownAt: instant('shown_at').notNull(),
});

/** Append-only: what holds is for lib/consent.ts to say. No row means no consent. */
export const consents = pgTable(
	'consents',
	{
		id: id(),
		customerId: uuid('customer_id').notNull(),
		channel: channelEnum('channel').notNull(),
		/** What for: one of the settings' purposes. */
		purpose: text('purpose').notNull().default('marketing'),
		granted: boolean('granted').notNull(),
		/** Where it was given: `identify`, or what she did herself (`OWN_SOURCES` of lib/consent.ts). */
		source: text('source').notNull(),
		/** The words the customer agreed to, when the source knows them. */
		wording: text('wording'),
		/** What shows that she agreed (GDPR art. 7(1)): the form and its version, when it was shown, asked for and confirmed. */
		proof: jsonb('proof').$type<JsonObject>(),
		decidedAt: instant('decided_at').notNull(),
		createdAt: created(),
	},
	(t) => [index('consents_customer').on(t.customerId, t.channel, t.decidedAt.desc())],
);

// --- segments and lifecycle ------------------------------------------------------------------------------------------

/** Customers by a rule: a segment, with members, or a stage of the lifecycle, which is kept with the customer. */
export const segments = pgTable('segments', {
	id: id(),
	stage: text('stage').$type<RuledStage>().unique(),
	/** Which of the segments that every installation begins with (`lib/default-segments.ts`) it was. */
	preset: text('preset').unique(),
	name: text('name').notNull(),
	description: text('description').notNull().default(''),
	rule: jsonb('rule').$type<Rule>().notNull(),
	/** The events whose arrival may change who matches. */
	hears: text('hears').array().notNull().default([]),
	/** Raised by every save; a save that names an older one is refused. */
	revision: integer('revision').notNull().default(1),
	savedAt: instant('saved_at').notNull().defaultNow(),
	/** Null while everybody is looked at for the first time since it was saved: whoever comes in or leaves meanwhile starts no journey. */
	filledAt: instant('filled_at'),
	archivedAt: instant('archived_at'),
	createdAt: created(),
});

export const segmentMembers = pgTable(
	'segment_members',
	{
		segmentId: uuid('segment_id').notNull(),
		customerId: uuid('customer_id').notNull(),
		enteredAt: instant('entered_at').notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.segmentId, t.customerId] }),
		index('segment_members_customer').on(t.customerId),
		index('segment_members_entered').on(t.segmentId, t.enteredAt.desc()),
	],
);

/** Size over time: a row an hour, at most. */
export const segmentSizes = pgTable(
	'segment_sizes',
	{ segmentId: uuid('segment_id').notNull(), at: instant('at').notNull(), size: integer('size').notNull() },
	(t) => [primaryKey({ columns: [t.segmentId, t.at] })],
);

/** Whose segments, stage and scores have to be looked at again, and when: something happened to her, or time alone will change them. */
export const reviews = pgTable(
	'reviews',
	{
		customerId: uuid('customer_id').primaryKey(),
		dueAt: instant('due_at').notNull(),
		/** What changes starts no journey: imported history, or a rule that was edited. */
		silent: boolean('silent').notNull().default(false),
	},
	(t) => [index('reviews_due').on(t.dueAt)],
);

/** One row: what parts all buyers into ten, and since when. */
export const scoring = pgTable('scoring', {
	id: integer('id').primaryKey().default(1),
	cuts: jsonb('cuts').$type<Cuts>().notNull(),
	scoredAt: instant('scored_at').notNull(),
});

// --- trends -----------------------------------------------------------------------------------------------------------

/** Rolling counts and sums over events (lib/trend.ts), kept up to date by the worker (db/trend-counting.ts). */
export const trends = pgTable(
	'trends',
	{
		id: id(),
		name: text('name').notNull(),
		definition: jsonb('definition').$type<TrendDefinition>().notNull(),
		/** Of the definition, for those who write events: which are heard, how long after it happened one counts, how old it may be. */
		event: text('event').notNull(),
		waitsMs: bigint('waits_ms', { mode: 'number' }).notNull(),
		keptMs: bigint('kept_ms', { mode: 'number' }).notNull(),
		/** Raised by every save; a save that names an older one is refused. */
		revision: integer('revision').notNull().default(1),
		/** Transactions with a smaller id may not have seen it as it is now: it is filled once they are over. */
		seenFrom: bigint('seen_from', { mode: 'number' }),
		/** How far it is filled with the events that were there; null: not begun. */
		filledTo: instant('filled_to'),
		filledSeq: bigint('filled_seq', { mode: 'number' }).notNull().default(0),
		/** Null while it is filled. */
		filledAt: instant('filled_at'),
		/** When the first event of its kind happened; null: there is none. */
		since: instant('since'),
		/** Figures before this bucket were folded into it. */
		keptFrom: bigint('kept_from', { mode: 'number' }).notNull().default(0),
		archivedAt: instant('archived_at'),
		createdAt: created(),
	},
	(t) => [index('trends_event').on(t.event).where(sql`${t.archivedAt} is null`)],
);

/** Events that trends hear and have not counted yet: written with the event, taken off when it is counted. */
export const trendArrivals = pgTable(
	'trend_arrivals',
	{
		trendId: uuid('trend_id').notNull(),
		dueAt: instant('due_at').notNull(),
		seq: bigint('seq', { mode: 'number' }).notNull(),
		effectiveAt: instant('effective_at').notNull(),
	},
	(t) => [primaryKey({ columns: [t.trendId, t.dueAt, t.seq] })],
);

/** The figures: by how much a group's rolling value changes with a bucket (lib/trend-values.ts). */
export const trendChanges = pgTable(
	'trend_changes',
	{
		trendId: uuid('trend_id').notNull(),
		/** A product's, category's, store's or segment's id; empty: all together. */
		groupKey: text('group_key').notNull(),
		bucket: bigint('bucket', { mode: 'number' }).notNull(),
		change: numeric('change', { precision: 20, scale: 4, mode: 'number' }).notNull(),
	},
	(t) => [primaryKey({ columns: [t.trendId, t.groupKey, t.bucket] })],
);

/** How each group stands, and when it has to be looked at again. */
export const trendGroups = pgTable(
	'trend_groups',
	{
		trendId: uuid('trend_id').notNull(),
		groupKey: text('group_key').notNull(),
		/** Null: not looked at yet. */
		value: doublePrecision('value'),
		usual: doublePrecision('usual'),
		threshold: doublePrecision('threshold'),
		crossed: boolean('crossed').notNull(),
		/** The crossing was an event. */
		told: boolean('told').notNull().default(false),
		crossedAt: instant('crossed_at'),
		/** What changed came from an edit or from imported history: no news. */
		quiet: boolean('quiet').notNull().default(false),
		dueAt: instant('due_at').notNull(),
	},
	(t) => [primaryKey({ columns: [t.trendId, t.groupKey] }), index('trend_groups_due').on(t.trendId, t.dueAt)],
);

/** Where customers are counted once each: the buckets in which each of them was there. */
export const trendSeen = pgTable(
	'trend_seen',
	{
		trendId: uuid('trend_id').notNull(),
		customerId: uuid('customer_id').notNull(),
		groupKey: text('group_key').notNull(),
		bucket: bigint('bucket', { mode: 'number' }).notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.trendId, t.customerId, t.groupKey, t.bucket] }),
		index('trend_seen_customer').on(t.customerId),
	],
);

// --- events ---------------------------------------------------------------------------------------------------------

export const eventSeq = pgSequence('event_seq', { cache: 1 });

/**
 * Append-only, partitioned by month of `effective_at` (the migration is written by hand; partitions are made by
 * db/partitions.ts before the first insert of a month).
 */
export const events = pgTable(
	'events',
	{
		seq: bigint('seq', { mode: 'number' }).notNull().default(sql`nextval('event_seq')`),
		/** Segment's `timestamp`, corrected by `sentAt` for the sender's clock, never later than the receipt. */
		effectiveAt: instant('effective_at').notNull(),
		receivedAt: instant('received_at').notNull(),
		/** Receipt of live events, effective time of imported history. */
		knownAt: instant('known_at').notNull(),
		messageId: text('message_id').notNull(),
		/** track, identify, page, screen, group, alias. */
		type: text('type').notNull(),
		name: text('name').notNull(),
		properties: jsonb('properties').$type<JsonObject>().notNull(),
		context: jsonb('context').$type<JsonObject>().notNull().default({}),
		/** As it was at ingest; after a merge read through the master's merged set. Null: an event without a customer. */
		customerId: uuid('customer_id'),
		source: text('source').notNull(),
		/** Imported history: fills profiles and timelines, triggers nothing, wakes nothing. */
		history: boolean('history').notNull().default(false),
	},
	(t) => [
		primaryKey({ columns: [t.effectiveAt, t.seq] }),
		index('events_customer_name').on(t.customerId, t.name, t.effectiveAt),
		// Who did something, and when, without reading what they did: how many customers a rule is about.
		index('events_name').on(t.name, t.effectiveAt, t.customerId),
		// What waits look back for among the events without a customer: of a time, or by what they say.
		index('events_nobody').on(t.name, t.effectiveAt).where(sql`${t.customerId} is null`),
		index('events_nobody_says').using('gin', t.properties.op('jsonb_path_ops')).where(sql`${t.customerId} is null`),
	],
);

/** De-duplication for ever, across partitions. */
export const eventIds = pgTable('event_ids', {
	messageId: text('message_id').primaryKey(),
	seq: bigint('seq', { mode: 'number' }).notNull(),
});

/** What the dispatcher still has to decide; a row without a customer is to be fanned out. A row with a `journeyId` is an entry that waits for that journey's enrollment to park or finish. */
export const eventQueue = pgTable(
	'event_queue',
	{
		id: bigserial('id', { mode: 'number' }).primaryKey(),
		seq: bigint('seq', { mode: 'number' }).notNull(),
		effectiveAt: instant('effective_at').notNull(),
		customerId: uuid('customer_id'),
		journeyId: uuid('journey_id'),
		/** The event made one customer of two: open waits look back over what both did. */
		joins: boolean('joins').notNull().default(false),
		/** Of an event without a customer whose fan-outs are planned: the last enrollment it was told to. */
		toldTo: uuid('told_to'),
		notBefore: instant('not_before').notNull().defaultNow(),
		attempts: integer('attempts').notNull().default(0),
		lastError: text('last_error'),
		/** Failed ten times: shown to ops, no longer blocks the customer's later events. */
		quarantinedAt: instant('quarantined_at'),
	},
	(t) => [
		index('event_queue_due').on(t.notBefore, t.seq).where(sql`${t.quarantinedAt} is null`),
		index('event_queue_customer').on(t.customerId, t.seq),
	],
);

// --- journeys -------------------------------------------------------------------------------------------------------

/** `live`: customers enter; `paused`: nobody enters, nothing is sent, waits go on listening; `stopped`: everybody was ended. */
export const journeyStatusEnum = pgEnum('journey_status', ['draft', 'live', 'paused', 'stopped', 'archived']);
export type JourneyStatus = (typeof journeyStatusEnum.enumValues)[number];

export const journeys = pgTable(
	'journeys',
	{
		id: id(),
		name: text('name').notNull(),
		description: text('description').notNull().default(''),
		status: journeyStatusEnum('status').notNull().default('draft'),
		draft: jsonb('draft').$type<Graph>().notNull(),
		/** Raised by every save; a save that names an older one is refused. */
		draftRevision: integer('draft_revision').notNull().default(1),
		draftSavedBy: text('draft_saved_by').references(() => users.id),
		draftSavedAt: instant('draft_saved_at').notNull().defaultNow(),
		currentVersionId: uuid('current_version_id'),
		/** Of the current version; what the dispatcher finds entries by. */
		triggerEvent: text('trigger_event'),
		createdAt: created(),
	},
	(t) => [index('journeys_trigger').on(t.triggerEvent).where(sql`${t.status} = 'live'`)],
);

/** Insert-only. */
export const journeyVersions = pgTable(
	'journey_versions',
	{
		id: id(),
		journeyId: uuid('journey_id')
			.notNull()
			.references(() => journeys.id),
		number: integer('number').notNull(),
		graph: jsonb('graph').$type<Graph>().notNull(),
		program: jsonb('program').$type<Program>().notNull(),
		/** By node id: what `prepare` made at publish. */
		prepared: jsonb('prepared').$type<Record<string, Json>>().notNull().default({}),
		publishedBy: text('published_by').references(() => users.id),
		publishedAt: instant('published_at').notNull(),
	},
	(t) => [uniqueIndex('journey_versions_number').on(t.journeyId, t.number)],
);

// --- enrollments ----------------------------------------------------------------------------------------------------

export const enrollmentStatusEnum = pgEnum('enrollment_status', [
	'starting',
	'running',
	'waiting',
	'ended',
	'failed',
	'stopped',
	'merged',
]);
export type EnrollmentStatus = (typeof enrollmentStatusEnum.enumValues)[number];

/**
 * One customer in one journey version. The row is the machine's whole saved state, the place on the canvas and the
 * subscription: while `status = 'waiting'` it says what is waited for, and whoever wakes it does so `WHERE wait_seq = n`.
 */
export const enrollments = pgTable(
	'enrollments',
	{
		id: id(),
		journeyId: uuid('journey_id').notNull(),
		versionId: uuid('version_id').notNull(),
		customerId: uuid('customer_id').notNull(),
		/** '' when the trigger has no key. May be personal: never leaves Postgres. */
		entryKey: text('entry_key').notNull(),
		status: enrollmentStatusEnum('status').notNull(),
		/** Grows when ops retry: part of the Temporal workflow id. */
		run: integer('run').notNull().default(0),
		trigger: jsonb('trigger').$type<EventFact>().notNull(),
		/** Logical entry: the trigger's effective time. */
		enteredAt: instant('entered_at').notNull(),
		state: jsonb('state').$type<State>().notNull(),
		nodeId: text('node_id'),
		/** Why it is parked: sleep, await, defer (quiet hours, arbitration), held (journey paused). */
		parkedFor: text('parked_for').$type<'sleep' | 'await' | 'defer' | 'held'>(),
		/** Names of the events that concern it: the wait's and the journey's exits. */
		waitingFor: text('waiting_for').array(),
		/** What events without a customer find it by (`lib/without-customer.ts`); null: none concerns it. */
		foundBy: text('found_by').array(),
		waitSeq: integer('wait_seq').notNull().default(0),
		wakeAt: instant('wake_at'),
		/** What ended the wait `wait_seq`, once something did. */
		wake: jsonb('wake').$type<Wake>(),
		/** An order of ops that holds whatever the enrollment is doing: it ends at the next park or send. */
		control: text('control').$type<'stop' | 'end' | 'merge'>(),
		outcome: text('outcome'),
		error: text('error'),
		/** Events that came too late to be heard, and what they would have changed. */
		late: jsonb('late').$type<JsonObject[]>().notNull().default([]),
		createdAt: created(),
		/** Logical end (for re-entry) and actual end. */
		endedClock: instant('ended_clock'),
		endedAt: instant('ended_at'),
	},
	(t) => [
		uniqueIndex('enrollments_one_open')
			.on(t.journeyId, t.customerId, t.entryKey)
			.where(sql`${t.status} in ('starting', 'running', 'waiting')`),
		index('enrollments_waiting').on(t.customerId).where(sql`${t.status} = 'waiting'`),
		index('enrollments_found_by')
			.using('gin', t.foundBy)
			.where(sql`${t.status} = 'waiting' and ${t.foundBy} is not null`),
		index('enrollments_customer').on(t.customerId, t.journeyId),
		index('enrollments_journey').on(t.journeyId, t.createdAt.desc()),
		index('enrollments_place')
			.on(t.journeyId, t.nodeId, t.status)
			.where(sql`${t.status} in ('starting', 'running', 'waiting')`),
	],
);

/** One visit of one enrollment to one node. */
export const steps = pgTable(
	'steps',
	{
		enrollmentId: uuid('enrollment_id').notNull(),
		nodeId: text('node_id').notNull(),
		visit: integer('visit').notNull(),
		journeyId: uuid('journey_id').notNull(),
		versionId: uuid('version_id').notNull(),
		/** Null while the customer is still there. */
		port: text('port'),
		/** A short code: `no-consent`, `frequency-cap`, `timeout`, … */
		why: text('why'),
		evidence: jsonb('evidence').$type<JsonObject>().notNull().default({}),
		/** The event that ended a wait. */
		eventSeq: bigint('event_seq', { mode: 'number' }),
		enteredAt: instant('entered_at').notNull().defaultNow(),
		leftAt: instant('left_at'),
	},
	(t) => [
		primaryKey({ columns: [t.enrollmentId, t.nodeId, t.visit] }),
		index('steps_journey').on(t.journeyId, t.versionId, t.nodeId, t.port),
	],
);

/** What the dispatcher has to tell Temporal, at least once. Deleted when done. */
export const commands = pgTable(
	'commands',
	{
		id: bigserial('id', { mode: 'number' }).primaryKey(),
		kind: text('kind').$type<'start' | 'wake'>().notNull(),
		enrollmentId: uuid('enrollment_id').notNull(),
		run: integer('run').notNull(),
		/** Of a wake: which wait it ends. */
		waitSeq: integer('wait_seq'),
		notBefore: instant('not_before').notNull().defaultNow(),
		attempts: integer('attempts').notNull().default(0),
		lastError: text('last_error'),
		createdAt: created(),
	},
	(t) => [index('commands_due').on(t.notBefore, t.id), index('commands_enrollment').on(t.enrollmentId)],
);

// --- sends ----------------------------------------------------------------------------------------------------------

export const sendStateEnum = pgEnum('send_state', [
	'reserved',
	'calling',
	'accepted',
	'rejected',
	'unknown',
	'suppressed',
]);
export type SendState = (typeof sendStateEnum.enumValues)[number];

/** The ledger: one attempt to reach a customer, decided before the provider is called. */
export const sends = pgTable(
	'sends',
	{
		/** `enrollment:node:visit:channel`. */
		key: text('key').primaryKey(),
		enrollmentId: uuid('enrollment_id').notNull(),
		journeyId: uuid('journey_id').notNull(),
		nodeId: text('node_id').notNull(),
		visit: integer('visit').notNull(),
		customerId: uuid('customer_id').notNull(),
		channel: channelEnum('channel').notNull(),
		/** Of a promotional journey, whose priority it was sent with. */
		promotional: boolean('promotional').notNull().default(false),
		priority: integer('priority').notNull().default(50),
		state: sendStateEnum('state').notNull(),
		/** Why it was suppressed, rejected or is unknown: a short code. */
		reason: text('reason'),
		/** What the gates saw when they decided. */
		evidence: jsonb('evidence').$type<JsonObject>().notNull().default({}),
		recipient: text('recipient'),
		/** The message as it went out. */
		message: jsonb('message').$type<JsonObject>(),
		/** The provider's own id for it. */
		providerId: text('provider_id'),
		attempts: integer('attempts').notNull().default(0),
		createdAt: created(),
		calledAt: instant('called_at'),
		settledAt: instant('settled_at'),
	},
	(t) => [
		index('sends_customer').on(t.customerId, t.channel, t.createdAt.desc()),
		index('sends_enrollment').on(t.enrollmentId),
		index('sends_journey').on(t.journeyId, t.state),
		index('sends_in_flight').on(t.state).where(sql`${t.state} in ('reserved', 'calling', 'unknown')`),
	],
);

// --- offers, vouchers, units kept aside --------------------------------------------------------------------------------

/** What an offer takes off: `value` is in the currency's minor unit, or in percent; a gift has none. */
export type Discount =
	| { kind: 'amount'; value: number; currency: string }
	| { kind: 'percent'; value: number }
	| { kind: 'gift' };

export const offers = pgTable('offers', {
	/** The retailer's own, a slug: `autumn-10`. */
	id: text('id').primaryKey(),
	/** For the team; customers see `title` and `terms`. */
	name: text('name').notNull(),
	title: text('title').notNull(),
	terms: text('terms').notNull().default(''),
	discount: jsonb('discount').$type<Discount>().notNull(),
	/** Null: no bound on that side. A voucher never lasts beyond the end. */
	validFrom: instant('valid_from'),
	validUntil: instant('valid_until'),
	/** Product ids, categories and store ids (or `web`) it holds for; empty: all. */
	products: text('products').array().notNull().default([]),
	categories: text('categories').array().notNull().default([]),
	stores: text('stores').array().notNull().default([]),
	/** `pool`: the retailer's own codes (offer_codes); otherwise ours. */
	codes: text('codes').$type<'generated' | 'pool'>().notNull().default('generated'),
	/** Vouchers that count: issued and redeemed ones, expired ones too. Null: no limit. */
	limitTotal: integer('limit_total'),
	limitPerCustomer: integer('limit_per_customer'),
	/** At the end of the enrollment: a voucher that nobody was sent goes back, or any that is not used, or none. */
	releaseAtExit: text('release_at_exit').$type<'never' | 'unsent' | 'unused'>().notNull().default('unsent'),
	/** When the order is cancelled or paid back: she may use it again, it goes back for others, or it stays used. */
	atRefund: text('at_refund').$type<'usable' | 'release' | 'keep'>().notNull().default('usable'),
	revision: integer('revision').notNull().default(1),
	archivedAt: instant('archived_at'),
	createdAt: created(),
});

/** The retailer's own codes. A code is never given to a second customer once it may have been seen by a first. */
export const offerCodes = pgTable(
	'offer_codes',
	{
		/** As vouchers are looked up: capitals and digits only. */
		code: text('code').primaryKey(),
		/** As the retailer writes it: what is printed and put into the barcode. */
		written: text('written').notNull(),
		offerId: text('offer_id')
			.notNull()
			.references(() => offers.id),
		state: text('state').$type<'free' | 'leased' | 'used'>().notNull().default('free'),
		createdAt: created(),
	},
	(t) => [
		index('offer_codes_free').on(t.offerId, t.code).where(sql`${t.state} = 'free'`),
		index('offer_codes_offer').on(t.offerId, t.state),
	],
);

export const voucherStateEnum = pgEnum('voucher_state', ['issued', 'redeemed', 'cancelled', 'released']);

export const vouchers = pgTable(
	'vouchers',
	{
		/** Unguessable, readable at a till: no 0/O, 1/I. */
		code: text('code').primaryKey(),
		enrollmentId: uuid('enrollment_id').notNull(),
		nodeId: text('node_id').notNull(),
		visit: integer('visit').notNull(),
		customerId: uuid('customer_id').notNull(),
		/** Null: no store in particular; wherever its offer holds. */
		storeId: text('store_id').references(() => stores.id),
		title: text('title').notNull(),
		terms: text('terms').notNull().default(''),
		state: voucherStateEnum('state').notNull().default('issued'),
		issuedAt: instant('issued_at').notNull().defaultNow(),
		expiresAt: instant('expires_at').notNull(),
		redeemedAt: instant('redeemed_at'),
		/** Where: a store's id, or `web`. */
		redeemedAtStore: text('redeemed_at_store'),
		/** The till's idempotency key: the same one again gets the same answer, another one gets 409. */
		redemptionKey: text('redemption_key'),
		/** Null: a voucher of the journey's own words, without limits. */
		offerId: text('offer_id').references(() => offers.id),
		/** A code of the retailer's as the retailer writes it. */
		written: text('written'),
		/** The order it was redeemed with: when that is paid back, it may be released. */
		orderId: text('order_id'),
		releasedAt: instant('released_at'),
		/** `exit`, `refund`. */
		releasedWhy: text('released_why'),
	},
	(t) => [
		uniqueIndex('vouchers_step').on(t.enrollmentId, t.nodeId, t.visit),
		index('vouchers_customer').on(t.customerId),
		// What an offer's limits count: from the index alone.
		index('vouchers_counted').on(t.offerId, t.customerId).where(sql`${t.state} in ('issued', 'redeemed')`),
		index('vouchers_order').on(t.orderId).where(sql`${t.orderId} is not null`),
	],
);

/** A till that was offline gave a discount for a voucher that was no longer to be had: a person decides. */
export const redemptionConflicts = pgTable(
	'redemption_conflicts',
	{
		id: id(),
		code: text('code').notNull(),
		customerId: uuid('customer_id').notNull(),
		/** Null: a voucher without an offer. */
		offerId: text('offer_id'),
		/** The late till's own id of it, its place, and when it says it was. */
		redemptionKey: text('redemption_key').notNull(),
		storeId: text('store_id').notNull(),
		redeemedAt: instant('redeemed_at').notNull(),
		reportedAt: instant('reported_at').notNull(),
		properties: jsonb('properties').$type<JsonObject>().notNull().default({}),
		/** What the voucher was when the report came. */
		found: text('found').$type<'redeemed' | 'released' | 'cancelled' | 'expired'>().notNull(),
		/** Of the redemption that holds, when there is one. */
		firstStoreId: text('first_store_id'),
		firstRedeemedAt: instant('first_redeemed_at'),
		/** Null: nobody has decided yet. */
		decision: text('decision').$type<'goodwill' | 'charge-back'>(),
		note: text('note').notNull().default(''),
		decidedBy: text('decided_by').references(() => users.id),
		decidedAt: instant('decided_at'),
	},
	(t) => [
		uniqueIndex('redemption_conflicts_report').on(t.code, t.redemptionKey),
		index('redemption_conflicts_offer').on(t.offerId, t.reportedAt.desc()),
		index('redemption_conflicts_open').on(t.reportedAt.desc()).where(sql`${t.decision} is null`),
	],
);

/** Units of an article kept aside for a customer at a store. Open: `held`, and `until` is not over: no sweeper decides. */
export const stockLeases = pgTable(
	'stock_leases',
	{
		id: id(),
		enrollmentId: uuid('enrollment_id').notNull(),
		nodeId: text('node_id').notNull(),
		visit: integer('visit').notNull(),
		customerId: uuid('customer_id').notNull(),
		productId: text('product_id').notNull(),
		/** Empty: any variant. */
		sku: text('sku').notNull().default(''),
		storeId: text('store_id')
			.notNull()
			.references(() => stores.id),
		quantity: integer('quantity').notNull().default(1),
		state: text('state').$type<'held' | 'claimed' | 'released' | 'expired'>().notNull().default('held'),
		leasedAt: instant('leased_at').notNull(),
		until: instant('until').notNull(),
		/** When it was claimed, released or seen to be over. */
		endedAt: instant('ended_at'),
		/** `order:<id>`, a member's id, `exit`, `deadline`. */
		endedWhy: text('ended_why'),
		/** Its end, unclaimed, was told: the unit passes on. */
		told: boolean('told').notNull().default(false),
	},
	(t) => [
		uniqueIndex('stock_leases_step').on(t.enrollmentId, t.nodeId, t.visit),
		index('stock_leases_place').on(t.productId, t.storeId).where(sql`${t.state} in ('held', 'claimed')`),
		index('stock_leases_customer').on(t.customerId, t.leasedAt.desc()),
		index('stock_leases_store').on(t.storeId, t.until).where(sql`${t.state} = 'held'`),
		index('stock_leases_over').on(t.until).where(sql`not ${t.told} and ${t.state} <> 'claimed'`),
	],
);

// --- commercial calendar -------------------------------------------------------------------------------------------------

/** Sales, Black Friday, Mother's Day: journeys start, branch and stop on it. */
export const operations = pgTable('operations', {
	/** The retailer's own, a slug: `black-friday-2026`. */
	id: text('id').primaryKey(),
	name: text('name').notNull(),
	description: text('description').notNull().default(''),
	startsAt: instant('starts_at').notNull(),
	endsAt: instant('ends_at').notNull(),
	/** When its dates were last written. */
	datedAt: instant('dated_at').notNull(),
	/** Ids of stores (or `web`), of products, and categories; empty: all. */
	stores: text('stores').array().notNull().default([]),
	products: text('products').array().notNull().default([]),
	categories: text('categories').array().notNull().default([]),
	/** Ids of the offers it carries. */
	offers: text('offers').array().notNull().default([]),
	/** `Operation Started` and `Operation Ended` were recorded. */
	startTold: boolean('start_told').notNull().default(false),
	endTold: boolean('end_told').notNull().default(false),
	revision: integer('revision').notNull().default(1),
	archivedAt: instant('archived_at'),
	createdAt: created(),
});

// --- actions: calls to the retailer's systems, points, tasks in stores, messages on the site ----------------------------

/** What to do about a call whose end nobody knows: ask the other side, call again (it knows repeats), or leave it open. */
export const WHEN_CUT = ['ask', 'repeat', 'unknown'] as const;
export type WhenCut = (typeof WHEN_CUT)[number];

/** A system of the retailer's that journeys call over HTTP. Graphs name its id, never its address or its secrets. */
export const destinations = pgTable('destinations', {
	id: id(),
	name: text('name').notNull(),
	url: text('url').notNull(),
	/** Sealed (db/sealed.ts); of two, the older one signs too until `until` (ISO 8601, UTC). */
	secrets: jsonb('secrets').$type<{ sealed: string; until: string | null }[]>().notNull(),
	whenCut: text('when_cut').$type<WhenCut>().notNull(),
	/** Where it is asked; null: at `url`. */
	askUrl: text('ask_url'),
	createdAt: created(),
	archivedAt: instant('archived_at'),
});

export const CALL_KINDS = ['webhook', 'adjust-bill'] as const;
export type CallKind = (typeof CALL_KINDS)[number];

/** Calls to the retailer's systems: a book like `sends`, with the same states (db/outgoing.ts). */
export const calls = pgTable(
	'calls',
	{
		/** `enrollment:node:visit`: its `webhook-id`, and its `Idempotency-Key`. */
		key: text('key').primaryKey(),
		kind: text('kind').$type<CallKind>().notNull(),
		destinationId: uuid('destination_id').notNull(),
		enrollmentId: uuid('enrollment_id').notNull(),
		journeyId: uuid('journey_id').notNull(),
		nodeId: text('node_id').notNull(),
		visit: integer('visit').notNull(),
		customerId: uuid('customer_id').notNull(),
		state: sendStateEnum('state').notNull(),
		reason: text('reason'),
		evidence: jsonb('evidence').$type<JsonObject>().notNull().default({}),
		/** As it goes out, the same for every try. */
		body: jsonb('body').$type<JsonObject>().notNull(),
		/** Of an adjustment: what it gives, in the currency's minor unit (ISO 4217). */
		amountMinor: integer('amount_minor'),
		currency: text('currency'),
		/** How the receiver answered: its HTTP status. */
		providerId: text('provider_id'),
		attempts: integer('attempts').notNull().default(0),
		createdAt: created(),
		calledAt: instant('called_at'),
		settledAt: instant('settled_at'),
	},
	(t) => [
		index('calls_customer').on(t.customerId, t.kind, t.createdAt.desc()),
		index('calls_enrollment').on(t.enrollmentId),
	],
);

/** Append-only: a customer's balance is the sum. Read through the merged set. */
export const points = pgTable(
	'points',
	{
		id: id(),
		customerId: uuid('customer_id').notNull(),
		/** `earned` (negative: taken back) counts for the tier, `spent` (negative) does not. */
		kind: text('kind').$type<'earned' | 'spent'>().notNull(),
		delta: integer('delta').notNull(),
		reason: text('reason').notNull(),
		/** A step's, a till's receipt: the same one again changes nothing. */
		key: text('key').notNull().unique(),
		/** `journey:<id>`, `api-key:<id>`, a store's id. */
		source: text('source').notNull(),
		at: instant('at').notNull(),
	},
	(t) => [index('points_customer').on(t.customerId)],
);

/** What somebody in a store is asked to do for a customer. */
export const storeTasks = pgTable(
	'store_tasks',
	{
		id: id(),
		/** The step's: a repeat finds it. */
		key: text('key').notNull().unique(),
		storeId: text('store_id').notNull(),
		customerId: uuid('customer_id').notNull(),
		enrollmentId: uuid('enrollment_id').notNull(),
		title: text('title').notNull(),
		note: text('note').notNull().default(''),
		dueAt: instant('due_at').notNull(),
		createdAt: created(),
		doneAt: instant('done_at'),
		/** A member's id. */
		doneBy: text('done_by'),
		/** How often it was done: each time is an event of its own. */
		completions: integer('completions').notNull().default(0),
	},
	(t) => [
		index('store_tasks_open').on(t.storeId, t.dueAt).where(sql`${t.doneAt} is null`),
		index('store_tasks_store').on(t.storeId, t.createdAt.desc()),
		index('store_tasks_customer').on(t.customerId),
	],
);

/** A message that waits for a customer on the site or in the app. What she did with it is in her events. */
export const siteMessages = pgTable(
	'site_messages',
	{
		id: id(),
		/** The step's: a repeat finds it. */
		key: text('key').notNull().unique(),
		customerId: uuid('customer_id').notNull(),
		enrollmentId: uuid('enrollment_id').notNull(),
		slot: text('slot').notNull(),
		name: text('name').notNull(),
		title: text('title').notNull(),
		body: text('body').notNull().default(''),
		link: text('link'),
		/** It says what only she should know: a page, whose key everybody can read, does not get it. */
		aboutHer: boolean('about_her').notNull().default(false),
		/** The highest one comes first. */
		priority: integer('priority').notNull().default(0),
		/** Null: as often as she comes. */
		maxDisplays: integer('max_displays'),
		until: instant('until').notNull(),
		createdAt: created(),
	},
	(t) => [index('site_messages_customer').on(t.customerId, t.until)],
);

// --- events without a customer ----------------------------------------------------------------------------------------

/** `done` also when the limit was reached; `stopped` by ops or with the journey. */
export const FAN_OUT_STATES = ['running', 'paused', 'stopped', 'done'] as const;
export type FanOutState = (typeof FAN_OUT_STATES)[number];

/** One event without a customer on its way to those whom one journey's audience names: a job that can be paused and resumed. */
export const fanOuts = pgTable(
	'fan_outs',
	{
		id: id(),
		journeyId: uuid('journey_id').notNull(),
		versionId: uuid('version_id').notNull(),
		eventSeq: bigint('event_seq', { mode: 'number' }).notNull(),
		/** The event, as the enrollments it starts will know it. */
		event: jsonb('event').$type<EventFact>().notNull(),
		entryKey: text('entry_key').notNull(),
		state: text('state').$type<FanOutState>().notNull().default('running'),
		/** Customers to look at; null until they are lined up. */
		total: integer('total'),
		/** The place of the last one that was looked at: with it, and in its transaction, her entry was written. */
		position: integer('position').notNull().default(0),
		entered: integer('entered').notNull().default(0),
		/** In the audience, but decided when the enrollment she is in parks or ends. */
		postponed: integer('postponed').notNull().default(0),
		/** How many may enter; null without a limit. */
		places: integer('places'),
		perMinute: integer('per_minute').notNull(),
		/** How often the same was said again. */
		repeats: integer('repeats').notNull().default(0),
		/** The last word about its key: nothing else was said since. */
		latest: boolean('latest').notNull().default(true),
		notBefore: instant('not_before').notNull().defaultNow(),
		attempts: integer('attempts').notNull().default(0),
		lastError: text('last_error'),
		startedAt: instant('started_at').notNull().defaultNow(),
		finishedAt: instant('finished_at'),
	},
	(t) => [
		uniqueIndex('fan_outs_once').on(t.journeyId, t.eventSeq),
		index('fan_outs_event').on(t.eventSeq),
		index('fan_outs_due').on(t.notBefore).where(sql`${t.state} = 'running'`),
		index('fan_outs_latest').on(t.journeyId, t.entryKey).where(sql`${t.latest}`),
	],
);

/** Who is still to be looked at, in which order. Gone when the fan-out is over. */
export const fanOutCandidates = pgTable(
	'fan_out_candidates',
	{
		fanOutId: uuid('fan_out_id')
			.notNull()
			.references(() => fanOuts.id, { onDelete: 'cascade' }),
		position: integer('position').notNull(),
		customerId: uuid('customer_id').notNull(),
	},
	(t) => [primaryKey({ columns: [t.fanOutId, t.position] })],
);

// --- forms, and consents to be confirmed -------------------------------------------------------------------------------

/** A page where visitors leave an address and agree to hear from us. */
export const forms = pgTable('forms', {
	id: id(),
	/** Its address: `/f/<slug>`. */
	slug: text('slug').notNull().unique(),
	definition: jsonb('definition').$type<FormDefinition>().notNull(),
	/** Raised by every save: a consent's proof names it. */
	version: integer('version').notNull().default(1),
	/** Null: nobody can open it. */
	publishedAt: instant('published_at'),
	createdAt: created(),
	updatedAt: instant('updated_at').notNull().defaultNow(),
});

/** Append-only: who sent a form, and what it put before her. What she typed is in her traits. */
export const formSubmissions = pgTable(
	'form_submissions',
	{
		id: id(),
		formId: uuid('form_id')
			.notNull()
			.references(() => forms.id),
		customerId: uuid('customer_id').notNull(),
		/** The consents as she read them, in which version and language, and when. */
		shown: jsonb('shown').$type<Shown>().notNull(),
		/** Those she ticked: `email:newsletter`. */
		ticked: text('ticked').array().notNull(),
		createdAt: created(),
	},
	(t) => [
		index('form_submissions_form').on(t.formId, t.createdAt.desc()),
		index('form_submissions_customer').on(t.customerId),
	],
);

/**
 * Double opt-in: a consent that holds once the link sent to the address itself is confirmed. The message goes out once,
 * like those of the ledger (db/outgoing.ts), whose columns these are from `state` on.
 */
export const consentRequests = pgTable(
	'consent_requests',
	{
		/** `consent:<id>`. */
		key: text('key').primaryKey(),
		id: uuid('id').notNull().unique(),
		customerId: uuid('customer_id').notNull(),
		channel: channelEnum('channel').notNull(),
		/** Where the link goes: what was typed, normalised. */
		address: text('address').notNull(),
		locale: text('locale').$type<Locale>().notNull(),
		/** What is agreed to, in the words that were shown. */
		asks: jsonb('asks').$type<{ purpose: string; wording: string }[]>().notNull(),
		/** The form, its version, when it was shown. */
		proof: jsonb('proof').$type<JsonObject>().notNull(),
		requestedAt: instant('requested_at').notNull(),
		expiresAt: instant('expires_at').notNull(),
		confirmedAt: instant('confirmed_at'),
		/** When the message is tried (again). */
		notBefore: instant('not_before').notNull().defaultNow(),
		state: sendStateEnum('state').notNull().default('reserved'),
		reason: text('reason'),
		evidence: jsonb('evidence').$type<JsonObject>().notNull().default({}),
		providerId: text('provider_id'),
		attempts: integer('attempts').notNull().default(0),
		calledAt: instant('called_at'),
		settledAt: instant('settled_at'),
	},
	(t) => [
		index('consent_requests_due').on(t.notBefore).where(sql`${t.state} in ('reserved', 'calling')`),
		index('consent_requests_address').on(t.channel, t.address, t.requestedAt.desc()),
		index('consent_requests_customer').on(t.customerId),
	],
);

// --- referrals ---------------------------------------------------------------------------------------------------------

/** What a customer's referral link is recognised by. One a profile; read through the merged set. */
export const referralCodes = pgTable('referral_codes', {
	code: text('code').primaryKey(),
	customerId: uuid('customer_id').notNull().unique(),
	createdAt: created(),
});

/** A friend came by a code. Which of hers counts, and whether, is decided anew whenever she is reviewed (lib/referral.ts). */
export const referrals = pgTable(
	'referrals',
	{
		id: id(),
		code: text('code')
			.notNull()
			.references(() => referralCodes.code, { onDelete: 'cascade' }),
		/** The friend. */
		customerId: uuid('customer_id').notNull(),
		/** When she brought it, by the sender's clock. */
		tiedAt: instant('tied_at').notNull(),
		/** Her order was kept, and both were told. */
		keptAt: instant('kept_at'),
	},
	(t) => [uniqueIndex('referrals_friend_code').on(t.customerId, t.code), index('referrals_code').on(t.code)],
);

// --- the retailer's own payloads ---------------------------------------------------------------------------------------

/** A named system of the retailer's (a till, an ERP, a shop) that sends payloads of its own. */
export const sources = pgTable(
	'sources',
	{
		id: id(),
		/** What its events call their source. */
		name: text('name').notNull(),
		/** Sealed (db/sealed.ts): sent as a key, or signed with. */
		secret: text('secret').notNull(),
		/** What its mapping started from: its example is shown until something real came. */
		template: text('template').$type<TemplateName>().notNull(),
		mapping: jsonb('mapping').$type<Mapping>().notNull(),
		revision: integer('revision').notNull().default(1),
		/** Payloads that said nothing new, since ever. */
		repeats: bigint('repeats', { mode: 'number' }).notNull().default(0),
		/** How many were last asked to be mapped again. */
		againTotal: integer('again_total').notNull().default(0),
		createdAt: created(),
		archivedAt: instant('archived_at'),
	},
	(t) => [uniqueIndex('sources_name').on(t.name).where(sql`${t.archivedAt} is null`)],
);

/** As received. `mapped` ones go after a month, `unmapped` ones after a quarter (db/map-payloads.ts). */
export const sourcePayloads = pgTable(
	'source_payloads',
	{
		id: id(),
		sourceId: uuid('source_id')
			.notNull()
			.references(() => sources.id),
		receivedAt: instant('received_at').notNull(),
		/** What the sender calls this kind of payload. */
		topic: text('topic'),
		payload: jsonb('payload').$type<JsonObject>().notNull(),
		/** `unmapped`: some of it gave no event; `problems` says why. */
		state: text('state').$type<'pending' | 'mapped' | 'unmapped'>().notNull().default('pending'),
		/** Pending because ops asked for it: what has just come in goes first. */
		again: boolean('again').notNull().default(false),
		problems: jsonb('problems').$type<MappingProblem[]>().notNull().default([]),
		/** How many events it gave. */
		events: integer('events').notNull().default(0),
		attempts: integer('attempts').notNull().default(0),
		notBefore: instant('not_before').notNull().defaultNow(),
	},
	(t) => [
		index('source_payloads_pending').on(t.again, t.id).where(sql`${t.state} = 'pending'`),
		index('source_payloads_source').on(t.sourceId, t.id.desc()),
		index('source_payloads_state').on(t.sourceId, t.state, t.id.desc()),
		index('source_payloads_old').on(t.state, t.receivedAt),
	],
);

/** Whose events a payload gave: it is erased with them. */
export const sourcePayloadCustomers = pgTable(
	'source_payload_customers',
	{
		payloadId: uuid('payload_id')
			.notNull()
			.references(() => sourcePayloads.id, { onDelete: 'cascade' }),
		customerId: uuid('customer_id').notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.payloadId, t.customerId] }),
		index('source_payload_customers_customer').on(t.customerId),
	],
);

// --- people who work here -------------------------------------------------------------------------------------------

export const apiKeys = pgTable('api_keys', {
	id: id(),
	kind: text('kind').$type<'write' | 'secret'>().notNull(),
	name: text('name').notNull(),
	/** SHA-256 of the whole key, hex. */
	hash: text('hash').notNull().unique(),
	prefix: text('prefix').notNull(),
	last4: text('last4').notNull(),
	createdAt: created(),
	revokedAt: instant('revoked_at'),
});

/** Append-only: who did what. */
export const auditLog = pgTable(
	'audit_log',
	{
		id: id(),
		/** A user's id, or `api-key:<id>`, or `system`. */
		actor: text('actor').notNull(),
		/** `journey.publish`, `journey.pause`, `enrollment.retry`, `settings.update`, … */
		action: text('action').notNull(),
		subject: text('subject').notNull(),
		detail: jsonb('detail').$type<JsonObject>().notNull().default({}),
		createdAt: created(),
	},
	(t) => [index('audit_log_subject').on(t.subject, t.createdAt.desc())],
);

// --- the local outbox (only where the stack catches messages itself) --------------------------------------------------

/** What the local SMTP catcher and SMS gateway received; they write it, /dev/outbox reads it. */
export const outbox = pgTable(
	'outbox',
	{
		id: bigserial('id', { mode: 'number' }).primaryKey(),
		channel: channelEnum('channel').notNull(),
		/** The idempotency key the sender gave; the catcher can be asked by it. */
		key: text('key'),
		sender: text('sender').notNull(),
		recipient: text('recipient').notNull(),
		/** As received, byte for byte (UTF-8): an RFC 5322 message, or the SMS's words. Read when somebody looks at it. */
		source: text('source').notNull(),
		receivedAt: instant('received_at').notNull().defaultNow(),
	},
	(t) => [index('outbox_key').on(t.key), index('outbox_recipient').on(t.recipient, t.id)],
);
