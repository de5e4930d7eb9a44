ALTER TABLE "segments" ADD COLUMN "hears" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
-- Whoever is there already has a stage and scores to be found, without a journey being started by it.
INSERT INTO "reviews" ("customer_id", "due_at", "silent") SELECT "id", now(), true FROM "customers" WHERE "merged_into" IS NULL ON CONFLICT DO NOTHING;
