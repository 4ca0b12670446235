-- No approval outside the platform, as a database grant: the web's role reads the engine's tables and can change a
-- case only by the one write function. Run as the owner of the tables; :web is the role the web signs in with.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO :web;
REVOKE INSERT, UPDATE, DELETE ON
    cases_case, cases_task, cases_clock, cases_party, cases_link,
    licensing_application, licensing_material, licensing_opinion,
    papers_paper, papers_series
    FROM :web;
REVOKE UPDATE, DELETE ON ledger_line FROM :web;
REVOKE ALL ON FUNCTION
    licensing_write(bigint[], integer[], text[], bytea[], bytea[], jsonb[]),
    cases_claim(bigint, integer, text[], bigint[]),
    cases_serial(text)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    licensing_write(bigint[], integer[], text[], bytea[], bytea[], jsonb[]),
    cases_claim(bigint, integer, text[], bigint[]),
    cases_serial(text)
    TO :web;
