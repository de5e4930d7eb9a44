CREATE TABLE "calls" (
	"key" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"destination_id" uuid NOT NULL,
	"enrollment_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"node_id" text NOT NULL,
	"visit" integer NOT NULL,
	"customer_id" uuid NOT NULL,
	"state" "send_state" NOT NULL,
	"reason" text,
	"evidence" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"body" jsonb NOT NULL,
	"amount_minor" integer,
	"currency" text,
	"provider_id" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"called_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "destinations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"secrets" jsonb NOT NULL,
	"when_cut" text NOT NULL,
	"ask_url" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "points" (
	"id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"delta" integer NOT NULL,
	"reason" text NOT NULL,
	"key" text NOT NULL,
	"source" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "points_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "site_messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"customer_id" uuid NOT NULL,
	"enrollment_id" uuid NOT NULL,
	"slot" text NOT NULL,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"link" text,
	"priority" integer DEFAULT 0 NOT NULL,
	"max_displays" integer,
	"until" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "site_messages_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "store_tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"store_id" text NOT NULL,
	"customer_id" uuid NOT NULL,
	"enrollment_id" uuid NOT NULL,
	"title" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp (3) with time zone,
	"done_by" text,
	"completions" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "store_tasks_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE INDEX "calls_customer" ON "calls" USING btree ("customer_id","kind","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "calls_enrollment" ON "calls" USING btree ("enrollment_id");--> statement-breakpoint
CREATE INDEX "points_customer" ON "points" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "site_messages_customer" ON "site_messages" USING btree ("customer_id","until");--> statement-breakpoint
CREATE INDEX "store_tasks_open" ON "store_tasks" USING btree ("store_id","due_at") WHERE "store_tasks"."done_at" is null;--> statement-breakpoint
CREATE INDEX "store_tasks_store" ON "store_tasks" USING btree ("store_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "store_tasks_customer" ON "store_tasks" USING btree ("customer_id");