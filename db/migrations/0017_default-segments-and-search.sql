-- For the search of customers by parts of a name. Part of Postgres' contrib, and trusted: the database's owner may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
ALTER TABLE "segments" ADD COLUMN "preset" text;--> statement-breakpoint
CREATE INDEX "customers_name_parts" ON "customers" USING gin (lower(coalesce("traits" ->> 'name', '') || ' ' || coalesce("traits" ->> 'first_name', "traits" ->> 'firstName', '') || ' ' || coalesce("traits" ->> 'last_name', "traits" ->> 'lastName', '')) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "identities_parts" ON "identities" USING gin (lower("value") gin_trgm_ops) WHERE "identities"."kind" in ('user_id', 'loyalty_card', 'email', 'phone');--> statement-breakpoint
ALTER TABLE "segments" ADD CONSTRAINT "segments_preset_unique" UNIQUE("preset");