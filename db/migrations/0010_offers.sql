ALTER TYPE "public"."voucher_state" ADD VALUE 'released';--> statement-breakpoint
CREATE TABLE "offer_codes" (
	"code" text PRIMARY KEY NOT NULL,
	"written" text NOT NULL,
	"offer_id" text NOT NULL,
	"state" text DEFAULT 'free' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "offers" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"terms" text DEFAULT '' NOT NULL,
	"discount" jsonb NOT NULL,
	"valid_from" timestamp (3) with time zone,
	"valid_until" timestamp (3) with time zone,
	"products" text[] DEFAULT '{}' NOT NULL,
	"categories" text[] DEFAULT '{}' NOT NULL,
	"stores" text[] DEFAULT '{}' NOT NULL,
	"codes" text DEFAULT 'generated' NOT NULL,
	"limit_total" integer,
	"limit_per_customer" integer,
	"release_at_exit" text DEFAULT 'unsent' NOT NULL,
	"at_refund" text DEFAULT 'usable' NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "redemption_conflicts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"customer_id" uuid NOT NULL,
	"offer_id" text,
	"redemption_key" text NOT NULL,
	"store_id" text NOT NULL,
	"redeemed_at" timestamp (3) with time zone NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"properties" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"found" text NOT NULL,
	"first_store_id" text,
	"first_redeemed_at" timestamp (3) with time zone,
	"decision" text,
	"note" text DEFAULT '' NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "stock_leases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"enrollment_id" uuid NOT NULL,
	"node_id" text NOT NULL,
	"visit" integer NOT NULL,
	"customer_id" uuid NOT NULL,
	"product_id" text NOT NULL,
	"sku" text DEFAULT '' NOT NULL,
	"store_id" text NOT NULL,
	"quantity" integer DEFAULT 1 NOT NULL,
	"state" text DEFAULT 'held' NOT NULL,
	"leased_at" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_why" text,
	"told" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "vouchers" ADD COLUMN "offer_id" text;--> statement-breakpoint
ALTER TABLE "vouchers" ADD COLUMN "written" text;--> statement-breakpoint
ALTER TABLE "vouchers" ADD COLUMN "order_id" text;--> statement-breakpoint
ALTER TABLE "vouchers" ADD COLUMN "released_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "vouchers" ADD COLUMN "released_why" text;--> statement-breakpoint
ALTER TABLE "offer_codes" ADD CONSTRAINT "offer_codes_offer_id_offers_id_fk" FOREIGN KEY ("offer_id") REFERENCES "public"."offers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redemption_conflicts" ADD CONSTRAINT "redemption_conflicts_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_leases" ADD CONSTRAINT "stock_leases_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "offer_codes_free" ON "offer_codes" USING btree ("offer_id","code") WHERE "offer_codes"."state" = 'free';--> statement-breakpoint
CREATE INDEX "offer_codes_offer" ON "offer_codes" USING btree ("offer_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "redemption_conflicts_report" ON "redemption_conflicts" USING btree ("code","redemption_key");--> statement-breakpoint
CREATE INDEX "redemption_conflicts_offer" ON "redemption_conflicts" USING btree ("offer_id","reported_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "redemption_conflicts_open" ON "redemption_conflicts" USING btree ("reported_at" DESC NULLS LAST) WHERE "redemption_conflicts"."decision" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "stock_leases_step" ON "stock_leases" USING btree ("enrollment_id","node_id","visit");--> statement-breakpoint
CREATE INDEX "stock_leases_place" ON "stock_leases" USING btree ("product_id","store_id") WHERE "stock_leases"."state" in ('held', 'claimed');--> statement-breakpoint
CREATE INDEX "stock_leases_customer" ON "stock_leases" USING btree ("customer_id","leased_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "stock_leases_store" ON "stock_leases" USING btree ("store_id","until") WHERE "stock_leases"."state" = 'held';--> statement-breakpoint
CREATE INDEX "stock_leases_over" ON "stock_leases" USING btree ("until") WHERE not "stock_leases"."told" and "stock_leases"."state" <> 'claimed';--> statement-breakpoint
ALTER TABLE "vouchers" ADD CONSTRAINT "vouchers_offer_id_offers_id_fk" FOREIGN KEY ("offer_id") REFERENCES "public"."offers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "vouchers_counted" ON "vouchers" USING btree ("offer_id","customer_id") WHERE "vouchers"."state" in ('issued', 'redeemed');--> statement-breakpoint
CREATE INDEX "vouchers_order" ON "vouchers" USING btree ("order_id") WHERE "vouchers"."order_id" is not null;