-- Signing in with a browser: passwords and passkeys of local accounts, names under which an OpenID Connect provider knows people, and the keys
-- that protect cookies and forms. Beside the record: none of it is a record of what somebody did, so it is changed in place.
set local role oversight_guard;

-- A password, and the name that it is used with. A failure is counted before the password is looked at, so that many guesses at once are counted
-- one by one, whichever instance they reach.
create table access.password (
    account text primary key references access.account,
    sign_in_name text not null check (char_length(sign_in_name) between 1 and 200),
    normalized_name text not null unique,
    password_hash text not null,
    failures integer not null default 0,
    locked_until timestamptz,
    changed timestamptz not null default clock_timestamp()
);

-- A passkey (WebAuthn): the public half of a key pair that never leaves its device.
create table access.passkey (
    id bytea primary key check (octet_length(id) between 1 and 1023),
    account text not null references access.account,
    name text,
    public_key bytea not null,
    created timestamptz not null,
    sign_count bigint not null,
    transports text[],
    user_verified boolean not null,
    backup_eligible boolean not null,
    backed_up boolean not null,
    attestation_object bytea not null,
    client_data_json bytea not null
);

create index passkey_account on access.passkey (account);

-- Whom an OpenID Connect provider means: its own address and its own id of the person never change, unlike names and mail addresses.
create table access.outside_name (
    issuer text not null,
    outside_subject text not null,
    account text not null references access.account,
    made timestamptz not null default clock_timestamp(),
    primary key (issuer, outside_subject)
);

-- Keys that protect cookies and forms, shared by every instance. A cookie holds a session's secret besides, of which only the SHA-256 is kept:
-- whoever reads the keys can still sign in as nobody.
create table access.server_key (
    id uuid primary key,
    name text not null unique,
    xml text not null,
    made timestamptz not null default clock_timestamp()
);

grant select, delete on access.password, access.passkey to oversight_program;
grant insert (account, sign_in_name, normalized_name, password_hash) on access.password to oversight_program;
grant update (sign_in_name, normalized_name, password_hash, failures, locked_until, changed) on access.password to oversight_program;
grant insert on access.passkey to oversight_program;
grant update (name, sign_count, user_verified, backup_eligible, backed_up) on access.passkey to oversight_program;
grant select on access.outside_name, access.server_key to oversight_program;
grant insert (issuer, outside_subject, account) on access.outside_name to oversight_program;
grant insert (id, name, xml) on access.server_key to oversight_program;

reset role;
