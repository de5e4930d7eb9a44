CREATE TABLE "trend_arrivals" (
	"trend_id" uuid NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"seq" bigint NOT NULL,
	"effective_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "trend_arrivals_trend_id_due_at_seq_pk" PRIMARY KEY("trend_id","due_at","seq")
);
--> statement-breakpoint
CREATE TABLE "trend_changes" (
	"trend_id" uuid NOT NULL,
	"group_key" text NOT NULL,
	"bucket" bigint NOT NULL,
	"change" numeric(20, 4) NOT NULL,
	CONSTRAINT "trend_changes_trend_id_group_key_bucket_pk" PRIMARY KEY("trend_id","group_key","bucket")
);
--> statement-breakpoint
CREATE TABLE "trend_groups" (
	"trend_id" uuid NOT NULL,
	"group_key" text NOT NULL,
	"value" double precision,
	"usual" double precision,
	"threshold" double precision,
	"crossed" boolean NOT NULL,
	"told" boolean DEFAULT false NOT NULL,
	"crossed_at" timestamp (3) with time zone,
	"quiet" boolean DEFAULT false NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "trend_groups_trend_id_group_key_pk" PRIMARY KEY("trend_id","group_key")
);
--> statement-breakpoint
CREATE TABLE "trend_seen" (
	"trend_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"group_key" text NOT NULL,
	"bucket" bigint NOT NULL,
	CONSTRAINT "trend_seen_trend_id_customer_id_group_key_bucket_pk" PRIMARY KEY("trend_id","customer_id","group_key","bucket")
);
--> statement-breakpoint
CREATE TABLE "trends" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"definition" jsonb NOT NULL,
	"event" text NOT NULL,
	"waits_ms" bigint NOT NULL,
	"kept_ms" bigint NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"seen_from" bigint,
	"filled_to" timestamp (3) with time zone,
	"filled_seq" bigint DEFAULT 0 NOT NULL,
	"filled_at" timestamp (3) with time zone,
	"since" timestamp (3) with time zone,
	"kept_from" bigint DEFAULT 0 NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "trend_groups_due" ON "trend_groups" USING btree ("trend_id","due_at");--> statement-breakpoint
CREATE INDEX "trend_seen_customer" ON "trend_seen" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "trends_event" ON "trends" USING btree ("event") WHERE "trends"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "fan_outs_event" ON "fan_outs" USING btree ("event_seq");