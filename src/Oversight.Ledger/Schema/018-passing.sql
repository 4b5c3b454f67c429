-- What was open for a body that ended passes to a successor by a recorded decision: from then on the tables tell it of the successor.
set local role oversight_guard;

comment on column report.recovery_member_period.passed_on_to is 'The code of the successor to which its membership passed.';
comment on column report.undertaking_period.organisation is 'The code of the organisation that gave them, or of the successor to which it passed; of several the one that leads.';

reset role;
