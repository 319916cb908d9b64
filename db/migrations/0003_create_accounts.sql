-- Log-in accounts, second factors, sessions. No agency's transaction can read them: reach must be "platform". Where an
-- official is behind such a transaction, it sees the own account, and those of the officials whom he or she administers.

CREATE TABLE accounts (
    id                   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    official_id          bigint NOT NULL REFERENCES officials CONSTRAINT accounts_official_id_key UNIQUE,
    login                text NOT NULL CONSTRAINT accounts_login_key UNIQUE
                         CONSTRAINT accounts_login_check CHECK (login ~ '^[a-z0-9]+([._-][a-z0-9]+)*$'),
    password_hash        text NOT NULL,   -- Argon2id, with its salt and cost
    password_changed_at  timestamptz NOT NULL,
    must_change_password boolean NOT NULL DEFAULT false,
    totp_secret          bytea,           -- sealed with the installation's key
    totp_confirmed_at    timestamptz,
    totp_last_step       bigint NOT NULL DEFAULT 0,   -- 30-second step of the last accepted code: no code counts twice
    failed_count         int NOT NULL DEFAULT 0,
    locked_until         timestamptz,
    disabled_at          timestamptz,
    language             text NOT NULL DEFAULT 'vi' CHECK (language IN ('vi', 'en')),
    last_log_in_at       timestamptz,
    created_at           timestamptz NOT NULL,
    CONSTRAINT accounts_totp_check CHECK (totp_confirmed_at IS NULL OR totp_secret IS NOT NULL)
);

CREATE TABLE recovery_codes (
    account_id bigint NOT NULL REFERENCES accounts,
    code_hash  bytea NOT NULL,   -- keyed, so that a stolen table can't be searched
    used_at    timestamptz,
    PRIMARY KEY (account_id, code_hash)
);

CREATE TABLE sessions (
    token_hash bytea PRIMARY KEY,   -- SHA-256 of the 256 random bits that only the browser has
    account_id bigint NOT NULL REFERENCES accounts,
    post_id    bigint REFERENCES posts,
    -- password: right, the code still to come; second_factor: both right, duties or the choice of a post still to come.
    stage      text NOT NULL CHECK (stage IN ('password', 'second_factor', 'full')),
    csrf       text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,   -- to the minute
    expires_at timestamptz NOT NULL,
    CONSTRAINT sessions_post_check CHECK (stage <> 'full' OR post_id IS NOT NULL)
);
CREATE INDEX sessions_account_idx ON sessions (account_id);
CREATE INDEX sessions_expires_idx ON sessions (expires_at);

-- Failures by key: "address:10.0.0.7" for the rate limit, "login:nobody" so that an unknown login locks like a known one.
CREATE TABLE log_in_failures (
    key          text PRIMARY KEY,
    failed_count int NOT NULL,
    since        timestamptz NOT NULL,
    locked_until timestamptz
);
CREATE INDEX log_in_failures_since_idx ON log_in_failures (since);

ALTER TABLE accounts        ENABLE ROW LEVEL SECURITY;
ALTER TABLE recovery_codes  ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions        ENABLE ROW LEVEL SECURITY;
ALTER TABLE log_in_failures ENABLE ROW LEVEL SECURITY;

CREATE POLICY platform_only ON accounts
    USING (current_setting('lt.reach') = 'platform'
           AND (current_setting('lt.official')::bigint IN (0, official_id)
                OR administers((SELECT o.agency_id FROM officials o WHERE o.id = official_id))));
CREATE POLICY platform_only ON recovery_codes
    USING (current_setting('lt.reach') = 'platform' AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = account_id));
CREATE POLICY platform_only ON sessions
    USING (current_setting('lt.reach') = 'platform'
           AND (current_setting('lt.official')::bigint = 0
                OR EXISTS (SELECT 1 FROM accounts a WHERE a.id = account_id)));
CREATE POLICY platform_only ON log_in_failures
    USING (current_setting('lt.reach') = 'platform');

GRANT SELECT, INSERT, UPDATE ON accounts TO lt_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_codes, sessions, log_in_failures TO lt_app;
