-- What the column says since trusts join systems. Rows written before stay as they are: nothing had joined then.
set local role oversight_guard;

comment on column report.organisation.system is 'The code of the ICB whose system it belongs to: an ICB''s own, a trust''s as it joined last; uncertain where dates leave several open, and not-stated where the record does not say.';

reset role;
