ALTER TABLE "vouchers" ALTER COLUMN "store_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "store_ids" text[] DEFAULT '{}' NOT NULL;