CREATE TABLE "operations" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"dated_at" timestamp (3) with time zone NOT NULL,
	"stores" text[] DEFAULT '{}' NOT NULL,
	"products" text[] DEFAULT '{}' NOT NULL,
	"categories" text[] DEFAULT '{}' NOT NULL,
	"offers" text[] DEFAULT '{}' NOT NULL,
	"start_told" boolean DEFAULT false NOT NULL,
	"end_told" boolean DEFAULT false NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "enrollments" ADD COLUMN "found_by" text[];--> statement-breakpoint
ALTER TABLE "event_queue" ADD COLUMN "told_to" uuid;--> statement-breakpoint
CREATE INDEX "enrollments_found_by" ON "enrollments" USING gin ("found_by") WHERE "enrollments"."status" = 'waiting' and "enrollments"."found_by" is not null;--> statement-breakpoint
CREATE INDEX "events_nobody" ON "events" USING btree ("name","effective_at") WHERE "events"."customer_id" is null;--> statement-breakpoint
CREATE INDEX "events_nobody_says" ON "events" USING gin ("properties" jsonb_path_ops) WHERE "events"."customer_id" is null;