ALTER TABLE "segments" DROP CONSTRAINT "segments_saved_by_users_id_fk";
--> statement-breakpoint
ALTER TABLE "segments" DROP COLUMN "saved_by";