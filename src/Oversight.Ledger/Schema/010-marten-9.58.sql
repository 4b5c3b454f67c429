-- Marten 9.58 wants more of its event tables than 9.29 did; an existing record gets it here, a new one after 002.
set local role oversight_owner;

-- How far a stream was compacted: never, since the record refuses it. A constant default: no row is rewritten.
alter table oversight.mt_streams add column compacted_version bigint not null default 0;

-- What the asynchronous daemon says about itself; only ever written where it runs.
alter table oversight.mt_event_progression
    add column mode varchar default 'none',
    add column rebuild_threshold integer default 0,
    add column assigned_node integer default 0,
    add column heartbeat timestamptz,
    add column agent_status varchar(20),
    add column pause_reason text,
    add column running_on_node integer,
    add column warning_behind_threshold bigint,
    add column critical_behind_threshold bigint,
    add column failure_category varchar(50),
    add column failure_event_sequence bigint,
    add column failure_event_type varchar(500),
    add column failure_event_tenant_id varchar(500);

create table oversight.mt_event_projection_floors (
    name varchar not null,
    tenant_id varchar not null,
    floor bigint not null,
    last_updated timestamptz default transaction_timestamp(),
    constraint pkey_mt_event_projection_floors_name_tenant_id primary key (name, tenant_id)
);

reset role;
