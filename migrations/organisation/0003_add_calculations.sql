CREATE TABLE `calculations` (
	`plan_id` text PRIMARY KEY NOT NULL,
	`through_seq` integer NOT NULL,
	`configuration_revision` integer NOT NULL,
	`through_day` text NOT NULL,
	`engine_version` text NOT NULL,
	`calculated_at` integer NOT NULL,
	FOREIGN KEY (`plan_id`) REFERENCES `plans`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `credits` (
	`plan_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`transaction_seq` integer NOT NULL,
	`rule_id` text NOT NULL,
	`credit_type` text NOT NULL,
	`amount` integer NOT NULL,
	`amount_scale` integer NOT NULL,
	`territory` text,
	PRIMARY KEY(`plan_id`, `participant_id`, `transaction_seq`, `rule_id`),
	FOREIGN KEY (`plan_id`) REFERENCES `plans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`transaction_seq`) REFERENCES `transactions`(`seq`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "credits_amount_ck" CHECK(typeof("credits"."amount") = 'integer' and abs("credits"."amount") <= 9007199254740991),
	CONSTRAINT "credits_amount_scale_ck" CHECK(typeof("credits"."amount_scale") = 'integer' and "credits"."amount_scale" between 0 and 6)
);
--> statement-breakpoint
CREATE INDEX `credits_transaction_seq_ix` ON `credits` (`transaction_seq`);--> statement-breakpoint
CREATE TABLE `data_exceptions` (
	`id` integer PRIMARY KEY NOT NULL,
	`plan_id` text NOT NULL,
	`participant_id` text,
	`transaction_seq` integer,
	`period_id` text,
	`code` text NOT NULL,
	`message` text NOT NULL,
	`at` text,
	`path` text NOT NULL,
	FOREIGN KEY (`plan_id`) REFERENCES `plans`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `data_exceptions_plan_id_ix` ON `data_exceptions` (`plan_id`,`participant_id`);--> statement-breakpoint
CREATE TABLE `earnings` (
	`plan_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`period_id` text NOT NULL,
	`earning_id` text NOT NULL,
	`plan_version` integer NOT NULL,
	`title` text NOT NULL,
	`amount_minor` integer,
	`currency` text NOT NULL,
	`period_from` text NOT NULL,
	`period_to` text NOT NULL,
	PRIMARY KEY(`plan_id`, `participant_id`, `period_id`, `earning_id`),
	FOREIGN KEY (`plan_id`) REFERENCES `plans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "earnings_amount_minor_ck" CHECK("earnings"."amount_minor" is null or (typeof("earnings"."amount_minor") = 'integer' and abs("earnings"."amount_minor") <= 9007199254740991))
);
--> statement-breakpoint
CREATE INDEX `earnings_participant_id_ix` ON `earnings` (`participant_id`,`period_from`);--> statement-breakpoint
CREATE TABLE `participant_states` (
	`plan_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`state` text NOT NULL,
	PRIMARY KEY(`plan_id`, `participant_id`),
	FOREIGN KEY (`plan_id`) REFERENCES `plans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `statement_links` (
	`id` text PRIMARY KEY NOT NULL,
	`digest` text NOT NULL,
	`participant_id` text NOT NULL,
	`period_from` text NOT NULL,
	`period_to` text NOT NULL,
	`period_id` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`maximum_views` integer,
	`revoked_at` integer,
	`revoked_by` text,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `statement_links_digest_uq` ON `statement_links` (`digest`);--> statement-breakpoint
CREATE INDEX `statement_links_participant_id_ix` ON `statement_links` (`participant_id`);--> statement-breakpoint
CREATE TABLE `statement_views` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`link_id` text NOT NULL,
	`session_digest` text NOT NULL,
	`session_expires_at` integer NOT NULL,
	`at` integer NOT NULL,
	`address` text,
	`agent` text,
	FOREIGN KEY (`link_id`) REFERENCES `statement_links`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `statement_views_session_digest_uq` ON `statement_views` (`session_digest`);--> statement-breakpoint
CREATE INDEX `statement_views_link_id_ix` ON `statement_views` (`link_id`);--> statement-breakpoint
CREATE TRIGGER `statement_views_no_update` BEFORE UPDATE ON `statement_views` BEGIN
	SELECT RAISE(ABORT, 'statement_views is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `statement_views_no_delete` BEFORE DELETE ON `statement_views` BEGIN
	SELECT RAISE(ABORT, 'statement_views is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `statement_views_no_replace` BEFORE INSERT ON `statement_views`
WHEN EXISTS (SELECT 1 FROM `statement_views` WHERE (`seq` = NEW.`seq`) OR (`session_digest` = NEW.`session_digest`)) BEGIN
	SELECT RAISE(ABORT, 'statement_views is append-only');
END;
