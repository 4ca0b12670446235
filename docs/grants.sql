-- No approval outside the platform, as a database grant: the web's role reads the engine's tables and can change a
-- case only by the one write function. Run as the owner of the tables; :web is the role the web signs in with.
GRANT SELECT ON ALL TABLES IN SCHEMA public TO :web;
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :web;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON
    cases_case, cases_task, cases_clock, cases_party, cases_link,
    licensing_application, licensing_material, licensing_opinion, papers_paper
    FROM :web;
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_line FROM :web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO :web;
REVOKE ALL ON FUNCTION licensing_write(bigint[], integer[], text[], bytea[], bytea[], jsonb[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION licensing_write(bigint[], integer[], text[], bytea[], bytea[], jsonb[]) TO :web;
