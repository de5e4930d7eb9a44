ALTER TABLE "consents" ADD COLUMN "purpose" text DEFAULT 'marketing' NOT NULL;--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "proof" jsonb;