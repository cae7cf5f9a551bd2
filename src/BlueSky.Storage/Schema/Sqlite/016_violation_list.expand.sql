-- Lists of problems are filtered, ordered and counted by these columns alone, without a look at the documents: a count over a hundred
-- thousand problems would else read them all. One for the district, one for a town, one for a department; state parts the few that are
-- still handled from the many that are over.
CREATE INDEX violation_list ON violation (state, start_at, due_at, severity, level, kind, is_open, town, department, source_id, rule_id);
CREATE INDEX violation_town_list ON violation (town, state, start_at, due_at, severity, level, kind, is_open, department);
CREATE INDEX violation_department_list ON violation (department, state, start_at, due_at, severity, level, kind, is_open, town);
