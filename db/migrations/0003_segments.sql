CREATE TABLE "reviews" (
	"customer_id" uuid PRIMARY KEY NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"silent" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "scoring" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"cuts" jsonb NOT NULL,
	"scored_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "segment_members" (
	"segment_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "segment_members_segment_id_customer_id_pk" PRIMARY KEY("segment_id","customer_id")
);
--> statement-breakpoint
CREATE TABLE "segment_sizes" (
	"segment_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"size" integer NOT NULL,
	CONSTRAINT "segment_sizes_segment_id_at_pk" PRIMARY KEY("segment_id","at")
);
--> statement-breakpoint
CREATE TABLE "segments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"stage" text,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"rule" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"saved_by" text,
	"saved_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"filled_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "segments_stage_unique" UNIQUE("stage")
);
--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "lifecycle" text;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "scores" jsonb;--> statement-breakpoint
ALTER TABLE "segments" ADD CONSTRAINT "segments_saved_by_users_id_fk" FOREIGN KEY ("saved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reviews_due" ON "reviews" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "segment_members_customer" ON "segment_members" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "segment_members_entered" ON "segment_members" USING btree ("segment_id","entered_at" DESC NULLS LAST);