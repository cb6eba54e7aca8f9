-- Runs, the ledger and payments. Rows of most of these tables are never changed: the third trigger of each is there because
-- REPLACE passes the other two.
CREATE TABLE `account_codes` (
	`account` text NOT NULL,
	`plan_id` text NOT NULL,
	`code` text NOT NULL,
	`name` text,
	PRIMARY KEY(`account`, `plan_id`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `journals` (
	`seq` integer PRIMARY KEY NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL,
	`kind` text NOT NULL,
	`source` text NOT NULL,
	`participant_id` text NOT NULL,
	`plan_id` text,
	`period_id` text,
	`posted_in` text,
	`corrects` integer,
	`reason` text,
	`evidence` text,
	`actor` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`plan_id`) REFERENCES `plans`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "journals_kind_ck" CHECK("journals"."kind" in ('opening', 'period', 'true-up', 'reversal', 'payment', 'payroll report', 'settlement')),
	CONSTRAINT "journals_seq_ck" CHECK("journals"."seq" >= 1)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `journals_previous_hash_uq` ON `journals` (`previous_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `journals_hash_uq` ON `journals` (`hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `journals_corrects_uq` ON `journals` (`corrects`);--> statement-breakpoint
CREATE UNIQUE INDEX `journals_key_uq` ON `journals` (`source`,`kind`,`participant_id`,coalesce(`plan_id`, ''),coalesce(`period_id`, ''));--> statement-breakpoint
CREATE INDEX `journals_participant_id_ix` ON `journals` (`participant_id`);--> statement-breakpoint
CREATE INDEX `journals_plan_id_ix` ON `journals` (`plan_id`);--> statement-breakpoint
CREATE TABLE `locked_periods` (
	`plan_id` text NOT NULL,
	`period_id` text NOT NULL,
	`period_from` text NOT NULL,
	`period_to` text NOT NULL,
	`run_id` text NOT NULL,
	`ledger_seq` integer NOT NULL,
	`ledger_hash` text NOT NULL,
	`journals` integer NOT NULL,
	`locked_at` integer NOT NULL,
	PRIMARY KEY(`plan_id`, `period_id`),
	FOREIGN KEY (`plan_id`) REFERENCES `plans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `payment_batches` (
	`id` text PRIMARY KEY NOT NULL,
	`currency` text NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`through_seq` integer NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "payment_batches_state_ck" CHECK("payment_batches"."state" in ('draft', 'approved', 'paid', 'settled', 'cancelled'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `payment_lines` (
	`batch_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`batch_id`, `participant_id`),
	FOREIGN KEY (`batch_id`) REFERENCES `payment_batches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "payment_lines_amount_ck" CHECK(typeof("payment_lines"."amount_minor") = 'integer' and abs("payment_lines"."amount_minor") <= 9007199254740991 and "payment_lines"."amount_minor" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `payment_lines_participant_id_ix` ON `payment_lines` (`participant_id`);--> statement-breakpoint
CREATE TABLE `payroll_exports` (
	`id` text PRIMARY KEY NOT NULL,
	`batch_id` text NOT NULL,
	`layout` text NOT NULL,
	`content` text NOT NULL,
	`sha256` text NOT NULL,
	`actor` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`batch_id`) REFERENCES `payment_batches`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `payroll_exports_batch_id_ix` ON `payroll_exports` (`batch_id`);--> statement-breakpoint
CREATE TABLE `payroll_layouts` (
	`id` text PRIMARY KEY NOT NULL,
	`external_id` text NOT NULL,
	`name` text NOT NULL,
	`layout` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `payroll_layouts_external_id_uq` ON `payroll_layouts` (`external_id`);--> statement-breakpoint
CREATE TABLE `payroll_report_lines` (
	`report_id` text NOT NULL,
	`line` integer NOT NULL,
	`reference` text NOT NULL,
	`participant_id` text,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`report_id`, `line`),
	FOREIGN KEY (`report_id`) REFERENCES `payroll_reports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "payroll_report_lines_amount_ck" CHECK(typeof("payroll_report_lines"."amount_minor") = 'integer' and abs("payroll_report_lines"."amount_minor") <= 9007199254740991)
) STRICT;
--> statement-breakpoint
CREATE TABLE `payroll_reports` (
	`id` text PRIMARY KEY NOT NULL,
	`batch_id` text NOT NULL,
	`actor` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`batch_id`) REFERENCES `payment_batches`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `payroll_reports_batch_id_ix` ON `payroll_reports` (`batch_id`);--> statement-breakpoint
CREATE TABLE `postings` (
	`journal_seq` integer NOT NULL,
	`line` integer NOT NULL,
	`account` text NOT NULL,
	`item` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`journal_seq`, `line`),
	FOREIGN KEY (`journal_seq`) REFERENCES `journals`(`seq`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "postings_amount_ck" CHECK(typeof("postings"."amount_minor") = 'integer' and abs("postings"."amount_minor") <= 9007199254740991 and "postings"."amount_minor" <> 0),
	CONSTRAINT "postings_account_ck" CHECK("postings"."account" in ('expense:commission', 'expense:clawback', 'expense:capped', 'expense:draw', 'asset:draw', 'liability:deferred', 'liability:held', 'liability:banked', 'liability:carried', 'liability:participant', 'clearing:payroll', 'asset:bank', 'equity:opening'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `postings_account_ix` ON `postings` (`account`);--> statement-breakpoint
CREATE TABLE `reversals` (
	`id` text PRIMARY KEY NOT NULL,
	`run_id` text NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`reason` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "reversals_state_ck" CHECK("reversals"."state" in ('proposed', 'posted', 'withdrawn'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `reversals_run_id_uq` ON `reversals` (`run_id`) WHERE "reversals"."state" <> 'withdrawn';--> statement-breakpoint
CREATE TABLE `run_plans` (
	`run_id` text NOT NULL,
	`plan_id` text NOT NULL,
	`through_version` integer NOT NULL,
	`opens_on` text NOT NULL,
	`ledger_seq` integer NOT NULL,
	PRIMARY KEY(`run_id`, `plan_id`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`plan_id`) REFERENCES `plans`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `run_results` (
	`run_id` text NOT NULL,
	`plan_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`currency` text NOT NULL,
	`earned_minor` integer NOT NULL,
	`true_up_minor` integer NOT NULL,
	`payable_minor` integer NOT NULL,
	`figures` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`run_id`, `plan_id`, `participant_id`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`plan_id`) REFERENCES `plans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "run_results_earned_ck" CHECK(typeof("run_results"."earned_minor") = 'integer' and abs("run_results"."earned_minor") <= 9007199254740991),
	CONSTRAINT "run_results_true_up_ck" CHECK(typeof("run_results"."true_up_minor") = 'integer' and abs("run_results"."true_up_minor") <= 9007199254740991),
	CONSTRAINT "run_results_payable_ck" CHECK(typeof("run_results"."payable_minor") = 'integer' and abs("run_results"."payable_minor") <= 9007199254740991)
) STRICT;
--> statement-breakpoint
CREATE INDEX `run_results_participant_id_ix` ON `run_results` (`participant_id`);--> statement-breakpoint
CREATE TABLE `runs` (
	`id` text PRIMARY KEY NOT NULL,
	`period_id` text NOT NULL,
	`period_kind` text NOT NULL,
	`period_from` text NOT NULL,
	`period_to` text NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`through_seq` integer NOT NULL,
	`configuration_revision` integer NOT NULL,
	`audit_seq` integer NOT NULL,
	`engine_version` text NOT NULL,
	`population` integer NOT NULL,
	`exceptions` text,
	`totals` text,
	`input_hash` text,
	`result_hash` text,
	`created_at` integer NOT NULL,
	CONSTRAINT "runs_state_ck" CHECK("runs"."state" in ('calculating', 'calculated', 'submitted', 'approved', 'posted', 'rejected', 'voided'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `runs_period_id_ix` ON `runs` (`period_id`);--> statement-breakpoint
CREATE TABLE `workflow_events` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`object_id` text NOT NULL,
	`what` text NOT NULL,
	`persons` text NOT NULL,
	`reason` text,
	`at` integer NOT NULL,
	`request_id` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `workflow_events_object_id_ix` ON `workflow_events` (`object_id`);--> statement-breakpoint
ALTER TABLE `earnings` ADD `corrects_period_id` text;
--> statement-breakpoint
CREATE TRIGGER `run_plans_no_update` BEFORE UPDATE ON `run_plans` BEGIN
	SELECT RAISE(ABORT, 'run_plans is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `run_plans_no_delete` BEFORE DELETE ON `run_plans` BEGIN
	SELECT RAISE(ABORT, 'run_plans is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `run_plans_no_replace` BEFORE INSERT ON `run_plans`
WHEN EXISTS (SELECT 1 FROM `run_plans` WHERE (`run_id` = NEW.`run_id` AND `plan_id` = NEW.`plan_id`)) BEGIN
	SELECT RAISE(ABORT, 'run_plans is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `run_results_no_update` BEFORE UPDATE ON `run_results` BEGIN
	SELECT RAISE(ABORT, 'run_results is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `run_results_no_delete` BEFORE DELETE ON `run_results` BEGIN
	SELECT RAISE(ABORT, 'run_results is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `run_results_no_replace` BEFORE INSERT ON `run_results`
WHEN EXISTS (SELECT 1 FROM `run_results` WHERE (`run_id` = NEW.`run_id` AND `plan_id` = NEW.`plan_id` AND `participant_id` = NEW.`participant_id`)) BEGIN
	SELECT RAISE(ABORT, 'run_results is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `workflow_events_no_update` BEFORE UPDATE ON `workflow_events` BEGIN
	SELECT RAISE(ABORT, 'workflow_events is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `workflow_events_no_delete` BEFORE DELETE ON `workflow_events` BEGIN
	SELECT RAISE(ABORT, 'workflow_events is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `workflow_events_no_replace` BEFORE INSERT ON `workflow_events`
WHEN EXISTS (SELECT 1 FROM `workflow_events` WHERE (`seq` = NEW.`seq`)) BEGIN
	SELECT RAISE(ABORT, 'workflow_events is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `locked_periods_no_update` BEFORE UPDATE ON `locked_periods` BEGIN
	SELECT RAISE(ABORT, 'locked_periods is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `locked_periods_no_delete` BEFORE DELETE ON `locked_periods` BEGIN
	SELECT RAISE(ABORT, 'locked_periods is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `locked_periods_no_replace` BEFORE INSERT ON `locked_periods`
WHEN EXISTS (SELECT 1 FROM `locked_periods` WHERE (`plan_id` = NEW.`plan_id` AND `period_id` = NEW.`period_id`)) BEGIN
	SELECT RAISE(ABORT, 'locked_periods is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `journals_no_update` BEFORE UPDATE ON `journals` BEGIN
	SELECT RAISE(ABORT, 'journals is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `journals_no_delete` BEFORE DELETE ON `journals` BEGIN
	SELECT RAISE(ABORT, 'journals is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `journals_no_replace` BEFORE INSERT ON `journals`
WHEN EXISTS (SELECT 1 FROM `journals` WHERE (`seq` = NEW.`seq`) OR (`previous_hash` = NEW.`previous_hash`) OR (`hash` = NEW.`hash`) OR (`corrects` = NEW.`corrects`) OR (`source` = NEW.`source` AND `kind` = NEW.`kind` AND `participant_id` = NEW.`participant_id` AND coalesce(`plan_id`, '') = coalesce(NEW.`plan_id`, '') AND coalesce(`period_id`, '') = coalesce(NEW.`period_id`, ''))) BEGIN
	SELECT RAISE(ABORT, 'journals is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `postings_no_update` BEFORE UPDATE ON `postings` BEGIN
	SELECT RAISE(ABORT, 'postings is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `postings_no_delete` BEFORE DELETE ON `postings` BEGIN
	SELECT RAISE(ABORT, 'postings is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `postings_no_replace` BEFORE INSERT ON `postings`
WHEN EXISTS (SELECT 1 FROM `postings` WHERE (`journal_seq` = NEW.`journal_seq` AND `line` = NEW.`line`)) BEGIN
	SELECT RAISE(ABORT, 'postings is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `payment_lines_no_update` BEFORE UPDATE ON `payment_lines` BEGIN
	SELECT RAISE(ABORT, 'payment_lines is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `payment_lines_no_delete` BEFORE DELETE ON `payment_lines` BEGIN
	SELECT RAISE(ABORT, 'payment_lines is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `payment_lines_no_replace` BEFORE INSERT ON `payment_lines`
WHEN EXISTS (SELECT 1 FROM `payment_lines` WHERE (`batch_id` = NEW.`batch_id` AND `participant_id` = NEW.`participant_id`)) BEGIN
	SELECT RAISE(ABORT, 'payment_lines is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `payroll_exports_no_update` BEFORE UPDATE ON `payroll_exports` BEGIN
	SELECT RAISE(ABORT, 'payroll_exports is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `payroll_exports_no_delete` BEFORE DELETE ON `payroll_exports` BEGIN
	SELECT RAISE(ABORT, 'payroll_exports is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `payroll_exports_no_replace` BEFORE INSERT ON `payroll_exports`
WHEN EXISTS (SELECT 1 FROM `payroll_exports` WHERE (`id` = NEW.`id`)) BEGIN
	SELECT RAISE(ABORT, 'payroll_exports is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `payroll_reports_no_update` BEFORE UPDATE ON `payroll_reports` BEGIN
	SELECT RAISE(ABORT, 'payroll_reports is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `payroll_reports_no_delete` BEFORE DELETE ON `payroll_reports` BEGIN
	SELECT RAISE(ABORT, 'payroll_reports is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `payroll_reports_no_replace` BEFORE INSERT ON `payroll_reports`
WHEN EXISTS (SELECT 1 FROM `payroll_reports` WHERE (`id` = NEW.`id`)) BEGIN
	SELECT RAISE(ABORT, 'payroll_reports is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `payroll_report_lines_no_update` BEFORE UPDATE ON `payroll_report_lines` BEGIN
	SELECT RAISE(ABORT, 'payroll_report_lines is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `payroll_report_lines_no_delete` BEFORE DELETE ON `payroll_report_lines` BEGIN
	SELECT RAISE(ABORT, 'payroll_report_lines is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `payroll_report_lines_no_replace` BEFORE INSERT ON `payroll_report_lines`
WHEN EXISTS (SELECT 1 FROM `payroll_report_lines` WHERE (`report_id` = NEW.`report_id` AND `line` = NEW.`line`)) BEGIN
	SELECT RAISE(ABORT, 'payroll_report_lines is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `runs_keep` BEFORE UPDATE ON `runs`
WHEN OLD.`state` IN ('posted', 'rejected', 'voided') OR NEW.`version` <> OLD.`version` + 1 OR OLD.`id` IS NOT NEW.`id` OR OLD.`period_id` IS NOT NEW.`period_id` OR OLD.`period_kind` IS NOT NEW.`period_kind` OR OLD.`period_from` IS NOT NEW.`period_from` OR OLD.`period_to` IS NOT NEW.`period_to` OR OLD.`through_seq` IS NOT NEW.`through_seq` OR OLD.`configuration_revision` IS NOT NEW.`configuration_revision` OR OLD.`audit_seq` IS NOT NEW.`audit_seq` OR OLD.`engine_version` IS NOT NEW.`engine_version` OR OLD.`population` IS NOT NEW.`population` OR OLD.`created_at` IS NOT NEW.`created_at` OR (OLD.`state` <> 'calculating' AND (OLD.`exceptions` IS NOT NEW.`exceptions` OR OLD.`totals` IS NOT NEW.`totals` OR OLD.`input_hash` IS NOT NEW.`input_hash` OR OLD.`result_hash` IS NOT NEW.`result_hash`)) BEGIN
	SELECT RAISE(ABORT, 'runs is append-only but for its state');
END;
--> statement-breakpoint
CREATE TRIGGER `runs_no_delete` BEFORE DELETE ON `runs` BEGIN
	SELECT RAISE(ABORT, 'runs is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `runs_no_replace` BEFORE INSERT ON `runs`
WHEN EXISTS (SELECT 1 FROM `runs` WHERE `id` = NEW.`id`) BEGIN
	SELECT RAISE(ABORT, 'runs is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `reversals_keep` BEFORE UPDATE ON `reversals`
WHEN OLD.`state` IN ('posted', 'withdrawn') OR NEW.`version` <> OLD.`version` + 1 OR OLD.`id` IS NOT NEW.`id` OR OLD.`run_id` IS NOT NEW.`run_id` OR OLD.`reason` IS NOT NEW.`reason` OR OLD.`created_at` IS NOT NEW.`created_at` BEGIN
	SELECT RAISE(ABORT, 'reversals is append-only but for its state');
END;
--> statement-breakpoint
CREATE TRIGGER `reversals_no_delete` BEFORE DELETE ON `reversals` BEGIN
	SELECT RAISE(ABORT, 'reversals is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `reversals_no_replace` BEFORE INSERT ON `reversals`
WHEN EXISTS (SELECT 1 FROM `reversals` WHERE `id` = NEW.`id`) BEGIN
	SELECT RAISE(ABORT, 'reversals is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `payment_batches_keep` BEFORE UPDATE ON `payment_batches`
WHEN OLD.`state` IN ('settled', 'cancelled') OR NEW.`version` <> OLD.`version` + 1 OR OLD.`id` IS NOT NEW.`id` OR OLD.`currency` IS NOT NEW.`currency` OR OLD.`through_seq` IS NOT NEW.`through_seq` OR OLD.`created_at` IS NOT NEW.`created_at` BEGIN
	SELECT RAISE(ABORT, 'payment_batches is append-only but for its state');
END;
--> statement-breakpoint
CREATE TRIGGER `payment_batches_no_delete` BEFORE DELETE ON `payment_batches` BEGIN
	SELECT RAISE(ABORT, 'payment_batches is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `payment_batches_no_replace` BEFORE INSERT ON `payment_batches`
WHEN EXISTS (SELECT 1 FROM `payment_batches` WHERE `id` = NEW.`id`) BEGIN
	SELECT RAISE(ABORT, 'payment_batches is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `calendars_keep_locked` BEFORE UPDATE OF `periods` ON `calendars`
WHEN OLD.`id` = (SELECT min(`id`) FROM `calendars`) AND EXISTS (SELECT 1 FROM `locked_periods` l WHERE NOT EXISTS (SELECT 1 FROM json_each(NEW.`periods`) p
	WHERE json_extract(p.value, '$.id') = l.`period_id` AND json_extract(p.value, '$.from') = l.`period_from` AND json_extract(p.value, '$.to') = l.`period_to`)) BEGIN
	SELECT RAISE(ABORT, 'locked periods stay in the calendar as they are: it is append-only there');
END;
