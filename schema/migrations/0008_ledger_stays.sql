-- An entry of the ledger is never changed. It goes only with the account it belongs to. drizzle knows no triggers.
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT raise(ABORT, 'ledger is append-only'); END;
