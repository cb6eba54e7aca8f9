-- Each change of what a calculation reads is kept with the revision it belongs to, so that a run can be repeated
-- on the configuration it saw. The command that changes it raises the revision first, in the same batch.
INSERT INTO `organisation_state` (`id`, `configuration_revision`) VALUES (1, 0);
--> statement-breakpoint
CREATE TRIGGER `settings_history_insert` AFTER INSERT ON `settings` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'settings', NULL, json_object('id', NEW.`id`, 'name', NEW.`name`, 'currency', NEW.`currency`, 'time_zone', NEW.`time_zone`, 'four_eyes', NEW.`four_eyes`, 'today', NEW.`today`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `settings_history_update` AFTER UPDATE ON `settings` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'settings', json_object('id', OLD.`id`, 'name', OLD.`name`, 'currency', OLD.`currency`, 'time_zone', OLD.`time_zone`, 'four_eyes', OLD.`four_eyes`, 'today', OLD.`today`), json_object('id', NEW.`id`, 'name', NEW.`name`, 'currency', NEW.`currency`, 'time_zone', NEW.`time_zone`, 'four_eyes', NEW.`four_eyes`, 'today', NEW.`today`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `settings_history_delete` AFTER DELETE ON `settings` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'settings', json_object('id', OLD.`id`, 'name', OLD.`name`, 'currency', OLD.`currency`, 'time_zone', OLD.`time_zone`, 'four_eyes', OLD.`four_eyes`, 'today', OLD.`today`), NULL FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `transaction_fields_history_insert` AFTER INSERT ON `transaction_fields` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'transaction_fields', NULL, json_object('id', NEW.`id`, 'title', NEW.`title`, 'type', NEW.`type`, 'scale', NEW.`scale`, 'choices', NEW.`choices`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `transaction_fields_history_update` AFTER UPDATE ON `transaction_fields` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'transaction_fields', json_object('id', OLD.`id`, 'title', OLD.`title`, 'type', OLD.`type`, 'scale', OLD.`scale`, 'choices', OLD.`choices`), json_object('id', NEW.`id`, 'title', NEW.`title`, 'type', NEW.`type`, 'scale', NEW.`scale`, 'choices', NEW.`choices`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `transaction_fields_history_delete` AFTER DELETE ON `transaction_fields` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'transaction_fields', json_object('id', OLD.`id`, 'title', OLD.`title`, 'type', OLD.`type`, 'scale', OLD.`scale`, 'choices', OLD.`choices`), NULL FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `titles_history_insert` AFTER INSERT ON `titles` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'titles', NULL, json_object('id', NEW.`id`, 'external_id', NEW.`external_id`, 'name', NEW.`name`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `titles_history_update` AFTER UPDATE ON `titles` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'titles', json_object('id', OLD.`id`, 'external_id', OLD.`external_id`, 'name', OLD.`name`), json_object('id', NEW.`id`, 'external_id', NEW.`external_id`, 'name', NEW.`name`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `titles_history_delete` AFTER DELETE ON `titles` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'titles', json_object('id', OLD.`id`, 'external_id', OLD.`external_id`, 'name', OLD.`name`), NULL FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `participants_history_insert` AFTER INSERT ON `participants` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'participants', NULL, json_object('id', NEW.`id`, 'external_id', NEW.`external_id`, 'name', NEW.`name`, 'email', NEW.`email`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `participants_history_update` AFTER UPDATE ON `participants` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'participants', json_object('id', OLD.`id`, 'external_id', OLD.`external_id`, 'name', OLD.`name`, 'email', OLD.`email`), json_object('id', NEW.`id`, 'external_id', NEW.`external_id`, 'name', NEW.`name`, 'email', NEW.`email`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `participants_history_delete` AFTER DELETE ON `participants` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'participants', json_object('id', OLD.`id`, 'external_id', OLD.`external_id`, 'name', OLD.`name`, 'email', OLD.`email`), NULL FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `participant_titles_history_insert` AFTER INSERT ON `participant_titles` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'participant_titles', NULL, json_object('participant_id', NEW.`participant_id`, 'title_id', NEW.`title_id`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `participant_titles_history_update` AFTER UPDATE ON `participant_titles` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'participant_titles', json_object('participant_id', OLD.`participant_id`, 'title_id', OLD.`title_id`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`), json_object('participant_id', NEW.`participant_id`, 'title_id', NEW.`title_id`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `participant_titles_history_delete` AFTER DELETE ON `participant_titles` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'participant_titles', json_object('participant_id', OLD.`participant_id`, 'title_id', OLD.`title_id`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`), NULL FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `reporting_lines_history_insert` AFTER INSERT ON `reporting_lines` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'reporting_lines', NULL, json_object('participant_id', NEW.`participant_id`, 'manager_id', NEW.`manager_id`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `reporting_lines_history_update` AFTER UPDATE ON `reporting_lines` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'reporting_lines', json_object('participant_id', OLD.`participant_id`, 'manager_id', OLD.`manager_id`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`), json_object('participant_id', NEW.`participant_id`, 'manager_id', NEW.`manager_id`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `reporting_lines_history_delete` AFTER DELETE ON `reporting_lines` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'reporting_lines', json_object('participant_id', OLD.`participant_id`, 'manager_id', OLD.`manager_id`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`), NULL FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `accounts_history_insert` AFTER INSERT ON `accounts` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'accounts', NULL, json_object('id', NEW.`id`, 'external_id', NEW.`external_id`, 'name', NEW.`name`, 'attributes', NEW.`attributes`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `accounts_history_update` AFTER UPDATE ON `accounts` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'accounts', json_object('id', OLD.`id`, 'external_id', OLD.`external_id`, 'name', OLD.`name`, 'attributes', OLD.`attributes`), json_object('id', NEW.`id`, 'external_id', NEW.`external_id`, 'name', NEW.`name`, 'attributes', NEW.`attributes`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `accounts_history_delete` AFTER DELETE ON `accounts` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'accounts', json_object('id', OLD.`id`, 'external_id', OLD.`external_id`, 'name', OLD.`name`, 'attributes', OLD.`attributes`), NULL FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `products_history_insert` AFTER INSERT ON `products` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'products', NULL, json_object('id', NEW.`id`, 'external_id', NEW.`external_id`, 'name', NEW.`name`, 'attributes', NEW.`attributes`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `products_history_update` AFTER UPDATE ON `products` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'products', json_object('id', OLD.`id`, 'external_id', OLD.`external_id`, 'name', OLD.`name`, 'attributes', OLD.`attributes`), json_object('id', NEW.`id`, 'external_id', NEW.`external_id`, 'name', NEW.`name`, 'attributes', NEW.`attributes`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `products_history_delete` AFTER DELETE ON `products` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'products', json_object('id', OLD.`id`, 'external_id', OLD.`external_id`, 'name', OLD.`name`, 'attributes', OLD.`attributes`), NULL FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `territories_history_insert` AFTER INSERT ON `territories` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'territories', NULL, json_object('id', NEW.`id`, 'external_id', NEW.`external_id`, 'name', NEW.`name`, 'rule', NEW.`rule`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `territories_history_update` AFTER UPDATE ON `territories` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'territories', json_object('id', OLD.`id`, 'external_id', OLD.`external_id`, 'name', OLD.`name`, 'rule', OLD.`rule`), json_object('id', NEW.`id`, 'external_id', NEW.`external_id`, 'name', NEW.`name`, 'rule', NEW.`rule`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `territories_history_delete` AFTER DELETE ON `territories` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'territories', json_object('id', OLD.`id`, 'external_id', OLD.`external_id`, 'name', OLD.`name`, 'rule', OLD.`rule`), NULL FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `territory_owners_history_insert` AFTER INSERT ON `territory_owners` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'territory_owners', NULL, json_object('territory_id', NEW.`territory_id`, 'participant_id', NEW.`participant_id`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `territory_owners_history_update` AFTER UPDATE ON `territory_owners` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'territory_owners', json_object('territory_id', OLD.`territory_id`, 'participant_id', OLD.`participant_id`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`), json_object('territory_id', NEW.`territory_id`, 'participant_id', NEW.`participant_id`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `territory_owners_history_delete` AFTER DELETE ON `territory_owners` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'territory_owners', json_object('territory_id', OLD.`territory_id`, 'participant_id', OLD.`participant_id`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`), NULL FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `calendars_history_insert` AFTER INSERT ON `calendars` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'calendars', NULL, json_object('id', NEW.`id`, 'external_id', NEW.`external_id`, 'name', NEW.`name`, 'periods', NEW.`periods`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `calendars_history_update` AFTER UPDATE ON `calendars` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'calendars', json_object('id', OLD.`id`, 'external_id', OLD.`external_id`, 'name', OLD.`name`, 'periods', OLD.`periods`), json_object('id', NEW.`id`, 'external_id', NEW.`external_id`, 'name', NEW.`name`, 'periods', NEW.`periods`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `calendars_history_delete` AFTER DELETE ON `calendars` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'calendars', json_object('id', OLD.`id`, 'external_id', OLD.`external_id`, 'name', OLD.`name`, 'periods', OLD.`periods`), NULL FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `quotas_history_insert` AFTER INSERT ON `quotas` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'quotas', NULL, json_object('scope', NEW.`scope`, 'subject_id', NEW.`subject_id`, 'name', NEW.`name`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`, 'value', NEW.`value`, 'currency', NEW.`currency`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `quotas_history_update` AFTER UPDATE ON `quotas` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'quotas', json_object('scope', OLD.`scope`, 'subject_id', OLD.`subject_id`, 'name', OLD.`name`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`, 'value', OLD.`value`, 'currency', OLD.`currency`), json_object('scope', NEW.`scope`, 'subject_id', NEW.`subject_id`, 'name', NEW.`name`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`, 'value', NEW.`value`, 'currency', NEW.`currency`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `quotas_history_delete` AFTER DELETE ON `quotas` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'quotas', json_object('scope', OLD.`scope`, 'subject_id', OLD.`subject_id`, 'name', OLD.`name`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`, 'value', OLD.`value`, 'currency', OLD.`currency`), NULL FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `parameters_history_insert` AFTER INSERT ON `parameters` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'parameters', NULL, json_object('scope', NEW.`scope`, 'subject_id', NEW.`subject_id`, 'name', NEW.`name`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`, 'value', NEW.`value`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `parameters_history_update` AFTER UPDATE ON `parameters` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'parameters', json_object('scope', OLD.`scope`, 'subject_id', OLD.`subject_id`, 'name', OLD.`name`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`, 'value', OLD.`value`), json_object('scope', NEW.`scope`, 'subject_id', NEW.`subject_id`, 'name', NEW.`name`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`, 'value', NEW.`value`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `parameters_history_delete` AFTER DELETE ON `parameters` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'parameters', json_object('scope', OLD.`scope`, 'subject_id', OLD.`subject_id`, 'name', OLD.`name`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`, 'value', OLD.`value`), NULL FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `plan_assignments_history_insert` AFTER INSERT ON `plan_assignments` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'plan_assignments', NULL, json_object('plan_id', NEW.`plan_id`, 'participant_id', NEW.`participant_id`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `plan_assignments_history_update` AFTER UPDATE ON `plan_assignments` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'plan_assignments', json_object('plan_id', OLD.`plan_id`, 'participant_id', OLD.`participant_id`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`), json_object('plan_id', NEW.`plan_id`, 'participant_id', NEW.`participant_id`, 'effective_from', NEW.`effective_from`, 'effective_to', NEW.`effective_to`) FROM `organisation_state`;
END;
--> statement-breakpoint
CREATE TRIGGER `plan_assignments_history_delete` AFTER DELETE ON `plan_assignments` BEGIN
	INSERT INTO `configuration_history` (`revision`, `table_name`, `before`, `after`)
	SELECT `configuration_revision`, 'plan_assignments', json_object('plan_id', OLD.`plan_id`, 'participant_id', OLD.`participant_id`, 'effective_from', OLD.`effective_from`, 'effective_to', OLD.`effective_to`), NULL FROM `organisation_state`;
END;
