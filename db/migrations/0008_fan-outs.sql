CREATE TABLE "fan_out_candidates" (
	"fan_out_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"customer_id" uuid NOT NULL,
	CONSTRAINT "fan_out_candidates_fan_out_id_position_pk" PRIMARY KEY("fan_out_id","position")
);
--> statement-breakpoint
CREATE TABLE "fan_outs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"journey_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"event_seq" bigint NOT NULL,
	"event" jsonb NOT NULL,
	"entry_key" text NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"total" integer,
	"position" integer DEFAULT 0 NOT NULL,
	"entered" integer DEFAULT 0 NOT NULL,
	"postponed" integer DEFAULT 0 NOT NULL,
	"places" integer,
	"per_minute" integer NOT NULL,
	"repeats" integer DEFAULT 0 NOT NULL,
	"latest" boolean DEFAULT true NOT NULL,
	"not_before" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "fan_out_candidates" ADD CONSTRAINT "fan_out_candidates_fan_out_id_fan_outs_id_fk" FOREIGN KEY ("fan_out_id") REFERENCES "public"."fan_outs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "fan_outs_once" ON "fan_outs" USING btree ("journey_id","event_seq");--> statement-breakpoint
CREATE INDEX "fan_outs_due" ON "fan_outs" USING btree ("not_before") WHERE "fan_outs"."state" = 'running';--> statement-breakpoint
CREATE INDEX "fan_outs_latest" ON "fan_outs" USING btree ("journey_id","entry_key") WHERE "fan_outs"."latest";