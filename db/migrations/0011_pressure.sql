ALTER TABLE "sends" ADD COLUMN "promotional" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "priority" integer DEFAULT 50 NOT NULL;