CREATE TABLE `exception_cases` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`plan_id` text NOT NULL,
	`key` text NOT NULL,
	`participant_id` text,
	`transaction_source` text,
	`transaction_external_id` text,
	`transaction_seq` integer,
	`period_id` text,
	`code` text NOT NULL,
	`message` text NOT NULL,
	`at` text,
	`path` text NOT NULL,
	`state` text NOT NULL,
	`owner_id` text,
	`reason` text,
	`resolution` text,
	`first_seen_at` integer NOT NULL,
	`cleared_at` integer,
	`handled_at` integer,
	`handled_by` text,
	FOREIGN KEY (`plan_id`) REFERENCES `plans`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "exception_cases_state_ck" CHECK("exception_cases"."state" in ('open', 'resolved')),
	CONSTRAINT "exception_cases_resolution_ck" CHECK("exception_cases"."state" = 'open' or "exception_cases"."resolution" is not null)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `exception_cases_id_uq` ON `exception_cases` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `exception_cases_key_uq` ON `exception_cases` (`key`);--> statement-breakpoint
CREATE INDEX `exception_cases_plan_id_ix` ON `exception_cases` (`plan_id`,`cleared_at`);--> statement-breakpoint
CREATE TABLE `import_mappings` (
	`id` text PRIMARY KEY NOT NULL,
	`mapping` text NOT NULL,
	`updated_at` integer NOT NULL,
	`updated_by` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `import_rejects` (
	`import_id` text NOT NULL,
	`line` integer NOT NULL,
	`cells` text NOT NULL,
	`faults` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`import_id`, `line`)
);
--> statement-breakpoint
CREATE TABLE `imports` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`file_name` text NOT NULL,
	`file_type` text NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`mapping_id` text NOT NULL,
	`mapping` text NOT NULL,
	`header` text NOT NULL,
	`mode` text NOT NULL,
	`outcome` text NOT NULL,
	`row_count` integer NOT NULL,
	`stored` integer NOT NULL,
	`unchanged` integer NOT NULL,
	`skipped` integer NOT NULL,
	`rejected` integer NOT NULL,
	`totals` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`recorded_by` text NOT NULL,
	CONSTRAINT "imports_mode_ck" CHECK("imports"."mode" in ('whole', 'good')),
	CONSTRAINT "imports_outcome_ck" CHECK("imports"."outcome" in ('imported', 'refused')),
	CONSTRAINT "imports_balance_ck" CHECK("imports"."row_count" = "imports"."skipped" + "imports"."rejected" + "imports"."stored" + "imports"."unchanged" or "imports"."outcome" = 'refused')
);
--> statement-breakpoint
CREATE UNIQUE INDEX `imports_id_uq` ON `imports` (`id`);
--> statement-breakpoint
CREATE TRIGGER `imports_no_update` BEFORE UPDATE ON `imports` BEGIN
	SELECT RAISE(ABORT, 'imports is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `imports_no_delete` BEFORE DELETE ON `imports` BEGIN
	SELECT RAISE(ABORT, 'imports is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `imports_no_replace` BEFORE INSERT ON `imports`
WHEN EXISTS (SELECT 1 FROM `imports` WHERE (`seq` = NEW.`seq`) OR (`id` = NEW.`id`)) BEGIN
	SELECT RAISE(ABORT, 'imports is append-only');
END;
--> statement-breakpoint
-- Rejected rows come in before their import is recorded, and stay as they are from then on. Those of one that broke off
-- are swept.
CREATE TRIGGER `import_rejects_no_update` BEFORE UPDATE ON `import_rejects` BEGIN
	SELECT RAISE(ABORT, 'import_rejects is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `import_rejects_no_delete` BEFORE DELETE ON `import_rejects`
WHEN EXISTS (SELECT 1 FROM `imports` WHERE `id` = OLD.`import_id`) BEGIN
	SELECT RAISE(ABORT, 'import_rejects is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `import_rejects_no_insert` BEFORE INSERT ON `import_rejects`
WHEN EXISTS (SELECT 1 FROM `imports` WHERE `id` = NEW.`import_id`) BEGIN
	SELECT RAISE(ABORT, 'import_rejects is append-only');
END;
--> statement-breakpoint
-- The exceptions that occur now, each with what makes it the same over calculations: a transaction is named by its
-- source and external id, because a mended version has a new number.
CREATE VIEW `current_exceptions` AS
SELECT x.*, t.`source` AS `transaction_source`, t.`external_id` AS `transaction_external_id`,
	json_array(x.`plan_id`, x.`participant_id`, t.`source`, t.`external_id`, x.`period_id`, x.`code`, x.`path`) AS `key`
FROM `data_exceptions` x LEFT JOIN `transactions` t ON t.`seq` = x.`transaction_seq`;
--> statement-breakpoint
-- Exceptions that are there already become cases; from now on each calculation settles its own.
-- Checked by the test of exceptions, which migrates a database that has some.
INSERT INTO `exception_cases` (`id`, `plan_id`, `key`, `participant_id`, `transaction_source`, `transaction_external_id`, `transaction_seq`, `period_id`, `code`, `message`, `at`, `path`, `state`, `first_seen_at`)
SELECT 'exc_' || lower(hex(randomblob(16))), `plan_id`, `key`, `participant_id`, `transaction_source`, `transaction_external_id`, `transaction_seq`, `period_id`, `code`, `message`, `at`, `path`, 'open', unixepoch() * 1000
FROM `current_exceptions` GROUP BY `key`;
