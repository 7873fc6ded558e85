CREATE TABLE "calendar_feeds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"delegate_id" uuid NOT NULL,
	"sealed_url" text NOT NULL,
	"host" text NOT NULL,
	"etag" text,
	"next_fetch_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"fetched_at" timestamp (3) with time zone,
	"last_error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "delegations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"from_id" uuid NOT NULL,
	"to_id" uuid NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"origin" text NOT NULL,
	"feed_id" uuid,
	"feed_uid" text,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "delegations_order" CHECK ("delegations"."starts_at" < "delegations"."ends_at"),
	CONSTRAINT "delegations_other" CHECK ("delegations"."from_id" <> "delegations"."to_id")
);
--> statement-breakpoint
CREATE TABLE "directory_moves" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "directory_moves_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" uuid NOT NULL,
	"people" uuid[] NOT NULL,
	"groups" text[] NOT NULL,
	"rotas" text[] NOT NULL,
	"passes" smallint DEFAULT 0 NOT NULL,
	"visible_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "request_rounds" (
	"workspace_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"title" text NOT NULL,
	"summary" text,
	"context" json NOT NULL,
	"attachments" jsonb NOT NULL,
	"content_salt" "bytea" NOT NULL,
	"content_digest" "bytea" NOT NULL,
	"ended_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "request_rounds_request_id_round_pk" PRIMARY KEY("request_id","round")
);
--> statement-breakpoint
CREATE TABLE "calendars" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"document" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rotas" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"document" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "user_name" text;--> statement-breakpoint
ALTER TABLE "policies" ADD COLUMN "retired_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "comments" ADD COLUMN "kind" text DEFAULT 'comment' NOT NULL;--> statement-breakpoint
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_delegate_id_people_id_fk" FOREIGN KEY ("delegate_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_from_id_people_id_fk" FOREIGN KEY ("from_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_to_id_people_id_fk" FOREIGN KEY ("to_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_feed_id_calendar_feeds_id_fk" FOREIGN KEY ("feed_id") REFERENCES "public"."calendar_feeds"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_rounds" ADD CONSTRAINT "request_rounds_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_feeds_person" ON "calendar_feeds" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "calendar_feeds_next" ON "calendar_feeds" USING btree ("next_fetch_at");--> statement-breakpoint
CREATE INDEX "delegations_from" ON "delegations" USING btree ("workspace_id","from_id");--> statement-breakpoint
CREATE INDEX "delegations_to" ON "delegations" USING btree ("workspace_id","to_id");--> statement-breakpoint
CREATE INDEX "delegations_end" ON "delegations" USING btree ("workspace_id","ends_at");--> statement-breakpoint
CREATE INDEX "directory_moves_visible" ON "directory_moves" USING btree ("visible_at");--> statement-breakpoint
CREATE UNIQUE INDEX "calendars_name" ON "calendars" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "rotas_name" ON "rotas" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE INDEX "assignments_live" ON "assignments" USING btree ("person_id","request_id") WHERE "assignments"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "groups_external_id" ON "groups" USING btree ("workspace_id","external_id");--> statement-breakpoint
CREATE INDEX "people_manager" ON "people" USING btree ("manager_id");--> statement-breakpoint
CREATE UNIQUE INDEX "people_external_id" ON "people" USING btree ("workspace_id","external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "people_user_name" ON "people" USING btree ("workspace_id",lower("user_name"));--> statement-breakpoint
CREATE INDEX "requests_open_policy" ON "requests" USING btree ("workspace_id","policy_version_id") WHERE "requests"."closed_at" is null;