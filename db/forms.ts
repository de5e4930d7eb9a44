import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { ConflictError, NotFoundError, UserError } from '@/lib/errors';
import type { FormDefinition } from '@/lib/form';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { formSubmissions, forms } from './schema';
import { getWorkspaceSettings } from './workspace';

export type Form = typeof forms.$inferSelect;

/** Newest first, with how often each was sent, and when last. */
export async function listForms(tx: Tx) {
	return tx
		.select({
			form: forms,
			submissions: sql<number>`count(${formSubmissions.id})::int`,
			lastAt: sql<string | null>`max(${formSubmissions.createdAt})::text`,
		})
		.from(forms)
		.leftJoin(formSubmissions, eq(formSubmissions.formId, forms.id))
		.groupBy(forms.id)
		.orderBy(desc(forms.createdAt));
}

/** @throws NotFoundError */
export async function loadForm(tx: Tx, id: string): Promise<Form> {
	const [form] = await tx.select().from(forms).where(eq(forms.id, id));
	if (!form) throw new NotFoundError({ en: `there is no form ${id}`, fr: `le formulaire ${id} n’existe pas` });
	return form;
}

/** How often a form was sent, and how many different customers sent it. */
export async function countSubmissions(tx: Tx, formId: string): Promise<{ submissions: number; customers: number }> {
	const [counted] = await tx
		.select({
			submissions: sql<number>`count(*)::int`,
			customers: sql<number>`count(distinct ${formSubmissions.customerId})::int`,
		})
		.from(formSubmissions)
		.where(eq(formSubmissions.formId, formId));
	return counted ?? { submissions: 0, customers: 0 };
}

/** The form that visitors see at `/f/<slug>`; null when there is none, or it is not published. */
export async function publishedForm(tx: Tx, slug: string): Promise<Form | null> {
	const [form] = await tx
		.select()
		.from(forms)
		.where(and(eq(forms.slug, slug), isNotNull(forms.publishedAt)));
	return form ?? null;
}

/** @throws UserError when the address is taken, or a consent is asked for that the settings do not have */
export async function createForm(
	db: Db,
	{ slug, definition }: { slug: string; definition: FormDefinition },
	actor: string,
): Promise<string> {
	return db.transaction(async (tx) => {
		await checkPurposes(tx, definition);
		const id = uuid();
		const made = await tx.insert(forms).values({ id, slug, definition }).onConflictDoNothing().returning();
		if (made.length === 0)
			throw new UserError({ en: 'another form has this address', fr: 'un autre formulaire a cette adresse' }, 'slug');
		await audit(tx, actor, 'form.create', id, { name: definition.name });
		return id;
	});
}

/**
 * Saves a form when nobody else saved it meanwhile, and answers its new version: proofs of consent name it.
 * @throws ConflictError when `version` is not the latest
 */
export async function saveForm(
	db: Db,
	{ id, version, definition }: { id: string; version: number; definition: FormDefinition },
	actor: string,
): Promise<number> {
	return db.transaction(async (tx) => {
		await checkPurposes(tx, definition);
		const saved = await tx
			.update(forms)
			.set({ definition, version: version + 1, updatedAt: new Date() })
			.where(and(eq(forms.id, id), eq(forms.version, version)))
			.returning({ id: forms.id });
		if (saved.length === 0) {
			await loadForm(tx, id);
			throw new ConflictError({
				en: 'Somebody else saved this form meanwhile.',
				fr: 'Quelqu’un d’autre a enregistré ce formulaire entre-temps.',
			});
		}
		await audit(tx, actor, 'form.save', id, { version: version + 1 });
		return version + 1;
	});
}

/** Opens a form to visitors, or closes it. @throws NotFoundError */
export async function setFormPublished(db: Db, id: string, published: boolean, actor: string): Promise<void> {
	await db.transaction(async (tx) => {
		await loadForm(tx, id);
		await tx
			.update(forms)
			.set({ publishedAt: published ? new Date() : null })
			.where(eq(forms.id, id));
		await audit(tx, actor, published ? 'form.publish' : 'form.close', id);
	});
}

async function checkPurposes(tx: Tx, { asks }: FormDefinition): Promise<void> {
	const known = new Set((await getWorkspaceSettings(tx)).purposes.map(({ id }) => id));
	const lost = asks.find(({ purpose }) => !known.has(purpose));
	if (lost)
		throw new UserError(
			{
				en: `“${lost.purpose}” is not one of the settings’ purposes`,
				fr: `«\u00a0${lost.purpose}\u00a0» ne figure pas parmi les finalités des réglages`,
			},
			'definition.asks',
		);
}
