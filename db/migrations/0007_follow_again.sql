ALTER TABLE "directory_moves" ADD COLUMN "requests" uuid[];--> statement-breakpoint
ALTER TABLE "directory_moves" ADD COLUMN "tries" smallint DEFAULT 0 NOT NULL;