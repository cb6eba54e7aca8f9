-- Rows of these tables are never changed: the third trigger of each is there because REPLACE passes the other two.
CREATE TRIGGER `transactions_no_update` BEFORE UPDATE ON `transactions` BEGIN
	SELECT RAISE(ABORT, 'transactions is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `transactions_no_delete` BEFORE DELETE ON `transactions` BEGIN
	SELECT RAISE(ABORT, 'transactions is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `transactions_no_replace` BEFORE INSERT ON `transactions`
WHEN EXISTS (SELECT 1 FROM `transactions` WHERE (`seq` = NEW.`seq`) OR (`source` = NEW.`source` AND `external_id` = NEW.`external_id` AND `version` = NEW.`version`)) BEGIN
	SELECT RAISE(ABORT, 'transactions is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `plan_versions_no_update` BEFORE UPDATE ON `plan_versions` BEGIN
	SELECT RAISE(ABORT, 'plan_versions is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `plan_versions_no_delete` BEFORE DELETE ON `plan_versions` BEGIN
	SELECT RAISE(ABORT, 'plan_versions is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `plan_versions_no_replace` BEFORE INSERT ON `plan_versions`
WHEN EXISTS (SELECT 1 FROM `plan_versions` WHERE (`plan_id` = NEW.`plan_id` AND `version` = NEW.`version`)) BEGIN
	SELECT RAISE(ABORT, 'plan_versions is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_entries_no_update` BEFORE UPDATE ON `audit_entries` BEGIN
	SELECT RAISE(ABORT, 'audit_entries is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_entries_no_delete` BEFORE DELETE ON `audit_entries` BEGIN
	SELECT RAISE(ABORT, 'audit_entries is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_entries_no_replace` BEFORE INSERT ON `audit_entries`
WHEN EXISTS (SELECT 1 FROM `audit_entries` WHERE (`seq` = NEW.`seq`)) BEGIN
	SELECT RAISE(ABORT, 'audit_entries is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `configuration_history_no_update` BEFORE UPDATE ON `configuration_history` BEGIN
	SELECT RAISE(ABORT, 'configuration_history is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `configuration_history_no_delete` BEFORE DELETE ON `configuration_history` BEGIN
	SELECT RAISE(ABORT, 'configuration_history is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `configuration_history_no_replace` BEFORE INSERT ON `configuration_history`
WHEN EXISTS (SELECT 1 FROM `configuration_history` WHERE (`seq` = NEW.`seq`)) BEGIN
	SELECT RAISE(ABORT, 'configuration_history is append-only');
END;
