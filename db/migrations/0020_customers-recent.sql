DROP INDEX "customers_last_seen";--> statement-breakpoint
CREATE INDEX "customers_recent" ON "customers" USING btree ("last_seen_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);