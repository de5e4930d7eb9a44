CREATE TABLE "source_payload_customers" (
	"payload_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	CONSTRAINT "source_payload_customers_payload_id_customer_id_pk" PRIMARY KEY("payload_id","customer_id")
);
--> statement-breakpoint
CREATE TABLE "source_payloads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"source_id" uuid NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"topic" text,
	"payload" jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"again" boolean DEFAULT false NOT NULL,
	"problems" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"events" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"secret" text NOT NULL,
	"template" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"repeats" bigint DEFAULT 0 NOT NULL,
	"again_total" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "source_payload_customers" ADD CONSTRAINT "source_payload_customers_payload_id_source_payloads_id_fk" FOREIGN KEY ("payload_id") REFERENCES "public"."source_payloads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_payloads" ADD CONSTRAINT "source_payloads_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "source_payload_customers_customer" ON "source_payload_customers" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "source_payloads_pending" ON "source_payloads" USING btree ("again","id") WHERE "source_payloads"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "source_payloads_source" ON "source_payloads" USING btree ("source_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "source_payloads_state" ON "source_payloads" USING btree ("source_id","state","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "source_payloads_old" ON "source_payloads" USING btree ("state","received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sources_name" ON "sources" USING btree ("name") WHERE "sources"."archived_at" is null;