-- The queue of the one-stop desk. A desk has kinds of service and counters; a citizen takes a ticket of a kind and waits for turns: one at
-- first, another each time that a counter passes the ticket on, or that a number which was absent comes after all. Figures are counted
-- from turns. What is set up is closed, never deleted.

CREATE TABLE queue_desks (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id bigint NOT NULL REFERENCES agencies,
    code      text NOT NULL CONSTRAINT queue_desks_code_key UNIQUE
              CONSTRAINT queue_desks_code_check CHECK (length(code) <= 40 AND code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),  -- in addresses
    name      text NOT NULL CONSTRAINT queue_desks_name_check CHECK (length(name) BETWEEN 1 AND 120),
    CONSTRAINT queue_desks_agency_key UNIQUE (id, agency_id)
);
CREATE INDEX queue_desks_agency ON queue_desks (agency_id);

-- A kind of service. Its letter begins the numbers of its tickets.
CREATE TABLE queue_groups (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    desk_id   bigint NOT NULL,
    agency_id bigint NOT NULL,
    letter    text NOT NULL CONSTRAINT queue_groups_letter_check CHECK (letter ~ '^[A-Z]$'),
    name      text NOT NULL CONSTRAINT queue_groups_name_check CHECK (length(name) BETWEEN 1 AND 120),
    first     boolean NOT NULL,                 -- called before the others: the old, the disabled, pregnant women
    closed_at timestamptz,
    FOREIGN KEY (desk_id, agency_id) REFERENCES queue_desks (id, agency_id),
    CONSTRAINT queue_groups_desk_key UNIQUE (id, desk_id, agency_id),
    CONSTRAINT queue_groups_letter_key UNIQUE (desk_id, letter)
);

CREATE TABLE queue_counters (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    desk_id   bigint NOT NULL,
    agency_id bigint NOT NULL,
    number    int NOT NULL CONSTRAINT queue_counters_number_check CHECK (number BETWEEN 1 AND 999),
    FOREIGN KEY (desk_id, agency_id) REFERENCES queue_desks (id, agency_id),
    CONSTRAINT queue_counters_desk_key UNIQUE (id, desk_id, agency_id),
    CONSTRAINT queue_counters_number_key UNIQUE (desk_id, number)
);

CREATE TABLE queue_counter_groups (
    counter_id bigint NOT NULL,
    group_id   bigint NOT NULL,
    desk_id    bigint NOT NULL,
    agency_id  bigint NOT NULL,
    PRIMARY KEY (counter_id, group_id),
    FOREIGN KEY (counter_id, desk_id, agency_id) REFERENCES queue_counters (id, desk_id, agency_id),
    FOREIGN KEY (group_id, desk_id, agency_id) REFERENCES queue_groups (id, desk_id, agency_id)
);

-- A machine that gives out tickets without anybody logged in. Its secret is shown once; here is only its digest.
CREATE TABLE queue_kiosks (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid        uuid NOT NULL CONSTRAINT queue_kiosks_uid_key UNIQUE,
    desk_id    bigint NOT NULL,
    agency_id  bigint NOT NULL,
    name       text NOT NULL CONSTRAINT queue_kiosks_name_check CHECK (length(name) BETWEEN 1 AND 120),
    secret     text NOT NULL CONSTRAINT queue_kiosks_secret_key UNIQUE,   -- SHA-256, hex
    made_at    timestamptz NOT NULL,
    made_by    bigint NOT NULL REFERENCES officials,
    revoked_at timestamptz,
    FOREIGN KEY (desk_id, agency_id) REFERENCES queue_desks (id, agency_id),
    CONSTRAINT queue_kiosks_desk_key UNIQUE (id, desk_id, agency_id)
);

-- The last number of a kind on a day. Locked from the taking of a number to the end of its transaction: no gap, no double.
CREATE TABLE queue_numbers (
    group_id  bigint NOT NULL,
    day       date NOT NULL,
    desk_id   bigint NOT NULL,
    agency_id bigint NOT NULL,
    last      int NOT NULL CONSTRAINT queue_numbers_last_check CHECK (last BETWEEN 1 AND 9999),
    PRIMARY KEY (group_id, day),
    FOREIGN KEY (group_id, desk_id, agency_id) REFERENCES queue_groups (id, desk_id, agency_id)
);

