ALTER TABLE "identities" ADD COLUMN "vouched_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "known_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
-- Who said an address was not kept until now: those in use stay in use.
UPDATE "identities" SET "vouched_at" = "last_seen_at" WHERE "kind" IN ('email', 'phone');
