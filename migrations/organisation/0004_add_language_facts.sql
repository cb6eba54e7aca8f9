CREATE TABLE `exchange_rates` (
	`rate_type` text NOT NULL,
	`from_currency` text NOT NULL,
	`to_currency` text NOT NULL,
	`effective_from` text NOT NULL,
	`effective_to` text NOT NULL,
	`rate` text NOT NULL,
	PRIMARY KEY(`rate_type`, `from_currency`, `to_currency`, `effective_from`),
	CONSTRAINT "exchange_rates_rate_ck" CHECK(typeof("exchange_rates"."rate") = 'text')
);
--> statement-breakpoint
CREATE TABLE `input_figures` (
	`name` text NOT NULL,
	`participant_id` text NOT NULL,
	`effective_from` text NOT NULL,
	`effective_to` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`name`, `participant_id`, `effective_from`),
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "input_figures_dates_ck" CHECK("input_figures"."effective_from" < "input_figures"."effective_to"),
	CONSTRAINT "input_figures_value_ck" CHECK(typeof("input_figures"."value") = 'text')
);
--> statement-breakpoint
CREATE TABLE `overlay_team_members` (
	`team` text NOT NULL,
	`participant_id` text NOT NULL,
	`effective_from` text NOT NULL,
	`effective_to` text,
	`share` text NOT NULL,
	PRIMARY KEY(`team`, `participant_id`, `effective_from`),
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "overlay_team_members_dates_ck" CHECK("overlay_team_members"."effective_to" is null or "overlay_team_members"."effective_from" < "overlay_team_members"."effective_to"),
	CONSTRAINT "overlay_team_members_share_ck" CHECK(typeof("overlay_team_members"."share") = 'text')
);
--> statement-breakpoint
CREATE TABLE `payments` (
	`plan_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`period_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`period_from` text NOT NULL,
	`period_to` text NOT NULL,
	`entries` text NOT NULL,
	`balances` text NOT NULL,
	PRIMARY KEY(`plan_id`, `participant_id`, `period_id`),
	FOREIGN KEY (`plan_id`) REFERENCES `plans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "payments_amount_minor_ck" CHECK(typeof("payments"."amount_minor") = 'integer' and abs("payments"."amount_minor") <= 9007199254740991)
);
--> statement-breakpoint
CREATE INDEX `payments_participant_id_ix` ON `payments` (`participant_id`,`period_from`);
--> statement-breakpoint
CREATE TRIGGER `overlay_team_members_history_insert` AFTER INSERT ON `overlay_team_members` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'overlay_team_members', NULL, json_object('team', NEW.`team`, 'participant_id', NEW.`participant_id`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`, 'share', NEW.`share`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `overlay_team_members_history_update` AFTER UPDATE ON `overlay_team_members` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'overlay_team_members', json_object('team', OLD.`team`, 'participant_id', OLD.`participant_id`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`, 'share', OLD.`share`), json_object('team', NEW.`team`, 'participant_id', NEW.`participant_id`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`, 'share', NEW.`share`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `overlay_team_members_history_delete` AFTER DELETE ON `overlay_team_members` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'overlay_team_members', json_object('team', OLD.`team`, 'participant_id', OLD.`participant_id`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`, 'share', OLD.`share`), NULL FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `input_figures_history_insert` AFTER INSERT ON `input_figures` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'input_figures', NULL, json_object('name', NEW.`name`, 'participant_id', NEW.`participant_id`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`, 'value', NEW.`value`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `input_figures_history_update` AFTER UPDATE ON `input_figures` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'input_figures', json_object('name', OLD.`name`, 'participant_id', OLD.`participant_id`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`, 'value', OLD.`value`), json_object('name', NEW.`name`, 'participant_id', NEW.`participant_id`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`, 'value', NEW.`value`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `input_figures_history_delete` AFTER DELETE ON `input_figures` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'input_figures', json_object('name', OLD.`name`, 'participant_id', OLD.`participant_id`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`, 'value', OLD.`value`), NULL FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `exchange_rates_history_insert` AFTER INSERT ON `exchange_rates` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'exchange_rates', NULL, json_object('rate_type', NEW.`rate_type`, 'from_currency', NEW.`from_currency`, 'to_currency', NEW.`to_currency`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`, 'rate', NEW.`rate`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `exchange_rates_history_update` AFTER UPDATE ON `exchange_rates` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'exchange_rates', json_object('rate_type', OLD.`rate_type`, 'from_currency', OLD.`from_currency`, 'to_currency', OLD.`to_currency`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`, 'rate', OLD.`rate`), json_object('rate_type', NEW.`rate_type`, 'from_currency', NEW.`from_currency`, 'to_currency', NEW.`to_currency`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`, 'rate', NEW.`rate`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `exchange_rates_history_delete` AFTER DELETE ON `exchange_rates` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'exchange_rates', json_object('rate_type', OLD.`rate_type`, 'from_currency', OLD.`from_currency`, 'to_currency', OLD.`to_currency`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`, 'rate', OLD.`rate`), NULL FROM `organisation_state`;
END;