CREATE TABLE queue_tickets (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid       uuid NOT NULL CONSTRAINT queue_tickets_uid_key UNIQUE,   -- made by the form: sent twice, it is one ticket
    desk_id   bigint NOT NULL,
    agency_id bigint NOT NULL,
    group_id  bigint NOT NULL,
    day       date NOT NULL,
    number    int NOT NULL,
    taken_at  timestamptz NOT NULL,
    kiosk_id  bigint,                           -- or an official took it for somebody
    taken_by  bigint REFERENCES officials,
    FOREIGN KEY (group_id, desk_id, agency_id) REFERENCES queue_groups (id, desk_id, agency_id),
    FOREIGN KEY (kiosk_id, desk_id, agency_id) REFERENCES queue_kiosks (id, desk_id, agency_id),
    CONSTRAINT queue_tickets_desk_key UNIQUE (id, desk_id, agency_id),
    CONSTRAINT queue_tickets_number_key UNIQUE (group_id, day, number),
    CONSTRAINT queue_tickets_taker_check CHECK (num_nulls(kiosk_id, taken_by) = 1)
);

CREATE TABLE queue_turns (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id      bigint NOT NULL,
    desk_id        bigint NOT NULL,
    agency_id      bigint NOT NULL,
    group_id       bigint NOT NULL,
    day            date NOT NULL,
    queued_at      timestamptz NOT NULL,
    for_counter    bigint,                      -- where a counter passed it on
    counter_id     bigint,                      -- that called it
    called_at      timestamptz,
    last_called_at timestamptz,
    calls          int NOT NULL DEFAULT 0,
    called_by      bigint REFERENCES officials,
    ended_at       timestamptz,
    -- left: the day was over before anybody said what became of it.
    outcome        text CONSTRAINT queue_turns_outcome_check CHECK (outcome IN ('done', 'absent', 'passed', 'left')),
    FOREIGN KEY (ticket_id, desk_id, agency_id) REFERENCES queue_tickets (id, desk_id, agency_id),
    FOREIGN KEY (group_id, desk_id, agency_id) REFERENCES queue_groups (id, desk_id, agency_id),
    FOREIGN KEY (for_counter, desk_id, agency_id) REFERENCES queue_counters (id, desk_id, agency_id),
    FOREIGN KEY (counter_id, desk_id, agency_id) REFERENCES queue_counters (id, desk_id, agency_id),
    CONSTRAINT queue_turns_called_check CHECK (num_nulls(counter_id, called_at, last_called_at, called_by) IN (0, 4)),
    CONSTRAINT queue_turns_ended_check CHECK ((ended_at IS NULL) = (outcome IS NULL) AND (ended_at IS NULL OR called_at IS NOT NULL))
);
-- A ticket waits or is called once at a time, and a counter calls one at a time.
CREATE UNIQUE INDEX queue_turns_ticket_key ON queue_turns (ticket_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX queue_turns_counter_key ON queue_turns (counter_id) WHERE called_at IS NOT NULL AND ended_at IS NULL;
CREATE INDEX queue_turns_waiting ON queue_turns (desk_id, day, queued_at) WHERE called_at IS NULL;
CREATE INDEX queue_turns_called ON queue_turns (desk_id, day, last_called_at) WHERE called_at IS NOT NULL;

ALTER TABLE queue_desks          ENABLE ROW LEVEL SECURITY;
ALTER TABLE queue_groups         ENABLE ROW LEVEL SECURITY;
ALTER TABLE queue_counters       ENABLE ROW LEVEL SECURITY;
ALTER TABLE queue_counter_groups ENABLE ROW LEVEL SECURITY;
ALTER TABLE queue_kiosks         ENABLE ROW LEVEL SECURITY;
ALTER TABLE queue_numbers        ENABLE ROW LEVEL SECURITY;
ALTER TABLE queue_tickets        ENABLE ROW LEVEL SECURITY;
ALTER TABLE queue_turns          ENABLE ROW LEVEL SECURITY;
-- A public screen knows its desk by the code in its address; the desk says whose the rest is.
CREATE POLICY read_all ON queue_desks FOR SELECT USING (true);
CREATE POLICY own_insert ON queue_desks FOR INSERT WITH CHECK (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY own ON queue_groups         USING (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY own ON queue_counters       USING (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY own ON queue_counter_groups USING (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY own ON queue_kiosks         USING (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY own ON queue_numbers        USING (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY own ON queue_tickets        USING (agency_id = current_setting('lt.agency')::bigint);
CREATE POLICY own ON queue_turns          USING (agency_id = current_setting('lt.agency')::bigint);
GRANT SELECT, INSERT ON queue_desks, queue_counters, queue_tickets TO lt_app;
GRANT SELECT, INSERT, UPDATE (closed_at) ON queue_groups TO lt_app;
GRANT SELECT, INSERT, DELETE ON queue_counter_groups TO lt_app;
GRANT SELECT, INSERT, UPDATE (revoked_at) ON queue_kiosks TO lt_app;
GRANT SELECT, INSERT, UPDATE (last) ON queue_numbers TO lt_app;
GRANT SELECT, INSERT,
      UPDATE (counter_id, called_at, last_called_at, calls, called_by, ended_at, outcome) ON queue_turns TO lt_app;
