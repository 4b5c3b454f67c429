-- A reading is written before its answer goes out, and the subjects that it names are put into an index, which collects them and sorts them in when
-- they are many. With PostgreSQL's usual 4 MB of them somebody's answer waits up to a tenth of a second for that; with 256 kB each waits less.
set local role oversight_guard;

alter index access.reading_subjects set (gin_pending_list_limit = 256);

reset role;
