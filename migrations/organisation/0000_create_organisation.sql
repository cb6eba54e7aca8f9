CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`external_id` text,
	`name` text NOT NULL,
	`attributes` text DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_external_id_uq` ON `accounts` (`external_id`);--> statement-breakpoint
CREATE TABLE `audit_entries` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`object` text NOT NULL,
	`detail` text,
	`request_id` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `calendars` (
	`id` text PRIMARY KEY NOT NULL,
	`external_id` text,
	`name` text NOT NULL,
	`periods` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calendars_external_id_uq` ON `calendars` (`external_id`);--> statement-breakpoint
CREATE TABLE `commands` (
	`principal` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`status` integer NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`principal`, `key`)
);
--> statement-breakpoint
CREATE INDEX `commands_created_at_ix` ON `commands` (`created_at`);--> statement-breakpoint
CREATE TABLE `configuration_history` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`revision` integer NOT NULL,
	`table_name` text NOT NULL,
	`before` text,
	`after` text
);
--> statement-breakpoint
CREATE INDEX `configuration_history_revision_ix` ON `configuration_history` (`revision`);--> statement-breakpoint
CREATE TABLE `guards` (
	`what` text NOT NULL,
	`ok` integer NOT NULL,
	CONSTRAINT "guards_ok_ck" CHECK("guards"."ok" = 1)
);
--> statement-breakpoint
CREATE TABLE `organisation_state` (
	`id` integer PRIMARY KEY NOT NULL,
	`configuration_revision` integer NOT NULL,
	CONSTRAINT "organisation_state_one_row_ck" CHECK("organisation_state"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `parameters` (
	`scope` text NOT NULL,
	`subject_id` text NOT NULL,
	`name` text NOT NULL,
	`effective_from` text NOT NULL,
	`effective_to` text,
	`value` text NOT NULL,
	PRIMARY KEY(`scope`, `subject_id`, `name`, `effective_from`),
	CONSTRAINT "parameters_dates_ck" CHECK("parameters"."effective_to" is null or "parameters"."effective_from" < "parameters"."effective_to"),
	CONSTRAINT "parameters_scope_ck" CHECK("parameters"."scope" in ('all', 'participant', 'title')),
	CONSTRAINT "parameters_value_ck" CHECK(typeof("parameters"."value") = 'text')
);
--> statement-breakpoint
CREATE TABLE `participant_titles` (
	`participant_id` text NOT NULL,
	`title_id` text NOT NULL,
	`effective_from` text NOT NULL,
	`effective_to` text,
	PRIMARY KEY(`participant_id`, `effective_from`),
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`title_id`) REFERENCES `titles`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "participant_titles_dates_ck" CHECK("participant_titles"."effective_to" is null or "participant_titles"."effective_from" < "participant_titles"."effective_to")
);
--> statement-breakpoint
CREATE TABLE `participants` (
	`id` text PRIMARY KEY NOT NULL,
	`external_id` text,
	`name` text NOT NULL,
	`email` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `participants_external_id_uq` ON `participants` (`external_id`);--> statement-breakpoint
CREATE TABLE `plan_assignments` (
	`plan_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`effective_from` text NOT NULL,
	`effective_to` text,
	PRIMARY KEY(`plan_id`, `participant_id`, `effective_from`),
	FOREIGN KEY (`plan_id`) REFERENCES `plans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "plan_assignments_dates_ck" CHECK("plan_assignments"."effective_to" is null or "plan_assignments"."effective_from" < "plan_assignments"."effective_to")
);
--> statement-breakpoint
CREATE INDEX `plan_assignments_participant_id_ix` ON `plan_assignments` (`participant_id`);--> statement-breakpoint
CREATE TABLE `plan_versions` (
	`plan_id` text NOT NULL,
	`version` integer NOT NULL,
	`hash` text NOT NULL,
	`ast` text NOT NULL,
	`layout` text,
	`effective_from` text NOT NULL,
	`authors` text NOT NULL,
	`published_at` integer NOT NULL,
	`published_by` text NOT NULL,
	PRIMARY KEY(`plan_id`, `version`),
	FOREIGN KEY (`plan_id`) REFERENCES `plans`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `plan_versions_hash_ix` ON `plan_versions` (`hash`);--> statement-breakpoint
CREATE TABLE `plans` (
	`id` text PRIMARY KEY NOT NULL,
	`external_id` text,
	`name` text NOT NULL,
	`draft_ast` text NOT NULL,
	`draft_layout` text,
	`draft_revision` integer NOT NULL,
	`draft_authors` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `plans_external_id_uq` ON `plans` (`external_id`);--> statement-breakpoint
CREATE TABLE `products` (
	`id` text PRIMARY KEY NOT NULL,
	`external_id` text,
	`name` text NOT NULL,
	`attributes` text DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `products_external_id_uq` ON `products` (`external_id`);--> statement-breakpoint
CREATE TABLE `quotas` (
	`scope` text NOT NULL,
	`subject_id` text NOT NULL,
	`name` text NOT NULL,
	`effective_from` text NOT NULL,
	`effective_to` text NOT NULL,
	`value` text NOT NULL,
	`currency` text,
	PRIMARY KEY(`scope`, `subject_id`, `name`, `effective_from`),
	CONSTRAINT "quotas_dates_ck" CHECK("quotas"."effective_from" < "quotas"."effective_to"),
	CONSTRAINT "quotas_scope_ck" CHECK("quotas"."scope" in ('participant', 'title')),
	CONSTRAINT "quotas_value_ck" CHECK(typeof("quotas"."value") = 'text')
);
--> statement-breakpoint
CREATE TABLE `reporting_lines` (
	`participant_id` text NOT NULL,
	`manager_id` text NOT NULL,
	`effective_from` text NOT NULL,
	`effective_to` text,
	PRIMARY KEY(`participant_id`, `effective_from`),
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`manager_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "reporting_lines_dates_ck" CHECK("reporting_lines"."effective_to" is null or "reporting_lines"."effective_from" < "reporting_lines"."effective_to"),
	CONSTRAINT "reporting_lines_not_self_ck" CHECK("reporting_lines"."participant_id" <> "reporting_lines"."manager_id")
);
--> statement-breakpoint
CREATE INDEX `reporting_lines_manager_id_ix` ON `reporting_lines` (`manager_id`);--> statement-breakpoint
CREATE TABLE `settings` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`currency` text NOT NULL,
	`time_zone` text NOT NULL,
	`four_eyes` integer NOT NULL,
	`today` text,
	CONSTRAINT "settings_one_row_ck" CHECK("settings"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `staged_transactions` (
	`import_id` text NOT NULL,
	`line` integer NOT NULL,
	`source` text NOT NULL,
	`external_id` text NOT NULL,
	`version` integer NOT NULL,
	`content_hash` text NOT NULL,
	`voided` integer NOT NULL,
	`kind` text NOT NULL,
	`occurred_on` text NOT NULL,
	`credited_on` text NOT NULL,
	`owner_id` text,
	`team` text NOT NULL,
	`account_id` text,
	`product_id` text,
	`amount` integer,
	`amount_scale` integer,
	`currency` text,
	`quantity` text,
	`reverses` text,
	`fields` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`import_id`, `line`)
);
--> statement-breakpoint
CREATE INDEX `staged_transactions_key_ix` ON `staged_transactions` (`import_id`,`source`,`external_id`);--> statement-breakpoint
CREATE TABLE `territories` (
	`id` text PRIMARY KEY NOT NULL,
	`external_id` text,
	`name` text NOT NULL,
	`rule` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `territories_external_id_uq` ON `territories` (`external_id`);--> statement-breakpoint
CREATE TABLE `territory_owners` (
	`territory_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`effective_from` text NOT NULL,
	`effective_to` text,
	PRIMARY KEY(`territory_id`, `participant_id`, `effective_from`),
	FOREIGN KEY (`territory_id`) REFERENCES `territories`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "territory_owners_dates_ck" CHECK("territory_owners"."effective_to" is null or "territory_owners"."effective_from" < "territory_owners"."effective_to")
);
--> statement-breakpoint
CREATE TABLE `titles` (
	`id` text PRIMARY KEY NOT NULL,
	`external_id` text,
	`name` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `titles_external_id_uq` ON `titles` (`external_id`);--> statement-breakpoint
CREATE TABLE `transaction_fields` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`type` text NOT NULL,
	`scale` integer NOT NULL,
	`choices` text,
	CONSTRAINT "transaction_fields_scale_ck" CHECK(typeof("transaction_fields"."scale") = 'integer' and "transaction_fields"."scale" between 0 and 6),
	CONSTRAINT "transaction_fields_type_ck" CHECK("transaction_fields"."type" in ('money', 'number', 'percent', 'quantity', 'text', 'choice', 'yes/no', 'date'))
);
--> statement-breakpoint
CREATE TABLE `transactions` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`source` text NOT NULL,
	`external_id` text NOT NULL,
	`version` integer NOT NULL,
	`content_hash` text NOT NULL,
	`voided` integer NOT NULL,
	`kind` text NOT NULL,
	`occurred_on` text NOT NULL,
	`credited_on` text NOT NULL,
	`owner_id` text,
	`team` text NOT NULL,
	`account_id` text,
	`product_id` text,
	`amount` integer,
	`amount_scale` integer,
	`currency` text,
	`quantity` text,
	`reverses` text,
	`fields` text NOT NULL,
	`recorded_at` integer NOT NULL,
	CONSTRAINT "transactions_amount_ck" CHECK("transactions"."amount" is null or (typeof("transactions"."amount") = 'integer' and abs("transactions"."amount") <= 9007199254740991)),
	CONSTRAINT "transactions_amount_scale_ck" CHECK(("transactions"."amount" is null and "transactions"."amount_scale" is null and "transactions"."currency" is null) or
        (typeof("transactions"."amount_scale") = 'integer' and "transactions"."amount_scale" between 0 and 6 and "transactions"."currency" is not null)),
	CONSTRAINT "transactions_version_ck" CHECK(typeof("transactions"."version") = 'integer' and "transactions"."version" >= 1)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `transactions_version_uq` ON `transactions` (`source`,`external_id`,`version`);--> statement-breakpoint
CREATE INDEX `transactions_credited_on_ix` ON `transactions` (`credited_on`);--> statement-breakpoint
CREATE INDEX `transactions_owner_id_ix` ON `transactions` (`owner_id`);