CREATE TABLE "merges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"master_id" uuid NOT NULL,
	"other_id" uuid NOT NULL,
	"merged_at" timestamp (3) with time zone NOT NULL,
	"merged_by" text NOT NULL,
	"undone_at" timestamp (3) with time zone,
	"apart" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "own_profiles" (
	"customer_id" uuid PRIMARY KEY NOT NULL,
	"own" jsonb NOT NULL,
	"shown" jsonb NOT NULL,
	"shown_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "brought_by" uuid;--> statement-breakpoint
CREATE UNIQUE INDEX "merges_open" ON "merges" USING btree ("other_id") WHERE "merges"."undone_at" is null;--> statement-breakpoint
CREATE INDEX "merges_master" ON "merges" USING btree ("master_id");--> statement-breakpoint
CREATE INDEX "merges_apart" ON "merges" USING btree ("other_id") WHERE "merges"."apart";--> statement-breakpoint
-- Merges from before they were written down: they can be told apart, though not who brought what.
INSERT INTO "merges" ("id", "master_id", "other_id", "merged_at", "merged_by")
	SELECT gen_random_uuid(), "merged_into", "id", now(), 'system' FROM "customers" WHERE "merged_into" IS NOT NULL;
