--
-- PostgreSQL database dump
--


-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: ssj_account_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_account_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'account: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_account_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_account_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'account: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_account_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_account_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."person_id" IS DISTINCT FROM OLD."person_id" THEN RAISE EXCEPTION 'account: 此列不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: ssj_approval_decision_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_approval_decision_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'approval_decision: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_approval_decision_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_approval_decision_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'approval_decision: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_approval_decision_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_approval_decision_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'approval_decision: 不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_approval_opinion_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_approval_opinion_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'approval_opinion: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_approval_opinion_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_approval_opinion_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'approval_opinion: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_approval_opinion_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_approval_opinion_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'approval_opinion: 不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_approval_paper_answer_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_approval_paper_answer_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'approval_paper_answer: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_approval_paper_answer_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_approval_paper_answer_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'approval_paper_answer: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_approval_paper_answer_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_approval_paper_answer_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'approval_paper_answer: 不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_approval_request_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_approval_request_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'approval_request: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_approval_request_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_approval_request_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'approval_request: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_approval_request_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_approval_request_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'approval_request: 不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_audit_entry_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_audit_entry_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'audit_entry: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_audit_entry_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_audit_entry_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'audit_entry: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_audit_entry_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_audit_entry_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'audit_entry: 不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_certificate_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_certificate_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'certificate: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_certificate_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_certificate_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'certificate: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_certificate_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_certificate_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."person_id" IS DISTINCT FROM OLD."person_id" OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."kind" IS DISTINCT FROM OLD."kind" OR NEW."issuer" IS DISTINCT FROM OLD."issuer" OR NEW."valid_from" IS DISTINCT FROM OLD."valid_from" OR NEW."valid_to" IS DISTINCT FROM OLD."valid_to" THEN RAISE EXCEPTION 'certificate: 此列不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: ssj_checkpoint_seen_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_checkpoint_seen_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'checkpoint_seen: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_checkpoint_seen_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_checkpoint_seen_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'checkpoint_seen: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_checkpoint_seen_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_checkpoint_seen_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'checkpoint_seen: 不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_department_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_department_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'department: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_department_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_department_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'department: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_department_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_department_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."code" IS DISTINCT FROM OLD."code" OR NEW."parent_id" IS DISTINCT FROM OLD."parent_id" OR NEW."from_on" IS DISTINCT FROM OLD."from_on" THEN RAISE EXCEPTION 'department: 此列不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: ssj_evidence_file_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_evidence_file_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'evidence_file: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_evidence_file_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_evidence_file_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'evidence_file: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_evidence_file_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_evidence_file_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'evidence_file: 不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_log_event_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_log_event_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'log_event: 日志不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_log_event_insert(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_log_event_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW.seq IS DISTINCT FROM (SELECT COALESCE(MAX(seq) + 1, 0) FROM log_event) THEN RAISE EXCEPTION 'log_event: 序号必须紧接最后一条' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: ssj_log_event_insert_commit(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_log_event_insert_commit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT size FROM log_head WHERE id = 1) IS DISTINCT FROM (SELECT COALESCE(MAX(seq) + 1, 0) FROM log_event) THEN RAISE EXCEPTION 'log_event: 日志头没有随条目增长' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_log_event_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_log_event_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'log_event: 日志不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_log_event_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_log_event_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'log_event: 日志不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_log_head_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_log_head_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'log_head: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_log_head_insert(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_log_head_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM log_head) OR NEW.size <> (SELECT COALESCE(MAX(seq) + 1, 0) FROM log_event) THEN RAISE EXCEPTION 'log_head: 只有一行' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: ssj_log_head_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_log_head_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'log_head: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_log_head_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_log_head_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW.id <> 1 OR OLD.id <> 1 OR NEW.size <= OLD.size OR NEW.size <> (SELECT COALESCE(MAX(seq) + 1, 0) FROM log_event) THEN RAISE EXCEPTION 'log_head: 只能随新条目增长' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: ssj_log_manifest_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_log_manifest_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'log_manifest: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_log_manifest_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_log_manifest_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'log_manifest: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_log_manifest_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_log_manifest_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'log_manifest: 不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_log_opening_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_log_opening_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM subject_key WHERE id = OLD.subject_key_id AND erased_at IS NOT NULL) THEN RAISE EXCEPTION 'log_opening: 密钥销毁之后才能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;


--
-- Name: ssj_log_opening_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_log_opening_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'log_opening: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_log_opening_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_log_opening_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'log_opening: 私密值不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_paper_record_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_paper_record_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'paper_record: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_paper_record_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_paper_record_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'paper_record: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_paper_record_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_paper_record_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'paper_record: 不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_parameter_override_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_parameter_override_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'parameter_override: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_parameter_override_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_parameter_override_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'parameter_override: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_parameter_override_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_parameter_override_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'parameter_override: 不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_person_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_person_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'person: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_person_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_person_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'person: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_person_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_person_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."key_id" IS DISTINCT FROM OLD."key_id" THEN RAISE EXCEPTION 'person: 此列不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: ssj_post_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_post_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'post: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_post_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_post_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'post: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_post_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_post_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."person_id" IS DISTINCT FROM OLD."person_id" OR NEW."office" IS DISTINCT FROM OLD."office" OR NEW."department_id" IS DISTINCT FROM OLD."department_id" OR NEW."section_id" IS DISTINCT FROM OLD."section_id" OR NEW."from_on" IS DISTINCT FROM OLD."from_on" OR NEW."document" IS DISTINCT FROM OLD."document" THEN RAISE EXCEPTION 'post: 此列不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: ssj_recovery_code_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_recovery_code_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'recovery_code: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_recovery_code_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_recovery_code_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'recovery_code: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_recovery_code_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_recovery_code_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."factor_id" IS DISTINCT FROM OLD."factor_id" OR NEW."digest" IS DISTINCT FROM OLD."digest" THEN RAISE EXCEPTION 'recovery_code: 此列不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: ssj_second_factor_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_second_factor_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'second_factor: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_second_factor_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_second_factor_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'second_factor: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_second_factor_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_second_factor_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."account_id" IS DISTINCT FROM OLD."account_id" OR NEW."secret_sealed" IS DISTINCT FROM OLD."secret_sealed" OR NEW."enrolled_at" IS DISTINCT FROM OLD."enrolled_at" THEN RAISE EXCEPTION 'second_factor: 此列不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: ssj_section_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_section_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'section: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_section_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_section_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'section: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_section_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_section_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW."id" IS DISTINCT FROM OLD."id" OR NEW."department_id" IS DISTINCT FROM OLD."department_id" OR NEW."code" IS DISTINCT FROM OLD."code" OR NEW."from_on" IS DISTINCT FROM OLD."from_on" THEN RAISE EXCEPTION 'section: 此列不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: ssj_subject_key_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_subject_key_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'subject_key: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_subject_key_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_subject_key_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'subject_key: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_subject_key_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_subject_key_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.dek_wrapped IS NULL OR NEW.dek_wrapped IS NOT NULL OR NEW.erased_at IS NULL OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind THEN RAISE EXCEPTION 'subject_key: 只能销毁一次，不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: ssj_transition_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_transition_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'transition: 不能删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_transition_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_transition_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'transition: 不能清空' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


--
-- Name: ssj_transition_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ssj_transition_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF true THEN RAISE EXCEPTION 'transition: 不能改写' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: account; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.account (
    password character varying(128) NOT NULL,
    id uuid NOT NULL,
    username character varying(64) NOT NULL,
    password_changed_at timestamp with time zone NOT NULL,
    must_change_password boolean NOT NULL,
    ends_on date,
    disabled_at timestamp with time zone,
    last_seen_at timestamp with time zone,
    event_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT account_username_given CHECK ((NOT ((username)::text = ''::text)))
);


--
-- Name: approval_decision; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.approval_decision (
    id uuid NOT NULL,
    outcome character varying(9) NOT NULL,
    requester uuid NOT NULL,
    content_digest character varying(64) NOT NULL,
    person uuid NOT NULL,
    office character varying(32) NOT NULL,
    department character varying(32) NOT NULL,
    standing_in character varying(200) NOT NULL,
    opinion text NOT NULL,
    recorder uuid,
    at timestamp with time zone NOT NULL,
    event_id uuid NOT NULL,
    request_binding character varying(130) NOT NULL,
    paper_id uuid,
    CONSTRAINT approval_decision_binds_content CHECK (("right"((request_binding)::text, 97) = (COALESCE(replace((requester)::text, '-'::text, ''::text), ''::text) || COALESCE((COALESCE('/'::text, ''::text) || COALESCE((content_digest)::text, ''::text)), ''::text)))),
    CONSTRAINT approval_paper_confirmed_by_another CHECK ((((paper_id IS NULL) AND (recorder IS NULL)) OR ((paper_id IS NOT NULL) AND (recorder IS NOT NULL) AND (NOT ((recorder = person) AND (recorder IS NOT NULL)))))),
    CONSTRAINT approval_requester_is_not_approver CHECK (((((outcome)::text = 'WITHDRAWN'::text) AND (paper_id IS NULL) AND (person = requester)) OR (((outcome)::text = ANY ((ARRAY['APPROVED'::character varying, 'REFUSED'::character varying])::text[])) AND (NOT (person = requester)))))
);


--
-- Name: approval_opinion; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.approval_opinion (
    id uuid NOT NULL,
    person uuid NOT NULL,
    office character varying(32) NOT NULL,
    department character varying(32) NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    event_id uuid NOT NULL,
    request_id uuid NOT NULL
);


--
-- Name: approval_paper_answer; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.approval_paper_answer (
    id uuid NOT NULL,
    outcome character varying(9) NOT NULL,
    office character varying(32) NOT NULL,
    department character varying(32) NOT NULL,
    number character varying(64) NOT NULL,
    signed_on date NOT NULL,
    scan_digest character varying(64) NOT NULL,
    standing_in character varying(200) NOT NULL,
    recorder uuid NOT NULL,
    recorder_department character varying(32) NOT NULL,
    at timestamp with time zone NOT NULL,
    event_id uuid NOT NULL,
    request_id uuid NOT NULL,
    CONSTRAINT approval_paper_numbered CHECK ((NOT ((number)::text = ''::text))),
    CONSTRAINT approval_paper_outcome CHECK (((outcome)::text = ANY ((ARRAY['APPROVED'::character varying, 'REFUSED'::character varying])::text[]))),
    CONSTRAINT approval_paper_scanned CHECK ((length((scan_digest)::text) = 64))
);


--
-- Name: approval_request; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.approval_request (
    id uuid NOT NULL,
    act character varying(32) NOT NULL,
    citation character varying(64) NOT NULL,
    object_type character varying(64) NOT NULL,
    object_id uuid NOT NULL,
    ordinal integer NOT NULL,
    content_digest character varying(64) NOT NULL,
    office character varying(32) NOT NULL,
    department character varying(32) NOT NULL,
    requester uuid NOT NULL,
    requester_office character varying(32) NOT NULL,
    requester_department character varying(32) NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    binding character varying(130) NOT NULL,
    event_id uuid NOT NULL,
    CONSTRAINT approval_request_binding CHECK (((binding)::text = (COALESCE(replace((id)::text, '-'::text, ''::text), ''::text) || COALESCE((COALESCE('/'::text, ''::text) || COALESCE((COALESCE(replace((requester)::text, '-'::text, ''::text), ''::text) || COALESCE((COALESCE('/'::text, ''::text) || COALESCE((content_digest)::text, ''::text)), ''::text)), ''::text)), ''::text)))),
    CONSTRAINT approval_request_ordinal_check CHECK ((ordinal >= 0)),
    CONSTRAINT approval_request_ordinal_from_1 CHECK ((ordinal >= 1))
);


--
-- Name: audit_entry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_entry (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor character varying(128) NOT NULL,
    action character varying(64) NOT NULL,
    object character varying(256) NOT NULL,
    detail jsonb NOT NULL,
    ip inet
);


--
-- Name: audit_entry_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.audit_entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.audit_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_group; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);


--
-- Name: auth_group_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_group_permissions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);


--
-- Name: auth_group_permissions_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_permission; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);


--
-- Name: auth_permission_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: certificate; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.certificate (
    id uuid NOT NULL,
    number character varying(69) NOT NULL,
    kind character varying(10) NOT NULL,
    issuer character varying(128) NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    revoked_on date,
    event_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT certificate_days CHECK ((valid_to >= valid_from)),
    CONSTRAINT certificate_kind_known CHECK (((kind)::text = ANY ((ARRAY['DEPARTMENT'::character varying, 'PROVINCE'::character varying])::text[]))),
    CONSTRAINT certificate_number_normal CHECK (((number)::text ~~ 'cert:%'::text))
);


--
-- Name: checkpoint_seen; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.checkpoint_seen (
    size bigint NOT NULL,
    root bytea NOT NULL,
    note text NOT NULL,
    at timestamp with time zone NOT NULL
);


--
-- Name: department; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.department (
    id uuid NOT NULL,
    code character varying(32) NOT NULL,
    name character varying(128) NOT NULL,
    division character varying(12) NOT NULL,
    from_on date NOT NULL,
    to_on date,
    event_id uuid NOT NULL,
    parent_id uuid,
    CONSTRAINT department_days CHECK (((to_on IS NULL) OR (to_on >= from_on))),
    CONSTRAINT department_not_its_own_parent CHECK ((NOT ((parent_id = id) AND (parent_id IS NOT NULL))))
);


--
-- Name: django_content_type; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);


--
-- Name: django_content_type_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: django_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);


--
-- Name: django_migrations_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: django_session; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);


--
-- Name: evidence_file; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.evidence_file (
    id uuid NOT NULL,
    digest character varying(64) NOT NULL,
    size bigint NOT NULL,
    media_type character varying(100) NOT NULL,
    kind character varying(12) NOT NULL,
    retention character varying(10) NOT NULL,
    department character varying(32) NOT NULL,
    uploader uuid,
    received_at timestamp with time zone NOT NULL,
    display_digest character varying(64) NOT NULL,
    look character varying(16) NOT NULL,
    event_id uuid NOT NULL,
    CONSTRAINT evidence_digest_64 CHECK ((length((digest)::text) = 64)),
    CONSTRAINT evidence_file_size_check CHECK ((size >= 0)),
    CONSTRAINT evidence_kind CHECK (((kind)::text = ANY ((ARRAY['PHOTO'::character varying, 'SCAN'::character varying, 'DOCUMENT'::character varying, 'PAPER'::character varying, 'SHEET'::character varying, 'SIGNATURE'::character varying, 'SOUND'::character varying, 'FILM'::character varying])::text[]))),
    CONSTRAINT evidence_not_empty CHECK ((size >= 1)),
    CONSTRAINT evidence_retention CHECK (((retention)::text = ANY ((ARRAY['PERMANENT'::character varying, 'YEARS_30'::character varying, 'YEARS_10'::character varying])::text[])))
);


--
-- Name: idempotency_key; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.idempotency_key (
    id bigint NOT NULL,
    account character varying(64) NOT NULL,
    key character varying(64) NOT NULL,
    url character varying(512) NOT NULL,
    location character varying(1024) NOT NULL,
    at timestamp with time zone NOT NULL
);


--
-- Name: idempotency_key_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.idempotency_key ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.idempotency_key_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: log_event; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.log_event (
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    type character varying(97) NOT NULL,
    at timestamp with time zone NOT NULL,
    body bytea NOT NULL,
    leaf_hash bytea NOT NULL,
    CONSTRAINT log_event_hash_32_bytes CHECK ((length(leaf_hash) = 32)),
    CONSTRAINT log_event_seq_from_0 CHECK ((seq >= 0))
);


--
-- Name: log_head; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.log_head (
    id smallint NOT NULL,
    size bigint NOT NULL,
    frontier bytea NOT NULL,
    CONSTRAINT log_head_one_row CHECK (((id = 1) AND (size >= 0)))
);


--
-- Name: log_manifest; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.log_manifest (
    event_id uuid NOT NULL,
    salt character varying(64) NOT NULL,
    body bytea NOT NULL
);


--
-- Name: log_opening; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.log_opening (
    seq bigint NOT NULL,
    name character varying(64) NOT NULL,
    salt_enc bytea NOT NULL,
    value_enc bytea NOT NULL,
    subject_key_id uuid NOT NULL
);


--
-- Name: outbox_message; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.outbox_message (
    id uuid NOT NULL,
    dedupe character varying(200) NOT NULL,
    channel character varying(4) NOT NULL,
    template character varying(64) NOT NULL,
    recipient_enc bytea NOT NULL,
    context_enc bytea NOT NULL,
    event_id uuid NOT NULL,
    posted_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    state character varying(9) NOT NULL,
    attempts smallint NOT NULL,
    claimed_at timestamp with time zone,
    settled_at timestamp with time zone,
    fault character varying(200) NOT NULL,
    subject_key_id uuid NOT NULL,
    CONSTRAINT outbox_channel_known CHECK (((channel)::text = ANY ((ARRAY['MAIL'::character varying, 'SMS'::character varying, 'FILE'::character varying])::text[]))),
    CONSTRAINT outbox_message_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT outbox_state_known CHECK (((state)::text = ANY ((ARRAY['WAITING'::character varying, 'SENDING'::character varying, 'SENT'::character varying, 'UNCERTAIN'::character varying, 'DEAD'::character varying, 'WITHDRAWN'::character varying])::text[])))
);


--
-- Name: override_draft; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.override_draft (
    parameter character varying(64) NOT NULL,
    value integer NOT NULL,
    denominator integer,
    origin character varying(8) NOT NULL,
    issuing_body character varying(100) NOT NULL,
    document character varying(64) NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    department character varying(32) NOT NULL,
    reason text NOT NULL,
    id uuid NOT NULL,
    drafter uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT override_draft_denominator_check CHECK ((denominator >= 0)),
    CONSTRAINT override_draft_value_check CHECK ((value >= 0))
);


--
-- Name: paper_record; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.paper_record (
    id uuid NOT NULL,
    department character varying(32) NOT NULL,
    form character varying(32) NOT NULL,
    form_version character varying(32) NOT NULL,
    year smallint NOT NULL,
    ordinal integer NOT NULL,
    number character varying(100) NOT NULL,
    digest character varying(64) NOT NULL,
    content_digest character varying(64) NOT NULL,
    token character varying(22) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    event_id uuid NOT NULL,
    file_id uuid NOT NULL,
    CONSTRAINT paper_ordinal_from_1 CHECK ((ordinal >= 1)),
    CONSTRAINT paper_record_ordinal_check CHECK ((ordinal >= 0)),
    CONSTRAINT paper_record_year_check CHECK ((year >= 0)),
    CONSTRAINT paper_token_is_long CHECK ((length((token)::text) = 22))
);


--
-- Name: parameter_override; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.parameter_override (
    id uuid NOT NULL,
    parameter character varying(64) NOT NULL,
    value integer NOT NULL,
    denominator integer,
    origin character varying(8) NOT NULL,
    issuing_body character varying(100) NOT NULL,
    document character varying(64) NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    department character varying(32) NOT NULL,
    reason text NOT NULL,
    decided_on date NOT NULL,
    draft_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    event_id uuid NOT NULL,
    CONSTRAINT override_ends_after_start CHECK (((effective_to IS NULL) OR (effective_to >= effective_from))),
    CONSTRAINT override_has_document CHECK (((NOT ((document)::text = ''::text)) AND (NOT ((issuing_body)::text = ''::text)))),
    CONSTRAINT override_origin_known CHECK (((origin)::text = ANY ((ARRAY['SUPERIOR'::character varying, 'OWN'::character varying])::text[]))),
    CONSTRAINT override_share_is_at_most_all CHECK (((denominator IS NULL) OR ((denominator >= 1) AND (value <= denominator)))),
    CONSTRAINT override_starts_after_decision CHECK ((effective_from > decided_on)),
    CONSTRAINT override_value_is_positive CHECK ((value >= 1)),
    CONSTRAINT parameter_override_denominator_check CHECK ((denominator >= 0)),
    CONSTRAINT parameter_override_value_check CHECK ((value >= 0))
);


--
-- Name: password_history; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.password_history (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    at timestamp with time zone NOT NULL,
    account_id uuid NOT NULL
);


--
-- Name: password_history_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.password_history ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.password_history_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: person; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.person (
    id uuid NOT NULL,
    role character varying(8) NOT NULL,
    standing character varying(48) NOT NULL,
    name_sealed bytea,
    phone_sealed bytea,
    id_number_sealed bytea,
    erased_at timestamp with time zone,
    department_id uuid NOT NULL,
    event_id uuid NOT NULL,
    key_id uuid NOT NULL,
    section_id uuid,
    CONSTRAINT person_erased_without_name CHECK (((erased_at IS NULL) OR ((id_number_sealed IS NULL) AND (name_sealed IS NULL) AND (phone_sealed IS NULL)))),
    CONSTRAINT person_role_known CHECK (((role)::text = ANY ((ARRAY['staff'::character varying, 'sysadmin'::character varying, 'secadmin'::character varying, 'audadmin'::character varying])::text[]))),
    CONSTRAINT person_standing_says_role_and_key CHECK (((standing)::text = ((COALESCE(role, ''::character varying))::text || COALESCE((COALESCE('/'::text, ''::text) || COALESCE(replace(((id)::character varying)::text, '-'::text, ''::text), ''::text)), ''::text))))
);


--
-- Name: post; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.post (
    id uuid NOT NULL,
    office character varying(16) NOT NULL,
    from_on date NOT NULL,
    to_on date,
    document character varying(128) NOT NULL,
    department_id uuid NOT NULL,
    event_id uuid NOT NULL,
    person_id uuid NOT NULL,
    standing character varying(48),
    section_id uuid,
    CONSTRAINT post_days CHECK (((to_on IS NULL) OR (to_on >= from_on))),
    CONSTRAINT post_held_by_staff_while_open CHECK (((standing IS NOT NULL) OR (to_on IS NOT NULL))),
    CONSTRAINT post_not_for_administrators CHECK (((standing IS NULL) OR ((standing)::text = (COALESCE('staff/'::text, ''::text) || COALESCE(replace(((person_id)::character varying)::text, '-'::text, ''::text), ''::text))))),
    CONSTRAINT post_office_known CHECK (((office)::text = ANY ((ARRAY['clerk'::character varying, 'registry_keeper'::character varying, 'section_head'::character varying, 'deputy_head'::character varying, 'principal_head'::character varying, 'coordinator'::character varying, 'joint_office'::character varying, 'inspector'::character varying, 'team_leader'::character varying, 'auditor'::character varying])::text[])))
);


--
-- Name: recovery_code; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.recovery_code (
    id uuid NOT NULL,
    digest character varying(64) NOT NULL,
    used_at timestamp with time zone,
    event_id uuid NOT NULL,
    factor_id uuid NOT NULL
);


--
-- Name: second_factor; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.second_factor (
    id uuid NOT NULL,
    secret_sealed bytea NOT NULL,
    enrolled_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    last_step bigint NOT NULL,
    account_id uuid NOT NULL,
    event_id uuid NOT NULL
);


--
-- Name: section; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.section (
    id uuid NOT NULL,
    code character varying(32) NOT NULL,
    name character varying(64) NOT NULL,
    from_on date NOT NULL,
    to_on date,
    department_id uuid NOT NULL,
    event_id uuid NOT NULL,
    CONSTRAINT section_days CHECK (((to_on IS NULL) OR (to_on >= from_on)))
);


--
-- Name: subject_key; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.subject_key (
    id uuid NOT NULL,
    kind character varying(6) NOT NULL,
    dek_wrapped bytea,
    erased_at timestamp with time zone,
    CONSTRAINT subject_key_kind CHECK (((kind)::text = ANY ((ARRAY['PERSON'::character varying, 'FIRM'::character varying, 'HOUSE'::character varying])::text[]))),
    CONSTRAINT subject_key_present_or_erased CHECK ((((dek_wrapped IS NOT NULL) AND (erased_at IS NULL)) OR ((dek_wrapped IS NULL) AND (erased_at IS NOT NULL))))
);


--
-- Name: throttle; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.throttle (
    key character varying(96) NOT NULL,
    stamps jsonb NOT NULL,
    held_until timestamp with time zone,
    touched_at timestamp with time zone NOT NULL
);


--
-- Name: transition; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.transition (
    id uuid NOT NULL,
    machine character varying(16) NOT NULL,
    record_id uuid NOT NULL,
    act character varying(32) NOT NULL,
    from_status character varying(24) NOT NULL,
    to_status character varying(24) NOT NULL,
    version integer NOT NULL,
    department character varying(32) NOT NULL,
    office character varying(32) NOT NULL,
    at timestamp with time zone NOT NULL,
    event_id uuid NOT NULL,
    CONSTRAINT transition_version_check CHECK ((version >= 0))
);


--
-- Data for Name: account; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.account VALUES ('argon2$argon2id$v=19$m=102400,t=2,p=8$UEpNakJ3VzByZUlHYjhlV1lCc01rag$1HKWBoTVE8n/dBrnGsAYZN1AL6nFibyyngQgs0dMXYw', '01a2103b-4547-77f5-b211-0d7e43bb4a76', 'xt', '2026-11-25 01:04:09.543707+00', true, NULL, NULL, NULL, '01a2103b-4547-7fff-9a16-e1b8b1155996', '01a2103b-4547-74f7-b4c2-e7e742c689cc');
INSERT INTO public.account VALUES ('argon2$argon2id$v=19$m=102400,t=2,p=8$UDBSRzBtMWxFQ0N1RVZrOFhDWW5ESA$Sa3QzSV6y4fzr0ac5hBKnt6m5G8J0WaeA59YJ1LhDMU', '01a2103b-4547-7272-b6e4-694dff89f5d6', 'aq', '2026-11-25 01:04:09.543707+00', true, NULL, NULL, NULL, '01a2103b-4547-7fff-9a16-e1b8b1155996', '01a2103b-4547-7c28-b433-2d679370398c');
INSERT INTO public.account VALUES ('argon2$argon2id$v=19$m=102400,t=2,p=8$Z2hTWG9IZ3E0THVlZEpCVnRqdkNTVg$mtta/hB3V9NID8qlyUtJwRya4DS4GTIkEktP84iAn0M', '01a2103b-4547-7e13-ba6c-3700cfb912e5', 'sj', '2026-11-25 01:04:09.543707+00', true, NULL, NULL, NULL, '01a2103b-4547-7fff-9a16-e1b8b1155996', '01a2103b-4547-7003-b00b-379a59e0c308');


--
-- Data for Name: approval_decision; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.approval_decision VALUES ('01a2103b-4710-74e5-a177-11e496daf168', 'APPROVED', '01a2103b-4710-7847-8ef3-493f4832c62a', '474c944bb56d2a096b26f90f60f272af45cb81d3e4857315b5d935fecff05d1d', '01a2103b-4710-72fc-a00f-4ce77e58d594', 'deputy_head', 'rsj', '', '同意', NULL, '2026-11-25 01:04:10+00', '01a2103b-4710-7a8f-a45f-d682208a55ef', '01a2103b47107a8ebd0490f428c52d64/01a2103b471078478ef3493f4832c62a/474c944bb56d2a096b26f90f60f272af45cb81d3e4857315b5d935fecff05d1d', NULL);


--
-- Data for Name: approval_opinion; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: approval_paper_answer; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: approval_request; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.approval_request VALUES ('01a2103b-4710-7a8e-bd04-90f428c52d64', 'sign_scheme', '第六条（三）', 'scheme', '01a2103b-4710-77f4-9f9b-293bb3f24059', 1, '474c944bb56d2a096b26f90f60f272af45cb81d3e4857315b5d935fecff05d1d', 'deputy_head', 'rsj', '01a2103b-4710-7847-8ef3-493f4832c62a', 'clerk', 'rsj', '试点', '2026-11-25 01:04:10+00', '01a2103b47107a8ebd0490f428c52d64/01a2103b471078478ef3493f4832c62a/474c944bb56d2a096b26f90f60f272af45cb81d3e4857315b5d935fecff05d1d', '01a2103b-4710-7244-81c5-54edf89a1b36');


--
-- Data for Name: audit_entry; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.audit_entry VALUES (1, '2026-11-25 00:59:10+00', 'xt', 'login', '', '{}', '10.0.0.1');


--
-- Data for Name: auth_group; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: auth_group_permissions; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: auth_permission; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.auth_permission VALUES (1, 'Can add permission', 1, 'add_permission');
INSERT INTO public.auth_permission VALUES (2, 'Can change permission', 1, 'change_permission');
INSERT INTO public.auth_permission VALUES (3, 'Can delete permission', 1, 'delete_permission');
INSERT INTO public.auth_permission VALUES (4, 'Can view permission', 1, 'view_permission');
INSERT INTO public.auth_permission VALUES (5, 'Can add group', 2, 'add_group');
INSERT INTO public.auth_permission VALUES (6, 'Can change group', 2, 'change_group');
INSERT INTO public.auth_permission VALUES (7, 'Can delete group', 2, 'delete_group');
INSERT INTO public.auth_permission VALUES (8, 'Can view group', 2, 'view_group');
INSERT INTO public.auth_permission VALUES (9, 'Can add content type', 3, 'add_contenttype');
INSERT INTO public.auth_permission VALUES (10, 'Can change content type', 3, 'change_contenttype');
INSERT INTO public.auth_permission VALUES (11, 'Can delete content type', 3, 'delete_contenttype');
INSERT INTO public.auth_permission VALUES (12, 'Can view content type', 3, 'view_contenttype');
INSERT INTO public.auth_permission VALUES (13, 'Can add session', 4, 'add_session');
INSERT INTO public.auth_permission VALUES (14, 'Can change session', 4, 'change_session');
INSERT INTO public.auth_permission VALUES (15, 'Can delete session', 4, 'delete_session');
INSERT INTO public.auth_permission VALUES (16, 'Can view session', 4, 'view_session');
INSERT INTO public.auth_permission VALUES (17, 'Can add 访问日志', 5, 'add_auditentry');
INSERT INTO public.auth_permission VALUES (18, 'Can change 访问日志', 5, 'change_auditentry');
INSERT INTO public.auth_permission VALUES (19, 'Can delete 访问日志', 5, 'delete_auditentry');
INSERT INTO public.auth_permission VALUES (20, 'Can view 访问日志', 5, 'view_auditentry');
INSERT INTO public.auth_permission VALUES (21, 'Can add 已发布检查点', 6, 'add_checkpointseen');
INSERT INTO public.auth_permission VALUES (22, 'Can change 已发布检查点', 6, 'change_checkpointseen');
INSERT INTO public.auth_permission VALUES (23, 'Can delete 已发布检查点', 6, 'delete_checkpointseen');
INSERT INTO public.auth_permission VALUES (24, 'Can view 已发布检查点', 6, 'view_checkpointseen');
INSERT INTO public.auth_permission VALUES (25, 'Can add 日志条目', 7, 'add_logevent');
INSERT INTO public.auth_permission VALUES (26, 'Can change 日志条目', 7, 'change_logevent');
INSERT INTO public.auth_permission VALUES (27, 'Can delete 日志条目', 7, 'delete_logevent');
INSERT INTO public.auth_permission VALUES (28, 'Can view 日志条目', 7, 'view_logevent');
INSERT INTO public.auth_permission VALUES (29, 'Can add 日志头', 8, 'add_loghead');
INSERT INTO public.auth_permission VALUES (30, 'Can change 日志头', 8, 'change_loghead');
INSERT INTO public.auth_permission VALUES (31, 'Can delete 日志头', 8, 'delete_loghead');
INSERT INTO public.auth_permission VALUES (32, 'Can view 日志头', 8, 'view_loghead');
INSERT INTO public.auth_permission VALUES (33, 'Can add 数据密钥', 9, 'add_subjectkey');
INSERT INTO public.auth_permission VALUES (34, 'Can change 数据密钥', 9, 'change_subjectkey');
INSERT INTO public.auth_permission VALUES (35, 'Can delete 数据密钥', 9, 'delete_subjectkey');
INSERT INTO public.auth_permission VALUES (36, 'Can view 数据密钥', 9, 'view_subjectkey');
INSERT INTO public.auth_permission VALUES (37, 'Can add 私密值', 10, 'add_logopening');
INSERT INTO public.auth_permission VALUES (38, 'Can change 私密值', 10, 'change_logopening');
INSERT INTO public.auth_permission VALUES (39, 'Can delete 私密值', 10, 'delete_logopening');
INSERT INTO public.auth_permission VALUES (40, 'Can view 私密值', 10, 'view_logopening');
INSERT INTO public.auth_permission VALUES (41, 'Can add 行摘要', 11, 'add_logmanifest');
INSERT INTO public.auth_permission VALUES (42, 'Can change 行摘要', 11, 'change_logmanifest');
INSERT INTO public.auth_permission VALUES (43, 'Can delete 行摘要', 11, 'delete_logmanifest');
INSERT INTO public.auth_permission VALUES (44, 'Can view 行摘要', 11, 'view_logmanifest');
INSERT INTO public.auth_permission VALUES (45, 'Can add 登录限制', 12, 'add_throttle');
INSERT INTO public.auth_permission VALUES (46, 'Can change 登录限制', 12, 'change_throttle');
INSERT INTO public.auth_permission VALUES (47, 'Can delete 登录限制', 12, 'delete_throttle');
INSERT INTO public.auth_permission VALUES (48, 'Can view 登录限制', 12, 'view_throttle');
INSERT INTO public.auth_permission VALUES (49, 'Can add 账户', 13, 'add_account');
INSERT INTO public.auth_permission VALUES (50, 'Can change 账户', 13, 'change_account');
INSERT INTO public.auth_permission VALUES (51, 'Can delete 账户', 13, 'delete_account');
INSERT INTO public.auth_permission VALUES (52, 'Can view 账户', 13, 'view_account');
INSERT INTO public.auth_permission VALUES (53, 'Can add 部门', 14, 'add_department');
INSERT INTO public.auth_permission VALUES (54, 'Can change 部门', 14, 'change_department');
INSERT INTO public.auth_permission VALUES (55, 'Can delete 部门', 14, 'delete_department');
INSERT INTO public.auth_permission VALUES (56, 'Can view 部门', 14, 'view_department');
INSERT INTO public.auth_permission VALUES (57, 'Can add 历史密码', 15, 'add_passwordhistory');
INSERT INTO public.auth_permission VALUES (58, 'Can change 历史密码', 15, 'change_passwordhistory');
INSERT INTO public.auth_permission VALUES (59, 'Can delete 历史密码', 15, 'delete_passwordhistory');
INSERT INTO public.auth_permission VALUES (60, 'Can view 历史密码', 15, 'view_passwordhistory');
INSERT INTO public.auth_permission VALUES (61, 'Can add 人员', 16, 'add_person');
INSERT INTO public.auth_permission VALUES (62, 'Can change 人员', 16, 'change_person');
INSERT INTO public.auth_permission VALUES (63, 'Can delete 人员', 16, 'delete_person');
INSERT INTO public.auth_permission VALUES (64, 'Can view 人员', 16, 'view_person');
INSERT INTO public.auth_permission VALUES (65, 'Can add 执法证件', 17, 'add_certificate');
INSERT INTO public.auth_permission VALUES (66, 'Can change 执法证件', 17, 'change_certificate');
INSERT INTO public.auth_permission VALUES (67, 'Can delete 执法证件', 17, 'delete_certificate');
INSERT INTO public.auth_permission VALUES (68, 'Can view 执法证件', 17, 'view_certificate');
INSERT INTO public.auth_permission VALUES (69, 'Can add 动态口令', 18, 'add_secondfactor');
INSERT INTO public.auth_permission VALUES (70, 'Can change 动态口令', 18, 'change_secondfactor');
INSERT INTO public.auth_permission VALUES (71, 'Can delete 动态口令', 18, 'delete_secondfactor');
INSERT INTO public.auth_permission VALUES (72, 'Can view 动态口令', 18, 'view_secondfactor');
INSERT INTO public.auth_permission VALUES (73, 'Can add 恢复码', 19, 'add_recoverycode');
INSERT INTO public.auth_permission VALUES (74, 'Can change 恢复码', 19, 'change_recoverycode');
INSERT INTO public.auth_permission VALUES (75, 'Can delete 恢复码', 19, 'delete_recoverycode');
INSERT INTO public.auth_permission VALUES (76, 'Can view 恢复码', 19, 'view_recoverycode');
INSERT INTO public.auth_permission VALUES (77, 'Can add 股室', 20, 'add_section');
INSERT INTO public.auth_permission VALUES (78, 'Can change 股室', 20, 'change_section');
INSERT INTO public.auth_permission VALUES (79, 'Can delete 股室', 20, 'delete_section');
INSERT INTO public.auth_permission VALUES (80, 'Can view 股室', 20, 'view_section');
INSERT INTO public.auth_permission VALUES (81, 'Can add 任职', 21, 'add_post');
INSERT INTO public.auth_permission VALUES (82, 'Can change 任职', 21, 'change_post');
INSERT INTO public.auth_permission VALUES (83, 'Can delete 任职', 21, 'delete_post');
INSERT INTO public.auth_permission VALUES (84, 'Can view 任职', 21, 'view_post');
INSERT INTO public.auth_permission VALUES (85, 'Can add 审批申请', 22, 'add_approvalrequest');
INSERT INTO public.auth_permission VALUES (86, 'Can change 审批申请', 22, 'change_approvalrequest');
INSERT INTO public.auth_permission VALUES (87, 'Can delete 审批申请', 22, 'delete_approvalrequest');
INSERT INTO public.auth_permission VALUES (88, 'Can view 审批申请', 22, 'view_approvalrequest');
INSERT INTO public.auth_permission VALUES (89, 'Can add 审批意见', 23, 'add_opinion');
INSERT INTO public.auth_permission VALUES (90, 'Can change 审批意见', 23, 'change_opinion');
INSERT INTO public.auth_permission VALUES (91, 'Can delete 审批意见', 23, 'delete_opinion');
INSERT INTO public.auth_permission VALUES (92, 'Can view 审批意见', 23, 'view_opinion');
INSERT INTO public.auth_permission VALUES (93, 'Can add 纸质审批', 24, 'add_paperanswer');
INSERT INTO public.auth_permission VALUES (94, 'Can change 纸质审批', 24, 'change_paperanswer');
INSERT INTO public.auth_permission VALUES (95, 'Can delete 纸质审批', 24, 'delete_paperanswer');
INSERT INTO public.auth_permission VALUES (96, 'Can view 纸质审批', 24, 'view_paperanswer');
INSERT INTO public.auth_permission VALUES (97, 'Can add 审批结论', 25, 'add_decision');
INSERT INTO public.auth_permission VALUES (98, 'Can change 审批结论', 25, 'change_decision');
INSERT INTO public.auth_permission VALUES (99, 'Can delete 审批结论', 25, 'delete_decision');
INSERT INTO public.auth_permission VALUES (100, 'Can view 审批结论', 25, 'view_decision');
INSERT INTO public.auth_permission VALUES (101, 'Can add 状态变更', 26, 'add_transition');
INSERT INTO public.auth_permission VALUES (102, 'Can change 状态变更', 26, 'change_transition');
INSERT INTO public.auth_permission VALUES (103, 'Can delete 状态变更', 26, 'delete_transition');
INSERT INTO public.auth_permission VALUES (104, 'Can view 状态变更', 26, 'view_transition');
INSERT INTO public.auth_permission VALUES (105, 'Can add 差异化规定草稿', 27, 'add_overridedraft');
INSERT INTO public.auth_permission VALUES (106, 'Can change 差异化规定草稿', 27, 'change_overridedraft');
INSERT INTO public.auth_permission VALUES (107, 'Can delete 差异化规定草稿', 27, 'delete_overridedraft');
INSERT INTO public.auth_permission VALUES (108, 'Can view 差异化规定草稿', 27, 'view_overridedraft');
INSERT INTO public.auth_permission VALUES (109, 'Can add 差异化规定', 28, 'add_override');
INSERT INTO public.auth_permission VALUES (110, 'Can change 差异化规定', 28, 'change_override');
INSERT INTO public.auth_permission VALUES (111, 'Can delete 差异化规定', 28, 'delete_override');
INSERT INTO public.auth_permission VALUES (112, 'Can view 差异化规定', 28, 'view_override');
INSERT INTO public.auth_permission VALUES (113, 'Can add 证据文件', 29, 'add_evidencefile');
INSERT INTO public.auth_permission VALUES (114, 'Can change 证据文件', 29, 'change_evidencefile');
INSERT INTO public.auth_permission VALUES (115, 'Can delete 证据文件', 29, 'delete_evidencefile');
INSERT INTO public.auth_permission VALUES (116, 'Can view 证据文件', 29, 'view_evidencefile');
INSERT INTO public.auth_permission VALUES (117, 'Can add 待发消息', 30, 'add_message');
INSERT INTO public.auth_permission VALUES (118, 'Can change 待发消息', 30, 'change_message');
INSERT INTO public.auth_permission VALUES (119, 'Can delete 待发消息', 30, 'delete_message');
INSERT INTO public.auth_permission VALUES (120, 'Can view 待发消息', 30, 'view_message');
INSERT INTO public.auth_permission VALUES (121, 'Can add 文书', 31, 'add_paperrecord');
INSERT INTO public.auth_permission VALUES (122, 'Can change 文书', 31, 'change_paperrecord');
INSERT INTO public.auth_permission VALUES (123, 'Can delete 文书', 31, 'delete_paperrecord');
INSERT INTO public.auth_permission VALUES (124, 'Can view 文书', 31, 'view_paperrecord');
INSERT INTO public.auth_permission VALUES (125, 'Can add 已提交的表单', 32, 'add_idempotencykey');
INSERT INTO public.auth_permission VALUES (126, 'Can change 已提交的表单', 32, 'change_idempotencykey');
INSERT INTO public.auth_permission VALUES (127, 'Can delete 已提交的表单', 32, 'delete_idempotencykey');
INSERT INTO public.auth_permission VALUES (128, 'Can view 已提交的表单', 32, 'view_idempotencykey');


--
-- Data for Name: certificate; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: checkpoint_seen; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: department; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.department VALUES ('01a2103b-4547-737d-af9a-3c8bcc71a03d', 'rsj', '某局', '410928', '2026-11-25', NULL, '01a2103b-4547-7fff-9a16-e1b8b1155996', NULL);


--
-- Data for Name: django_content_type; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.django_content_type VALUES (1, 'auth', 'permission');
INSERT INTO public.django_content_type VALUES (2, 'auth', 'group');
INSERT INTO public.django_content_type VALUES (3, 'contenttypes', 'contenttype');
INSERT INTO public.django_content_type VALUES (4, 'sessions', 'session');
INSERT INTO public.django_content_type VALUES (5, 'ledger', 'auditentry');
INSERT INTO public.django_content_type VALUES (6, 'ledger', 'checkpointseen');
INSERT INTO public.django_content_type VALUES (7, 'ledger', 'logevent');
INSERT INTO public.django_content_type VALUES (8, 'ledger', 'loghead');
INSERT INTO public.django_content_type VALUES (9, 'ledger', 'subjectkey');
INSERT INTO public.django_content_type VALUES (10, 'ledger', 'logopening');
INSERT INTO public.django_content_type VALUES (11, 'ledger', 'logmanifest');
INSERT INTO public.django_content_type VALUES (12, 'accounts', 'throttle');
INSERT INTO public.django_content_type VALUES (13, 'accounts', 'account');
INSERT INTO public.django_content_type VALUES (14, 'accounts', 'department');
INSERT INTO public.django_content_type VALUES (15, 'accounts', 'passwordhistory');
INSERT INTO public.django_content_type VALUES (16, 'accounts', 'person');
INSERT INTO public.django_content_type VALUES (17, 'accounts', 'certificate');
INSERT INTO public.django_content_type VALUES (18, 'accounts', 'secondfactor');
INSERT INTO public.django_content_type VALUES (19, 'accounts', 'recoverycode');
INSERT INTO public.django_content_type VALUES (20, 'accounts', 'section');
INSERT INTO public.django_content_type VALUES (21, 'accounts', 'post');
INSERT INTO public.django_content_type VALUES (22, 'approvals', 'approvalrequest');
INSERT INTO public.django_content_type VALUES (23, 'approvals', 'opinion');
INSERT INTO public.django_content_type VALUES (24, 'approvals', 'paperanswer');
INSERT INTO public.django_content_type VALUES (25, 'approvals', 'decision');
INSERT INTO public.django_content_type VALUES (26, 'lifecycle', 'transition');
INSERT INTO public.django_content_type VALUES (27, 'overrides', 'overridedraft');
INSERT INTO public.django_content_type VALUES (28, 'overrides', 'override');
INSERT INTO public.django_content_type VALUES (29, 'evidence', 'evidencefile');
INSERT INTO public.django_content_type VALUES (30, 'outbox', 'message');
INSERT INTO public.django_content_type VALUES (31, 'papers', 'paperrecord');
INSERT INTO public.django_content_type VALUES (32, 'components', 'idempotencykey');


--
-- Data for Name: django_migrations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.django_migrations VALUES (1, 'ledger', '0001_initial', '2026-11-25 01:04:07.249551+00');
INSERT INTO public.django_migrations VALUES (2, 'accounts', '0001_initial', '2026-11-25 01:04:07.568732+00');
INSERT INTO public.django_migrations VALUES (3, 'approvals', '0001_initial', '2026-11-25 01:04:07.696054+00');
INSERT INTO public.django_migrations VALUES (4, 'contenttypes', '0001_initial', '2026-11-25 01:04:07.702723+00');
INSERT INTO public.django_migrations VALUES (5, 'contenttypes', '0002_remove_content_type_name', '2026-11-25 01:04:07.719342+00');
INSERT INTO public.django_migrations VALUES (6, 'auth', '0001_initial', '2026-11-25 01:04:07.738371+00');
INSERT INTO public.django_migrations VALUES (7, 'auth', '0002_alter_permission_name_max_length', '2026-11-25 01:04:07.742174+00');
INSERT INTO public.django_migrations VALUES (8, 'auth', '0003_alter_user_email_max_length', '2026-11-25 01:04:07.745501+00');
INSERT INTO public.django_migrations VALUES (9, 'auth', '0004_alter_user_username_opts', '2026-11-25 01:04:07.749296+00');
INSERT INTO public.django_migrations VALUES (10, 'auth', '0005_alter_user_last_login_null', '2026-11-25 01:04:07.753172+00');
INSERT INTO public.django_migrations VALUES (11, 'auth', '0006_require_contenttypes_0002', '2026-11-25 01:04:07.754264+00');
INSERT INTO public.django_migrations VALUES (12, 'auth', '0007_alter_validators_add_error_messages', '2026-11-25 01:04:07.758078+00');
INSERT INTO public.django_migrations VALUES (13, 'auth', '0008_alter_user_username_max_length', '2026-11-25 01:04:07.762393+00');
INSERT INTO public.django_migrations VALUES (14, 'auth', '0009_alter_user_last_name_max_length', '2026-11-25 01:04:07.766653+00');
INSERT INTO public.django_migrations VALUES (15, 'auth', '0010_alter_group_name_max_length', '2026-11-25 01:04:07.77227+00');
INSERT INTO public.django_migrations VALUES (16, 'auth', '0011_update_proxy_permissions', '2026-11-25 01:04:07.785586+00');
INSERT INTO public.django_migrations VALUES (17, 'auth', '0012_alter_user_first_name_max_length', '2026-11-25 01:04:07.789787+00');
INSERT INTO public.django_migrations VALUES (18, 'components', '0001_initial', '2026-11-25 01:04:07.796826+00');
INSERT INTO public.django_migrations VALUES (19, 'evidence', '0001_initial', '2026-11-25 01:04:07.818754+00');
INSERT INTO public.django_migrations VALUES (20, 'lifecycle', '0001_initial', '2026-11-25 01:04:07.837296+00');
INSERT INTO public.django_migrations VALUES (21, 'outbox', '0001_initial', '2026-11-25 01:04:07.860503+00');
INSERT INTO public.django_migrations VALUES (22, 'overrides', '0001_initial', '2026-11-25 01:04:07.889044+00');
INSERT INTO public.django_migrations VALUES (23, 'papers', '0001_initial', '2026-11-25 01:04:07.91601+00');
INSERT INTO public.django_migrations VALUES (24, 'sessions', '0001_initial', '2026-11-25 01:04:07.923183+00');


--
-- Data for Name: django_session; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: evidence_file; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: idempotency_key; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: log_event; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.log_event VALUES (0, '01a2103b-3bf9-7f51-935e-b16d3887fa0c', 'log.started', '2026-11-25 01:04:07+00', '\x7b226163746f72223a226d616368696e65222c226174223a22323032362d31312d32355430313a30343a30375a222c2266696c6573223a5b5d2c226964223a2230316132313033622d336266392d376635312d393335652d623136643338383766613063222c226f7267223a2272736a222c22707562223a7b22646179223a22323032362d31312d3235222c226f726967696e223a226c6f672e6578616d706c652e6f72672f3431303932382f72736a222c22766b6579223a226c6f672e6578616d706c652e6f72672f3431303932382f72736a2b63326430396164392b41613335382b6e49507835665853545a736f655755494e6e70754558306b4e6c6f79635646386f2f3858524e227d2c2272656673223a5b5d2c2272756c65223a22e7acace4ba94e69da1222c227364223a7b7d2c2274797065223a226c6f672e73746172746564222c2276223a317d', '\xe17a63cda86ca2e6425299f39a263d74c3bab370243a372e3c702062f4d4e4a5');
INSERT INTO public.log_event VALUES (1, '01a2103b-4547-7fff-9a16-e1b8b1155996', 'account.changed', '2026-11-25 01:04:09+00', '\x7b226163746f72223a226d616368696e65222c226174223a22323032362d31312d32355430313a30343a30395a222c2266696c6573223a5b5d2c226964223a2230316132313033622d343534372d376666662d396131362d653162386231313535393936222c226f7267223a2272736a222c22707562223a7b22636f756e74223a342c226b696e64223a22666f756e64696e67227d2c2272656673223a5b5d2c2272756c65223a22e7acace4ba94e69da1222c227364223a7b22726f7773223a2239373430626536633136326466343332303663616261636564306434313834343630396666663666383534316131373534666365636664616636323836353061227d2c2274797065223a226163636f756e742e6368616e676564222c2276223a317d', '\xf7b1c0244233e80177891a74afb166c5cee28903a1fb9246c31635f628052615');
INSERT INTO public.log_event VALUES (2, '01a2103b-4710-72e3-98ce-25c65704c7f6', 'account.changed', '2026-11-25 01:04:10+00', '\x7b226163746f72223a2273797361646d696e222c226174223a22323032362d31312d32355430313a30343a31305a222c2266696c6573223a5b5d2c226964223a2230316132313033622d343731302d373265332d393863652d323563363537303463376636222c226f7267223a2272736a222c22707562223a7b22636f756e74223a312c226b696e64223a2273656374696f6e227d2c2272656673223a5b5d2c2272756c65223a22e7acace4ba94e69da1222c227364223a7b226163746f72223a2234666436616433383433396434346131643066323661323932353063386564343435356431633133653861363866623830663931666438393732386230346265222c22726f7773223a2231616139393230636363373234363865653533393135396463393065663133393335383230393866363031306235366233633663396439356138316361623332227d2c2274797065223a226163636f756e742e6368616e676564222c2276223a317d', '\xd3d4514240c4f14cd55390bebe1bf841210be5f440da9245a7f1e376214eaec6');
INSERT INTO public.log_event VALUES (3, '01a2103b-4710-7cc6-9a1c-eae0ecdd1695', 'account.changed', '2026-11-25 01:04:10+00', '\x7b226163746f72223a2273797361646d696e222c226174223a22323032362d31312d32355430313a30343a31305a222c2266696c6573223a5b5d2c226964223a2230316132313033622d343731302d376363362d396131632d656165306563646431363935222c226f7267223a2272736a222c22707562223a7b22636f756e74223a312c226b696e64223a22706572736f6e227d2c2272656673223a5b5d2c2272756c65223a22e7acace4ba94e69da1222c227364223a7b226163746f72223a2262323634663465626436363432666238663434336232653265333138633261303562333866663962313361373366323233353331633239616430306238353366222c22726f7773223a2239326438343731613161336632383963636261303139383766663562383139386330663930663132363761343864353439396336346461313335633565633731222c2277686f223a2237653536336237306535346333303637656634353633613639613764356232643464306430393838383230323064353534666534393165363531306461636366227d2c2274797065223a226163636f756e742e6368616e676564222c2276223a317d', '\x39c2181ada841c1f163f212c280e5e2fb75c6f9ac5f033502b71091dc1f3fbef');
INSERT INTO public.log_event VALUES (4, '01a2103b-4710-7ace-bd90-d710efcd3a6f', 'account.changed', '2026-11-25 01:04:10+00', '\x7b226163746f72223a2273797361646d696e222c226174223a22323032362d31312d32355430313a30343a31305a222c2266696c6573223a5b5d2c226964223a2230316132313033622d343731302d376163652d626439302d643731306566636433613666222c226f7267223a2272736a222c22707562223a7b22636f756e74223a312c226b696e64223a22706572736f6e227d2c2272656673223a5b5d2c2272756c65223a22e7acace4ba94e69da1222c227364223a7b226163746f72223a2234656639633632353431613761666531333565343536613165336337626366633733653035326536356663326263376365333936383635306163663466326531222c22726f7773223a2262663336383565393062646433613236373231366461663861623536373661633063373061396332336535303537383862313163623732356239313436626464222c2277686f223a2230383430393638396436353536376631616431323566393932333163323832363166376365656461323031666534666463363631313137356633373832343431227d2c2274797065223a226163636f756e742e6368616e676564222c2276223a317d', '\x60eb2bb6c4e2bac5704472ff41b873f14b2451b45cbecea3b1e2f4253319031c');
INSERT INTO public.log_event VALUES (5, '01a2103b-4710-7126-b5a8-d82d4c9cc260', 'account.changed', '2026-11-25 01:04:10+00', '\x7b226163746f72223a2273797361646d696e222c226174223a22323032362d31312d32355430313a30343a31305a222c2266696c6573223a5b5d2c226964223a2230316132313033622d343731302d373132362d623561382d643832643463396363323630222c226f7267223a2272736a222c22707562223a7b22636f756e74223a312c226b696e64223a22706572736f6e227d2c2272656673223a5b5d2c2272756c65223a22e7acace4ba94e69da1222c227364223a7b226163746f72223a2235333338386566316164306337363163633833646365646633636532363963633063626565306537666165613362326631386163633432363365326339323739222c22726f7773223a2266623531303334666165386138306661376563373662393731393566353038663832623864393534393735366238373136623239393164653863636636623862222c2277686f223a2230383066333936373235636161393865346439386232333735666431663065303830376633623464343432373335333366393031336435376633626237656566227d2c2274797065223a226163636f756e742e6368616e676564222c2276223a317d', '\x47d934da3ebf5fa2b22a6d6c11e25ae3d43f7bb88d3d3c39c53689835361cc7e');
INSERT INTO public.log_event VALUES (6, '01a2103b-4710-7839-ad78-3784924965e7', 'account.changed', '2026-11-25 01:04:10+00', '\x7b226163746f72223a2273797361646d696e222c226174223a22323032362d31312d32355430313a30343a31305a222c2266696c6573223a5b5d2c226964223a2230316132313033622d343731302d373833392d616437382d333738343932343936356537222c226f7267223a2272736a222c22707562223a7b22636f756e74223a312c226b696e64223a22706572736f6e227d2c2272656673223a5b5d2c2272756c65223a22e7acace4ba94e69da1222c227364223a7b226163746f72223a2236323131393363373734623165653132363438306531343566386433353137656563643366616263313865373764333964333636613732656335303862383264222c22726f7773223a2239393039346165633738663834666238343237646432643436613533346634346234353966633865656439313362383764646335613933376463633061316133222c2277686f223a2265636530326664663634613565393031326633653638343364336639663136613362333237383264383163306662373565613062333664323036616434653761227d2c2274797065223a226163636f756e742e6368616e676564222c2276223a317d', '\xc48c458d00e970f67559b2a2995199472efc143795c5c6d465102fa02e9ad04f');
INSERT INTO public.log_event VALUES (7, '01a2103b-4710-7247-be82-50f9337c0a73', 'account.changed', '2026-11-25 01:04:10+00', '\x7b226163746f72223a2273656361646d696e222c226174223a22323032362d31312d32355430313a30343a31305a222c2266696c6573223a5b5d2c226964223a2230316132313033622d343731302d373234372d626538322d353066393333376330613733222c226f7267223a2272736a222c22707562223a7b22636f756e74223a312c226b696e64223a22706f7374227d2c2272656673223a5b5d2c2272756c65223a22e7acace4ba94e69da1222c227364223a7b226163746f72223a2236353433313861633832396265353437353264663033636137323766343538646332386136303162616564346533643732316537653633383032666463373738222c22726f7773223a2236643937303366626439613464363533313266373064663033666134383633303564313938653664316437653436643834373933333961616631663231633030222c2277686f223a2234653138336237393033646330613732376633316338646265616536343739306538313437353532333336633031633831343463643939616532396535343333227d2c2274797065223a226163636f756e742e6368616e676564222c2276223a317d', '\xbe1933927fb67c946b98c5386bc25db7b2b9f83e7cec6f9cefdb21294f2fe4c6');
INSERT INTO public.log_event VALUES (8, '01a2103b-4710-70dc-aba4-000100c82c9d', 'account.changed', '2026-11-25 01:04:10+00', '\x7b226163746f72223a2273656361646d696e222c226174223a22323032362d31312d32355430313a30343a31305a222c2266696c6573223a5b5d2c226964223a2230316132313033622d343731302d373064632d616261342d303030313030633832633964222c226f7267223a2272736a222c22707562223a7b22636f756e74223a312c226b696e64223a22706f7374227d2c2272656673223a5b5d2c2272756c65223a22e7acace4ba94e69da1222c227364223a7b226163746f72223a2264316335366336623936326538346333363666646565616231323164386439366665386633653262356433313861323537333933393433396662616231376631222c22726f7773223a2263313966323561623336346432616438353137633962626264616366663339393166396266353265333435383338623165373437313236373135316263353261222c2277686f223a2236633663636266323238636462333664626136343462386337323539656164333363306363616461353131313639343936396335653231396230373638376130227d2c2274797065223a226163636f756e742e6368616e676564222c2276223a317d', '\x913aff824e5fca853da692679f83df9c5c139730ae95e38e84a912fcbde7d919');
INSERT INTO public.log_event VALUES (9, '01a2103b-4710-779d-a149-5de7f822dbe4', 'account.changed', '2026-11-25 01:04:10+00', '\x7b226163746f72223a2273656361646d696e222c226174223a22323032362d31312d32355430313a30343a31305a222c2266696c6573223a5b5d2c226964223a2230316132313033622d343731302d373739642d613134392d356465376638323264626534222c226f7267223a2272736a222c22707562223a7b22636f756e74223a312c226b696e64223a22706f7374227d2c2272656673223a5b5d2c2272756c65223a22e7acace4ba94e69da1222c227364223a7b226163746f72223a2233353163336536653538363662633762373933366639663961373531363531396636373930353635353062633630333461336337316336383139613962663732222c22726f7773223a2238626132386630306234663535636165323763626235346137303732333834373635393231363139356136386236666235333233373438343531353037353266222c2277686f223a2236316234386630353333306162393563323735303139313135616562356161393832333831323566613036643638346231306539313439383463303933356266227d2c2274797065223a226163636f756e742e6368616e676564222c2276223a317d', '\xbb87ed9325fc7edba7b955bdba83ec8f7674c36b14b78d6a2afc847ce0bb0a98');
INSERT INTO public.log_event VALUES (10, '01a2103b-4710-7244-81c5-54edf89a1b36', 'account.changed', '2026-11-25 01:04:10+00', '\x7b226163746f72223a22636c65726b222c226174223a22323032362d31312d32355430313a30343a31305a222c2266696c6573223a5b5d2c226964223a2230316132313033622d343731302d373234342d383163352d353465646638396131623336222c226f7267223a2272736a222c22707562223a7b22636f756e74223a312c226b696e64223a2272657175657374227d2c2272656673223a5b5d2c2272756c65223a22e7acace4ba94e69da1222c227364223a7b226163746f72223a2236323535353636383563326332653136663535306362306136336461333234646161383931306633336237653061313639393938646165663365363966623165222c22726561736f6e223a2261353435373939623830626166343766613337643937613433396433373039333336373431333062366238653334313731376266616437346137336537353533222c22726f7773223a2239336532353664393937366537356363636535663533316639666363663636353638323364323163396565363562373435363134313738393937326633653431227d2c2274797065223a226163636f756e742e6368616e676564222c2276223a317d', '\x2e63beb87e9f8387fdd06b83771db3478fa13d6689c96dd6cee2be17884dbeed');
INSERT INTO public.log_event VALUES (11, '01a2103b-4710-7a8f-a45f-d682208a55ef', 'account.changed', '2026-11-25 01:04:10+00', '\x7b226163746f72223a226465707574795f68656164222c226174223a22323032362d31312d32355430313a30343a31305a222c2266696c6573223a5b5d2c226964223a2230316132313033622d343731302d376138662d613435662d643638323230386135356566222c226f7267223a2272736a222c22707562223a7b22636f756e74223a312c226b696e64223a226465636973696f6e227d2c2272656673223a5b5d2c2272756c65223a22e7acace4ba94e69da1222c227364223a7b226163746f72223a2261623038343638666436663130626166653662383133646239396237633637373466613465356635346465353236623739336239396335336338336433396664222c22726f7773223a2234326636616265613930666138313534323437393863323638343638353533636262663532396239373737383839633764386366363631653435313164653039227d2c2274797065223a226163636f756e742e6368616e676564222c2276223a317d', '\xc92fbb5d3a3576933dfae46970ff997ee0044552f560cd52c2f94616cefa378f');
INSERT INTO public.log_event VALUES (12, '01a2103b-4710-7b66-a0a1-7ab476be1f82', 'account.changed', '2026-11-25 01:04:10+00', '\x7b226163746f72223a2273656361646d696e222c226174223a22323032362d31312d32355430313a30343a31305a222c2266696c6573223a5b5d2c226964223a2230316132313033622d343731302d376236362d613061312d376162343736626531663832222c226f7267223a2272736a222c22707562223a7b22636f756e74223a312c226b696e64223a22706572736f6e2d657261736564227d2c2272656673223a5b5d2c2272756c65223a22e7acace4ba94e69da1222c227364223a7b226163746f72223a2234643534373661373737393039366338363038643439666562373432353264393065373231353562663463353130353266626461353533636638376335386231222c22726561736f6e223a2230613334316262323061333536363966393932303933653737623539353038306635363466313364346433376165333331353639653934663239333937613861222c22726f7773223a2261646235666464633938393832346265343238333164303637393739633233393036396533333732373131383535336361616437386130353166373164643266227d2c2274797065223a226163636f756e742e6368616e676564222c2276223a317d', '\xfbd0add87ee8b507a34e316391cc67b6bca75a33f6a13729bcb3313e2e01f557');
INSERT INTO public.log_event VALUES (13, '01a2103b-4710-7e0d-ac60-7b5c87a59043', 'privacy.erased', '2026-11-25 01:04:10+00', '\x7b226163746f72223a2273656361646d696e222c226174223a22323032362d31312d32355430313a30343a31305a222c2266696c6573223a5b5d2c226964223a2230316132313033622d343731302d376530642d616336302d376235633837613539303433222c226f7267223a2272736a222c22707562223a7b22636f756e74223a312c2267726f756e64223a227069706c5f3437227d2c2272656673223a5b5d2c2272756c65223a22e7acace4ba8ce58d81e59b9be69da1222c227364223a7b226163746f72223a2233373035353065643435356563633863313937393437613035306666373036323639343332313036313839363130663632373630386635623361343933326138222c22726561736f6e223a2239363935646138363566633965633836663537323138373066393235356636333932626637666562356664346366623438653831323262663364663862333435222c22726f7773223a2263303962386235396437356437326364653666653135366637303034333763353363383632316135363939666335313961633831346331616632306232336131227d2c2274797065223a22707269766163792e657261736564222c2276223a317d', '\xfc1ece04d6907db679e0d2f033ad4ce12274425e7d5fa060101ea47483f6efc0');
INSERT INTO public.log_event VALUES (14, '01a2103b-4710-7557-a652-def57d025dbb', 'audit.sealed', '2026-11-25 01:04:10+00', '\x7b226163746f72223a226d616368696e65222c226174223a22323032362d31312d32355430313a30343a31305a222c2266696c6573223a5b5d2c226964223a2230316132313033622d343731302d373535372d613635322d646566353764303235646262222c226f7267223a2272736a222c22707562223a7b22636f756e74223a312c226c617374223a312c22726f6f74223a2232646461336163333465653564366637633638643466626634356232396631383938323936343761633137306234653964386665306563623463313131336434227d2c2272656673223a5b5d2c2272756c65223a22e7acace4ba94e69da1222c227364223a7b7d2c2274797065223a2261756469742e7365616c6564222c2276223a317d', '\xa71307b7b097ab52785be7e2eda08c7e9129591eb0f7ec7e96e11ee58185aabb');


--
-- Data for Name: log_head; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.log_head VALUES (1, 15, '\x508636bb40b82455ad82588d09793abadab42fdc8c18ec82efa6b6b5d000f07b74bebb9b4896f1e1c83c48da0ef140224e204fbfaa1d72721778a2d737dce5acd059921cc06620cd82421ade02d646d24e0b668d4248daebef6ee41f94a937f4a71307b7b097ab52785be7e2eda08c7e9129591eb0f7ec7e96e11ee58185aabb');


--
-- Data for Name: log_manifest; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.log_manifest VALUES ('01a2103b-4547-7fff-9a16-e1b8b1155996', '255f588f27c70e950e5639df7696ed5c1fd9467fbc223e959b7fea11ce9e78a3', '\x6163636f756e740930316132313033622d343534372d373237322d623665342d36393464666638396635643609633331653262343564626161636263366431353038623163336533616364313066343837353961636132636639313234326632646337323463626231396363370a6163636f756e740930316132313033622d343534372d373766352d623231312d30643765343362623461373609383864646365616435653836393566363333306331386164363732363533313135383030376136353831356561653832616630383264313030353639326439360a6163636f756e740930316132313033622d343534372d376531332d626136632d33373030636662393132653509353533326530313738633263306538353564323034653132626362326261613965333330626239636239363062356634613361306334326637663965316237350a6465706172746d656e740930316132313033622d343534372d373337642d616639612d33633862636337316130336409343539666135363830666661326661613739353164666135626138373037303139336330626337383866636263626334346334346133366534323564373237640a706572736f6e0930316132313033622d343534372d373030332d623030622d33373961353965306333303809323965623937326463316565313965396431376437643663646538313236613761306133396636633131346537636430383764383663313362353635346338310a706572736f6e0930316132313033622d343534372d373466372d623463322d65376537343263363839636309303064646566366662633434643432373632643463653830376263653330333837666235386434363962393835346239353532386434663765613032613434380a706572736f6e0930316132313033622d343534372d376332382d623433332d32643637393337303339386309343634373265653363633566346133373031623039656363653233656365343366396230343239373131313461323562396361626338323330303938643763310a');
INSERT INTO public.log_manifest VALUES ('01a2103b-4710-72e3-98ce-25c65704c7f6', '6372f49f266e3785ee55a679f76605167849b4fa2dd4e4bf2aba226c4fd2cb73', '\x73656374696f6e0930316132313033622d343731302d376631392d393763372d31643564646633346633353109383339383130336564383166343830313133353765373465363734343566623635663839626263393162383839336133326463363961326432346330353265310a');
INSERT INTO public.log_manifest VALUES ('01a2103b-4710-7cc6-9a1c-eae0ecdd1695', '93cba4acf0e222d1f5b6a8497da0c42d0b73f6b7214899dbfda266e54ec12108', '\x706572736f6e0930316132313033622d343731302d373834372d386566332d34393366343833326336326109663339623265366237313238646266656535623664363636373235666434656465663334666238376632346435366238313830306230383333633661353161630a');
INSERT INTO public.log_manifest VALUES ('01a2103b-4710-7ace-bd90-d710efcd3a6f', '1f6be945c774a7acd8ef2cd65afbf1b8b8d43be2e082f8db69b016c493030235', '\x706572736f6e0930316132313033622d343731302d373266632d613030662d34636537376535386435393409356638323165663761356263363539303466346466303162633965323230366163656630336235613533636163613631363331643263393066386566323430360a');
INSERT INTO public.log_manifest VALUES ('01a2103b-4710-7126-b5a8-d82d4c9cc260', '343c06251bad9c39d3b370163852e8d2ade7a6659ef8d04d8daa726458764c3d', '\x706572736f6e0930316132313033622d343731302d376665392d396661362d65356332626130323966383009663162363266356331343365663563336439383136343361313666376537656364656538376631383266323238663335396463353036646263623766646565640a');
INSERT INTO public.log_manifest VALUES ('01a2103b-4710-7839-ad78-3784924965e7', 'e4c7e0ecad7bddc73adc7efa5a79e7aeeb9f5afd73d673738f0a7f95f9b0896b', '\x706572736f6e0930316132313033622d343731302d376534302d623139632d64316137336366643339353709653161363834383330623132666462633534383562663664363063653261396364353463646230663666366134353163653663393162326462323664666133370a');
INSERT INTO public.log_manifest VALUES ('01a2103b-4710-7247-be82-50f9337c0a73', '2887beeef8e82520992ec8133545a0cbbe31c4f7c8fc5caef91e48f1f4aac93b', '\x706f73740930316132313033622d343731302d373166612d616330372d31393938313433353562633109666537616131633364623834653762343535303936353363623033396365616662333837373239633165343534326633396465383730313333303130613964660a');
INSERT INTO public.log_manifest VALUES ('01a2103b-4710-70dc-aba4-000100c82c9d', '058a31a87d15bef142ec7307bea088dc28aa14f55a1dd453435f4bd6448c820a', '\x706f73740930316132313033622d343731302d376261632d626337362d38646333623433356664316509323964646630333862656533336430653936663166616263393662656332616635346236333036383231346235636461346562363736366530363565643332310a');
INSERT INTO public.log_manifest VALUES ('01a2103b-4710-779d-a149-5de7f822dbe4', '5edddce0d6466c09588c4b367e9b37aebe2c2c9bf2b512f77877123803fa4f27', '\x706f73740930316132313033622d343731302d373363372d623264642d64393365383965343937623709393633616231323535633732663136653339626238646638663135383266356363663837373438333761613863636264393233383636663438323765626136640a');
INSERT INTO public.log_manifest VALUES ('01a2103b-4710-7244-81c5-54edf89a1b36', '62bb3c2a6c7130fa9c1e50013472683e042ac4599a5affc1db7e43dd2162f6e1', '\x617070726f76616c5f726571756573740930316132313033622d343731302d376138652d626430342d39306634323863353264363409346338393561616433616633646131313435303865316632613366663032316432623939313434313530373534666638363065626339313235663266313564370a');
INSERT INTO public.log_manifest VALUES ('01a2103b-4710-7a8f-a45f-d682208a55ef', '6270b068e65d34ba6da407bdd1625c506316c1572dcb3638333ee1b97770b40c', '\x617070726f76616c5f6465636973696f6e0930316132313033622d343731302d373465352d613137372d31316534393664616631363809306536303031326365376536353831303365653333366536343763313131323633666231373237333065333537396332613239343061393031386561353533330a');
INSERT INTO public.log_manifest VALUES ('01a2103b-4710-7b66-a0a1-7ab476be1f82', '13d0b281f30dc984e76f153a294b710ceac4704cc272dce1c5019328f808112a', '\x706572736f6e0930316132313033622d343731302d376534302d623139632d64316137336366643339353709333939663930613766396162303937656339353830636131363139646165636566346165653565653531316630643265376139393331306632633438306263300a');
INSERT INTO public.log_manifest VALUES ('01a2103b-4710-7e0d-ac60-7b5c87a59043', '5ac61673ed9b467eb82bc52f1da2f06056b30534c50e7a30e89772aa2dec400d', '\x6c6f675f6f70656e696e6709362f77686f09303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030300a7375626a6563745f6b65790930316132313033622d343731302d376332352d396532642d36616263376665363232656309373530643333643037353338356532363762363436383436343832636237316139373164393565303138656238616562383931343866373139613062383236650a');


--
-- Data for Name: log_opening; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.log_opening VALUES (2, 'actor', '\x47fe74ea85f3c4325565bbfbc71fa00f56e6ac42d1ae1d176522673b73940caa8c5c5559c767647c33d01d9ce483af46f07ff0fb20b91d1a6c009c3d', '\xb7e63e1e4fe64bbcb7d0d1ad9e85693db9bdc914a76e76e91cc0ba8338df5a9ea84d97b5b1ea401cf3ff902e96cd77c7fa32ba4637dc8e9a7a60e62e43bdb92dce97', '01a2103b-4547-7d2b-b9dd-825210eed181');
INSERT INTO public.log_opening VALUES (3, 'who', '\x802b9777aa5ca437e07b2e9cab65a98af65d51bb6c0fb47e7540cfcc062450cc8bcafe6186290a1759fcfe765527c0841b0af0346ae281b879c207c0', '\x951ecb1496c50c520c0776282b54dadf18b17a860c26b07a8b341b7650c0c4d53b4ddfcb68b335eea5c33bb3014468b38045a2e919fba931ad527903970606fca8cac6eea59de558c7a73f0bbd', '01a2103b-4710-7b27-bb97-8e7063eff262');
INSERT INTO public.log_opening VALUES (3, 'actor', '\xe7d15d8376abcefd85b74182140a605895bdc1de692be42f395a4e2d9a8d3208ab818732032e64d236b8eeffeac5261cdcda1a982d1cdbbe2402ffc3', '\xcc95747ce145a6a62b2c501e8b3ccd0a5d924c283f947cce6fb3374f958a2df94d21e6a6366a69bcc80b8708fd743d1b70b89fa3c9964fe1e6d499f8cc6b4b7d2f55', '01a2103b-4547-7d2b-b9dd-825210eed181');
INSERT INTO public.log_opening VALUES (4, 'who', '\xdd0e75fbaf0f23c4771db045e3013eae95696e48fa1c39771357c4de5c4bbe904f2827e27cce788580ec87447aaf338325114f26c3570898fd387e2d', '\x78c99bae60681cc96cec75269c7adba8065215a7fb8f9fa264e480b5bd8aaca25af3e7184fd6a7d13d8a4229eb860436887acae7d51b46b26fd669475aefdbe1cd9c25fb4a189c7a5247b42be3', '01a2103b-4710-746b-91d6-012dd8e18938');
INSERT INTO public.log_opening VALUES (4, 'actor', '\xd37f1c5eb0f4f119d3dd1e637fcb8cfce66bc0662f122b3e1c0ab548196cd4f2655effb462d0129e8343dbe5318cbc4923d43e8631bc4b5ede5beba9', '\x4169456a27a9b301755a2ab057d82d53fdff963abe15be0d2f622e886f2fd7d3558b4aaef3e6c4c4e1052f0e97a8dd01e85052d5213a57f7f596b3e030af35d225db', '01a2103b-4547-7d2b-b9dd-825210eed181');
INSERT INTO public.log_opening VALUES (5, 'who', '\x787ccd7eadb4a886bac3fccdfd37270b475633b94f5557fe8f942f6a0c8573e56e8e3ce316a5836d47a3786077a8232a82c1943fb0190c914bd9f89d', '\x772ce29639c150d1a9e7a8ae227e61c43aef0c46aea29703111a9e5de81c8fe9cd9f3667cf18e32c3fc4262ec007f407ff82c442c42389f70d10fabc857c3ffb6655791fc23c88030482b4d0f9', '01a2103b-4710-725f-9977-8a8bc262275f');
INSERT INTO public.log_opening VALUES (5, 'actor', '\xe8b41bc371736db88681945936f2da70998e158503e845b2c2be90c2ae64f95cd8007e02840247e649d4683dfe18bb3ebd23de2513ad3988af52843a', '\x1e0c4e39a2762bddc2ca7d36f59a5c5a2b67fc7a4418b9f5af211647e779389aa8afce707b6648ca564b82052a816c96b665334c809e759a730808e255858bb8d28a', '01a2103b-4547-7d2b-b9dd-825210eed181');
INSERT INTO public.log_opening VALUES (6, 'actor', '\x97f76b432993150ed9e02a91f335868f6f4da677d9a70ce9998f0eeef25a64593a6fe00b8e4ade900380ea0173113e9cfae9f02850027be254106565', '\xc799fe2811e14baff6996477c4c480b99153881c36c955430024eb0942bd50c2f16a3b2fb10217f3129a196e72b347ecb620ece5c35419e025e178a0f210a7c9d569', '01a2103b-4547-7d2b-b9dd-825210eed181');
INSERT INTO public.log_opening VALUES (7, 'who', '\x15eccce58b5fcaebba22b6a464fe9cb6ec0be7f4ff554c91e6cc27ea87451a8c31611dfefadbe08e5134ef4014739528be852d233ae736a029c3ab1b', '\x41ef4600e9946603dea3e61383c9a18a17da95b886a8c1ae5e00a09acc28f96b1ad25bd64c6928f54ed5a7d8efb6117c2094cfd3c9b2580a6ab1ae7c67c39283044fc1a262de6bd34ab248f31bdb75915a99bf531da469beb83cefa08c03', '01a2103b-4710-7b27-bb97-8e7063eff262');
INSERT INTO public.log_opening VALUES (7, 'actor', '\x39e62fcc432ad69ebbc48609a91fac0c3be2a87d3686028256c1bd21ed1b1a6b55fe395e4c80ac6409bda888d5bfd5c24b2b620fac134ef3d8cf6933', '\x28b3dcf31d1b673dc8d7ad5f55b54c8fade658ba047a8a39fdbd5f4fe5532b0b76b2f4f5f3edaedc011d835c933deb976e61c5835f3da4e3604ddddfb1c747612b1c', '01a2103b-4547-77bb-8767-0ace7d8e5bd3');
INSERT INTO public.log_opening VALUES (8, 'who', '\x0557c34bd4d2418764b79fa1009edac799518fe18a5e7c1831fe5f68392f0b0e33ce809c239fd7bc28c91adbca13aaad246736b692c83862c50f54a4', '\xefe6f83993efd6499bb368525c9653a550d4a448e40bf4390897b7f8d6e9a3b4d50862603bea07db4d9d1aa6ea50f2ff7aa76ef78878f759f21e7fc439f69c9bf2b9f93e5bc5cd4f4df703cbda52c5e578e5447704f6228837a57ec4baa6ca8d127c7174', '01a2103b-4710-746b-91d6-012dd8e18938');
INSERT INTO public.log_opening VALUES (8, 'actor', '\x7a00a6abe799f6a652b8007611bfdffd5c4d52fce9a672618f9befa17f97ee5ab96822c415a0d35ab81366b1e30cf91f189c1c3164fecb4db1d71a32', '\x13ea28080b33c9d3032ccaf4ff9db7238ad7946c969d517f0ae02986b33914004f7afe5adeeeb6cb619a9238600985488c8c92ee6a2515abf24f9fb3c09dabfe0900', '01a2103b-4547-77bb-8767-0ace7d8e5bd3');
INSERT INTO public.log_opening VALUES (9, 'who', '\x6b86037a3d3cc2a9575b1b2238b2363c52375d78a124819a61829f60dfd016db66d65f1f6d0cf31f5614c1922a6dfa1054544f741d0f65571a1540f3', '\xac73045fca570da8c826efc9742e2d071fbafef310f54f645ec12656e09159d6a17cd23f2dfe8fa1cb1736f1172029aab641515fcb015db492a75a1ebc4e88000bc3801edd1748571fbe9a87a0a31dfa0d3b7834f12ee8dcd91a3a2e5d70e38718d3', '01a2103b-4710-725f-9977-8a8bc262275f');
INSERT INTO public.log_opening VALUES (9, 'actor', '\x00794f7c1861434d0932c2e9187267d44951e317ed6913792df9a339b0d992a52b728470158e33d2d2719ef197f80db47abcf2a7dfa6ffbfba152bc3', '\xac7f02adda073c550d9f29723b35166cb1100dc4c59a9d6bb75349afe0a5b2349738c327bdd9b4f78c2f0b35061e1739b8a26a8efc80c2df462db54565dcd958aa2f', '01a2103b-4547-77bb-8767-0ace7d8e5bd3');
INSERT INTO public.log_opening VALUES (10, 'actor', '\x311609f6afc4146ff80194f41a30b4096ef816ca188620c623ad7635bf0b1877fd76f2ec54db37e156be6b20ab7bb27cd8f387c7a45df1d2998ae49e', '\x88538be1365197cb32d05a29c7bc117d0ebec239162cbcf98a24ebc70ae96f6548376d35e63f2bdc83fe1cf0967890c5b73b06266c66ebceb90f733fc9b345fa6fa7', '01a2103b-4710-7b27-bb97-8e7063eff262');
INSERT INTO public.log_opening VALUES (10, 'reason', '\x3c0f3d53cec34716f70ec7709fbf9c41ffe14b790fd9834b98508865fbdf65d67af2e6b108027b29d30e7dddea7a0b833bca73c57d78d3462f626ab8', '\xe9e0588e61a086ba5416ad6114e213abc9aae79835b15eaa5fe00103a32f3a4cf8ebe6f0', '01a2103b-4710-7b27-bb97-8e7063eff262');
INSERT INTO public.log_opening VALUES (11, 'actor', '\x4fdddd34c7470b80e4a723602aa539edc01411ea4fd604ac6fe932dda7bb8ab6103cd5eb8bdbd43b2051c3dc5e1aed9a8eae1ce1ef316f91f7be2580', '\xfc267a6eae894b76947a5af6bf2b2bff56e35ffaf270617aa1eab51f49cf91604274e55bb3dc21dc1aafc4028d3ec0c4c1fcd7f4b2cb77506bdddd0381ab776a7198', '01a2103b-4710-746b-91d6-012dd8e18938');
INSERT INTO public.log_opening VALUES (12, 'actor', '\xabbd860f44a5a61388cb2f0ac58e8bf8cc8143ed6cbf7fb76fb56e3b596da0486c09b9e30158bb1077349998209470ef39b43981a419c675d59996fb', '\xdbe0dc765d8e17b609adcd51be7ce323cfcaa70dd0149ffd02ddc4ecc2c940007a1cb0adbd9e3e002cd1a5a6b9a94cb41992753a817ade4155f11805bf59276cfec3', '01a2103b-4547-77bb-8767-0ace7d8e5bd3');
INSERT INTO public.log_opening VALUES (12, 'reason', '\xdde1ed72a237a430c2fa1de4a4f641ce393ca47ad78faf9a0b2bb21bb4cc9667ee3fdf852f9783539c4e325da67ee9f8d06b9b84b7c06f206c2d7491', '\x4913e0f57f77ee9b0735042f31836679cfd46e8888a0c37cf37cfbc083c4c2449bbbe1d93b28fd74d8cc', '01a2103b-4547-77bb-8767-0ace7d8e5bd3');
INSERT INTO public.log_opening VALUES (13, 'actor', '\x3a7b1c3bb620758c711e3b23da1b864f0890612de495bd310774fd404bf629f9354c76fa0b368865ba76abd8f6ab0c4cf175d5974c2fe93b45cfb077', '\xdc3a0f4502a744eebcb01892747117633d2d7408d9533030f2c32926f8126e40bd6ce39a895f980c6d39ac62bbd11f4fc861e389aa30bd7478fc107aa925d005c0d1', '01a2103b-4547-77bb-8767-0ace7d8e5bd3');
INSERT INTO public.log_opening VALUES (13, 'reason', '\x347e66df6984d6dd52237a5db9b32d30459b5f3a3940703660a33517cb474fad55c16d39e7fe9121b5e64f01a625f7e88239c9e544e00774bbd5d828', '\x271752d4bdc7438a281b11ba12f70449e89d02ffb6aa1e88d7040f579ea1795b9e86d713de3e6676d1f1', '01a2103b-4547-77bb-8767-0ace7d8e5bd3');


--
-- Data for Name: outbox_message; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: override_draft; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: paper_record; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: parameter_override; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: password_history; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: person; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.person VALUES ('01a2103b-4547-74f7-b4c2-e7e742c689cc', 'sysadmin', 'sysadmin/01a2103b454774f7b4c2e7e742c689cc', '\xf3c2aed755ef15771ffcec691d3cdb663179ac98bc9ca30b6258123a10d587', NULL, NULL, NULL, '01a2103b-4547-737d-af9a-3c8bcc71a03d', '01a2103b-4547-7fff-9a16-e1b8b1155996', '01a2103b-4547-7d2b-b9dd-825210eed181', NULL);
INSERT INTO public.person VALUES ('01a2103b-4547-7c28-b433-2d679370398c', 'secadmin', 'secadmin/01a2103b45477c28b4332d679370398c', '\xbe01666d2034184a395bebccda9ea6936cd2448d99986e9d1b3961cc16f632', NULL, NULL, NULL, '01a2103b-4547-737d-af9a-3c8bcc71a03d', '01a2103b-4547-7fff-9a16-e1b8b1155996', '01a2103b-4547-77bb-8767-0ace7d8e5bd3', NULL);
INSERT INTO public.person VALUES ('01a2103b-4547-7003-b00b-379a59e0c308', 'audadmin', 'audadmin/01a2103b45477003b00b379a59e0c308', '\x7562550ebef72ca6722ad60b13b8d9599ae6d31ee76dd17f82c9b9e22622bf', NULL, NULL, NULL, '01a2103b-4547-737d-af9a-3c8bcc71a03d', '01a2103b-4547-7fff-9a16-e1b8b1155996', '01a2103b-4547-71d8-b62d-c71dd7060788', NULL);
INSERT INTO public.person VALUES ('01a2103b-4710-7847-8ef3-493f4832c62a', 'staff', 'staff/01a2103b471078478ef3493f4832c62a', '\x4806dc72dbb525d5acef721fef64680a2f62d9040d4e458e0d7eedb525e68b', '\x4739a5e16535402fd0cda5b616365d535e19b6fa5f99ca6d9451a87ebdc327b6ed04fb85744389', NULL, NULL, '01a2103b-4547-737d-af9a-3c8bcc71a03d', '01a2103b-4710-7cc6-9a1c-eae0ecdd1695', '01a2103b-4710-7b27-bb97-8e7063eff262', '01a2103b-4710-7f19-97c7-1d5ddf34f351');
INSERT INTO public.person VALUES ('01a2103b-4710-72fc-a00f-4ce77e58d594', 'staff', 'staff/01a2103b471072fca00f4ce77e58d594', '\x735a17f786f07fbd6150c96e509c449eb57226e6eb3ff2454bd69aa2d5d80c', '\x4682cd60cb44018fbc10ed44c2b82acbc20636b6e353a2b87bf85660c97b8d2b23d7e79ecec621', NULL, NULL, '01a2103b-4547-737d-af9a-3c8bcc71a03d', '01a2103b-4710-7ace-bd90-d710efcd3a6f', '01a2103b-4710-746b-91d6-012dd8e18938', '01a2103b-4710-7f19-97c7-1d5ddf34f351');
INSERT INTO public.person VALUES ('01a2103b-4710-7fe9-9fa6-e5c2ba029f80', 'staff', 'staff/01a2103b47107fe99fa6e5c2ba029f80', '\xf78e3b88c168d2786d943547808f7ed2cb1a32f655e3c1f1d4585c6b50c46f', '\x55aa087ab4a08c9e101cc91d4b834a848778367829784fbafd024e6b8f73b5b128bb2e6d2cf18d', NULL, NULL, '01a2103b-4547-737d-af9a-3c8bcc71a03d', '01a2103b-4710-7126-b5a8-d82d4c9cc260', '01a2103b-4710-725f-9977-8a8bc262275f', '01a2103b-4710-7f19-97c7-1d5ddf34f351');
INSERT INTO public.person VALUES ('01a2103b-4710-7e40-b19c-d1a73cfd3957', 'staff', 'staff/01a2103b47107e40b19cd1a73cfd3957', NULL, NULL, NULL, '2026-11-25 01:04:10+00', '01a2103b-4547-737d-af9a-3c8bcc71a03d', '01a2103b-4710-7b66-a0a1-7ab476be1f82', '01a2103b-4710-7c25-9e2d-6abc7fe622ec', '01a2103b-4710-7f19-97c7-1d5ddf34f351');


--
-- Data for Name: post; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.post VALUES ('01a2103b-4710-71fa-ac07-199814355bc1', 'clerk', '2026-11-25', NULL, '某人社任〔2026〕3号', '01a2103b-4547-737d-af9a-3c8bcc71a03d', '01a2103b-4710-7247-be82-50f9337c0a73', '01a2103b-4710-7847-8ef3-493f4832c62a', 'staff/01a2103b471078478ef3493f4832c62a', '01a2103b-4710-7f19-97c7-1d5ddf34f351');
INSERT INTO public.post VALUES ('01a2103b-4710-7bac-bc76-8dc3b435fd1e', 'deputy_head', '2026-11-25', NULL, '某人社任〔2026〕3号', '01a2103b-4547-737d-af9a-3c8bcc71a03d', '01a2103b-4710-70dc-aba4-000100c82c9d', '01a2103b-4710-72fc-a00f-4ce77e58d594', 'staff/01a2103b471072fca00f4ce77e58d594', '01a2103b-4710-7f19-97c7-1d5ddf34f351');
INSERT INTO public.post VALUES ('01a2103b-4710-73c7-b2dd-d93e89e497b7', 'inspector', '2026-11-25', NULL, '某人社任〔2026〕3号', '01a2103b-4547-737d-af9a-3c8bcc71a03d', '01a2103b-4710-779d-a149-5de7f822dbe4', '01a2103b-4710-7fe9-9fa6-e5c2ba029f80', 'staff/01a2103b47107fe99fa6e5c2ba029f80', '01a2103b-4710-7f19-97c7-1d5ddf34f351');


--
-- Data for Name: recovery_code; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: second_factor; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: section; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.section VALUES ('01a2103b-4710-7f19-97c7-1d5ddf34f351', 'ldjc', '劳动保障监察大队', '2026-11-25', NULL, '01a2103b-4547-737d-af9a-3c8bcc71a03d', '01a2103b-4710-72e3-98ce-25c65704c7f6');


--
-- Data for Name: subject_key; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.subject_key VALUES ('01a2103b-4547-7d2b-b9dd-825210eed181', 'PERSON', '\x9b57dfee90145f231322b71341ed09dff60522b8a60d99c70451fd9d39254be973c2c56cd9133be3d70069f045d3c884505682edeb23bedd79e79297', NULL);
INSERT INTO public.subject_key VALUES ('01a2103b-4547-77bb-8767-0ace7d8e5bd3', 'PERSON', '\x0eac446d0ae18b5873531d8134c81b418a5294e61861fa9e0cf40612a98bfc3a137cd30fdabfa74b0f3560481237d8986366a27eb97c0f15112e60d7', NULL);
INSERT INTO public.subject_key VALUES ('01a2103b-4547-71d8-b62d-c71dd7060788', 'PERSON', '\x27e0815df021fa8d0ce390823c6445e105cecb713bf4bbf74d27c493c50ecc1fd253cf5a78ccb22b31225c915207ecfefb6afe449f09a66410021ecb', NULL);
INSERT INTO public.subject_key VALUES ('01a2103b-4710-7b27-bb97-8e7063eff262', 'PERSON', '\x90c0cfb1bbd78b138305e7c8502f678584d0caa9d5edd91199c1a461bb8eee47a25e2a043e1980856daa1b1ccec8ace0306b399f5d44c74e37268179', NULL);
INSERT INTO public.subject_key VALUES ('01a2103b-4710-746b-91d6-012dd8e18938', 'PERSON', '\x35e5abc7d44942d5a8e1c77fde1be72c063a25145f49c4fc31a521f2512057ecfa38feb81a20fbb20fdac464469eecc4dcb61b29105c38ddc858efc9', NULL);
INSERT INTO public.subject_key VALUES ('01a2103b-4710-725f-9977-8a8bc262275f', 'PERSON', '\x8af427fee57cd6519853b806bed8ee1c490933a953ccf32f4a4f6ec6678277ed15c249c073473f611e9ba197faec44d4b2af037765522d08d1fc32ad', NULL);
INSERT INTO public.subject_key VALUES ('01a2103b-4710-7c25-9e2d-6abc7fe622ec', 'PERSON', NULL, '2026-11-25 01:04:10+00');


--
-- Data for Name: throttle; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: transition; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Name: audit_entry_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.audit_entry_id_seq', 1, true);


--
-- Name: auth_group_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);


--
-- Name: auth_group_permissions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);


--
-- Name: auth_permission_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_permission_id_seq', 128, true);


--
-- Name: django_content_type_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.django_content_type_id_seq', 32, true);


--
-- Name: django_migrations_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.django_migrations_id_seq', 24, true);


--
-- Name: idempotency_key_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.idempotency_key_id_seq', 1, false);


--
-- Name: password_history_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.password_history_id_seq', 1, false);


--
-- Name: account account_person_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_person_id_key UNIQUE (person_id);


--
-- Name: account account_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);


--
-- Name: account account_username_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_username_key UNIQUE (username);


--
-- Name: approval_decision approval_decision_paper_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_decision
    ADD CONSTRAINT approval_decision_paper_id_key UNIQUE (paper_id);


--
-- Name: approval_decision approval_decision_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_decision
    ADD CONSTRAINT approval_decision_pkey PRIMARY KEY (id);


--
-- Name: approval_decision approval_decision_request_binding_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_decision
    ADD CONSTRAINT approval_decision_request_binding_key UNIQUE (request_binding);


--
-- Name: approval_opinion approval_opinion_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_opinion
    ADD CONSTRAINT approval_opinion_pkey PRIMARY KEY (id);


--
-- Name: approval_paper_answer approval_paper_answer_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_paper_answer
    ADD CONSTRAINT approval_paper_answer_pkey PRIMARY KEY (id);


--
-- Name: approval_request approval_request_binding_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_request
    ADD CONSTRAINT approval_request_binding_key UNIQUE (binding);


--
-- Name: approval_request approval_request_ordinal; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_request
    ADD CONSTRAINT approval_request_ordinal UNIQUE (act, object_id, ordinal);


--
-- Name: approval_request approval_request_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_request
    ADD CONSTRAINT approval_request_pkey PRIMARY KEY (id);


--
-- Name: audit_entry audit_entry_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT audit_entry_pkey PRIMARY KEY (id);


--
-- Name: auth_group auth_group_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);


--
-- Name: auth_group_permissions auth_group_permissions_group_id_permission_id_0cd325b0_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);


--
-- Name: auth_group_permissions auth_group_permissions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);


--
-- Name: auth_group auth_group_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);


--
-- Name: auth_permission auth_permission_content_type_id_codename_01ab375a_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);


--
-- Name: auth_permission auth_permission_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);


--
-- Name: certificate certificate_not_twice; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_not_twice UNIQUE (number, valid_from);


--
-- Name: certificate certificate_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_pkey PRIMARY KEY (id);


--
-- Name: checkpoint_seen checkpoint_seen_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.checkpoint_seen
    ADD CONSTRAINT checkpoint_seen_pkey PRIMARY KEY (size);


--
-- Name: department department_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.department
    ADD CONSTRAINT department_code_key UNIQUE (code);


--
-- Name: department department_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.department
    ADD CONSTRAINT department_pkey PRIMARY KEY (id);


--
-- Name: django_content_type django_content_type_app_label_model_76bd3d3b_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);


--
-- Name: django_content_type django_content_type_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);


--
-- Name: django_migrations django_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);


--
-- Name: django_session django_session_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);


--
-- Name: evidence_file evidence_file_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.evidence_file
    ADD CONSTRAINT evidence_file_pkey PRIMARY KEY (id);


--
-- Name: idempotency_key idempotency_key_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.idempotency_key
    ADD CONSTRAINT idempotency_key_once UNIQUE (account, key);


--
-- Name: idempotency_key idempotency_key_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.idempotency_key
    ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (id);


--
-- Name: log_event log_event_event_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.log_event
    ADD CONSTRAINT log_event_event_id_key UNIQUE (event_id);


--
-- Name: log_event log_event_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.log_event
    ADD CONSTRAINT log_event_pkey PRIMARY KEY (seq);


--
-- Name: log_head log_head_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.log_head
    ADD CONSTRAINT log_head_pkey PRIMARY KEY (id);


--
-- Name: log_manifest log_manifest_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.log_manifest
    ADD CONSTRAINT log_manifest_pkey PRIMARY KEY (event_id);


--
-- Name: log_opening log_opening_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.log_opening
    ADD CONSTRAINT log_opening_pkey PRIMARY KEY (seq, name);


--
-- Name: outbox_message outbox_message_dedupe_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outbox_message
    ADD CONSTRAINT outbox_message_dedupe_key UNIQUE (dedupe);


--
-- Name: outbox_message outbox_message_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outbox_message
    ADD CONSTRAINT outbox_message_pkey PRIMARY KEY (id);


--
-- Name: override_draft override_draft_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.override_draft
    ADD CONSTRAINT override_draft_pkey PRIMARY KEY (id);


--
-- Name: paper_record paper_one_per_number; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.paper_record
    ADD CONSTRAINT paper_one_per_number UNIQUE (department, number);


--
-- Name: paper_record paper_one_per_ordinal; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.paper_record
    ADD CONSTRAINT paper_one_per_ordinal UNIQUE (department, form, year, ordinal);


--
-- Name: paper_record paper_record_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.paper_record
    ADD CONSTRAINT paper_record_pkey PRIMARY KEY (id);


--
-- Name: paper_record paper_record_token_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.paper_record
    ADD CONSTRAINT paper_record_token_key UNIQUE (token);


--
-- Name: parameter_override parameter_override_decision_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.parameter_override
    ADD CONSTRAINT parameter_override_decision_id_key UNIQUE (decision_id);


--
-- Name: parameter_override parameter_override_draft_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.parameter_override
    ADD CONSTRAINT parameter_override_draft_id_key UNIQUE (draft_id);


--
-- Name: parameter_override parameter_override_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.parameter_override
    ADD CONSTRAINT parameter_override_pkey PRIMARY KEY (id);


--
-- Name: password_history password_history_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.password_history
    ADD CONSTRAINT password_history_pkey PRIMARY KEY (id);


--
-- Name: person person_key_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_key_id_key UNIQUE (key_id);


--
-- Name: person person_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);


--
-- Name: person person_standing_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_standing_key UNIQUE (standing);


--
-- Name: post post_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_pkey PRIMARY KEY (id);


--
-- Name: recovery_code recovery_code_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_once UNIQUE (factor_id, digest);


--
-- Name: recovery_code recovery_code_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (id);


--
-- Name: second_factor second_factor_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_pkey PRIMARY KEY (id);


--
-- Name: section section_code_in_department; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.section
    ADD CONSTRAINT section_code_in_department UNIQUE (department_id, code);


--
-- Name: section section_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.section
    ADD CONSTRAINT section_pkey PRIMARY KEY (id);


--
-- Name: subject_key subject_key_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.subject_key
    ADD CONSTRAINT subject_key_pkey PRIMARY KEY (id);


--
-- Name: throttle throttle_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.throttle
    ADD CONSTRAINT throttle_pkey PRIMARY KEY (key);


--
-- Name: transition transition_one_step_per_version; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.transition
    ADD CONSTRAINT transition_one_step_per_version UNIQUE (record_id, version);


--
-- Name: transition transition_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.transition
    ADD CONSTRAINT transition_pkey PRIMARY KEY (id);


--
-- Name: account_event_id_403ab0cf; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_event_id_403ab0cf ON public.account USING btree (event_id);


--
-- Name: account_username_cfe70fab_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_username_cfe70fab_like ON public.account USING btree (username varchar_pattern_ops);


--
-- Name: approval_decision_event_id_af59b2e3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approval_decision_event_id_af59b2e3 ON public.approval_decision USING btree (event_id);


--
-- Name: approval_decision_request_binding_6cc0304e_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approval_decision_request_binding_6cc0304e_like ON public.approval_decision USING btree (request_binding varchar_pattern_ops);


--
-- Name: approval_opinion_event_id_eef77a23; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approval_opinion_event_id_eef77a23 ON public.approval_opinion USING btree (event_id);


--
-- Name: approval_opinion_request_id_fdc2c785; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approval_opinion_request_id_fdc2c785 ON public.approval_opinion USING btree (request_id);


--
-- Name: approval_paper_answer_event_id_b3413fd4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approval_paper_answer_event_id_b3413fd4 ON public.approval_paper_answer USING btree (event_id);


--
-- Name: approval_paper_answer_request_id_822fd8ba; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approval_paper_answer_request_id_822fd8ba ON public.approval_paper_answer USING btree (request_id);


--
-- Name: approval_request_binding_46349c88_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approval_request_binding_46349c88_like ON public.approval_request USING btree (binding varchar_pattern_ops);


--
-- Name: approval_request_event_id_5ec437e7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approval_request_event_id_5ec437e7 ON public.approval_request USING btree (event_id);


--
-- Name: auth_group_name_a6ea08ec_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);


--
-- Name: auth_group_permissions_group_id_b120cbf9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);


--
-- Name: auth_group_permissions_permission_id_84c5c92e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);


--
-- Name: auth_permission_content_type_id_2f476e4b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);


--
-- Name: certificate_event_id_b49bcbf7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX certificate_event_id_b49bcbf7 ON public.certificate USING btree (event_id);


--
-- Name: certificate_person_id_51d47523; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX certificate_person_id_51d47523 ON public.certificate USING btree (person_id);


--
-- Name: department_code_2c255187_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX department_code_2c255187_like ON public.department USING btree (code varchar_pattern_ops);


--
-- Name: department_event_id_dfd19fae; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX department_event_id_dfd19fae ON public.department USING btree (event_id);


--
-- Name: department_parent_id_4044636a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX department_parent_id_4044636a ON public.department USING btree (parent_id);


--
-- Name: django_session_expire_date_a5c62663; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);


--
-- Name: django_session_session_key_c0390e0f_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);


--
-- Name: evidence_file_digest_e76f0b39; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX evidence_file_digest_e76f0b39 ON public.evidence_file USING btree (digest);


--
-- Name: evidence_file_digest_e76f0b39_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX evidence_file_digest_e76f0b39_like ON public.evidence_file USING btree (digest varchar_pattern_ops);


--
-- Name: evidence_file_event_id_85a6aa46; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX evidence_file_event_id_85a6aa46 ON public.evidence_file USING btree (event_id);


--
-- Name: evidence_file_look_9b77f45c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX evidence_file_look_9b77f45c ON public.evidence_file USING btree (look);


--
-- Name: evidence_file_look_9b77f45c_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX evidence_file_look_9b77f45c_like ON public.evidence_file USING btree (look varchar_pattern_ops);


--
-- Name: idempotency_key_at_71ee35d9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idempotency_key_at_71ee35d9 ON public.idempotency_key USING btree (at);


--
-- Name: log_opening_seq_58497aee; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX log_opening_seq_58497aee ON public.log_opening USING btree (seq);


--
-- Name: log_opening_subject_key_id_3b190440; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX log_opening_subject_key_id_3b190440 ON public.log_opening USING btree (subject_key_id);


--
-- Name: outbox_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outbox_due ON public.outbox_message USING btree (state, due_at);


--
-- Name: outbox_message_dedupe_0b1e4634_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outbox_message_dedupe_0b1e4634_like ON public.outbox_message USING btree (dedupe varchar_pattern_ops);


--
-- Name: outbox_message_subject_key_id_9390ab2f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outbox_message_subject_key_id_9390ab2f ON public.outbox_message USING btree (subject_key_id);


--
-- Name: paper_record_event_id_e78c6d80; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX paper_record_event_id_e78c6d80 ON public.paper_record USING btree (event_id);


--
-- Name: paper_record_file_id_fb216778; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX paper_record_file_id_fb216778 ON public.paper_record USING btree (file_id);


--
-- Name: paper_record_token_a1bd538c_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX paper_record_token_a1bd538c_like ON public.paper_record USING btree (token varchar_pattern_ops);


--
-- Name: parameter_override_event_id_c12622b3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX parameter_override_event_id_c12622b3 ON public.parameter_override USING btree (event_id);


--
-- Name: password_history_account_id_7c3ca75b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX password_history_account_id_7c3ca75b ON public.password_history USING btree (account_id);


--
-- Name: person_department_id_0ce78c65; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX person_department_id_0ce78c65 ON public.person USING btree (department_id);


--
-- Name: person_event_id_79b721e2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX person_event_id_79b721e2 ON public.person USING btree (event_id);


--
-- Name: person_section_id_1f49fbc1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX person_section_id_1f49fbc1 ON public.person USING btree (section_id);


--
-- Name: person_standing_7574043a_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX person_standing_7574043a_like ON public.person USING btree (standing varchar_pattern_ops);


--
-- Name: post_department_id_c409be23; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX post_department_id_c409be23 ON public.post USING btree (department_id);


--
-- Name: post_event_id_578d4dd2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX post_event_id_578d4dd2 ON public.post USING btree (event_id);


--
-- Name: post_not_twice_from_one_day; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX post_not_twice_from_one_day ON public.post USING btree (person_id, office, COALESCE(section_id, department_id), from_on);


--
-- Name: post_one_open_of_a_kind; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX post_one_open_of_a_kind ON public.post USING btree (person_id, office, COALESCE(section_id, department_id)) WHERE (to_on IS NULL);


--
-- Name: post_person_id_6c41c65e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX post_person_id_6c41c65e ON public.post USING btree (person_id);


--
-- Name: post_section_id_127270e3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX post_section_id_127270e3 ON public.post USING btree (section_id);


--
-- Name: post_standing_218aa9bf; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX post_standing_218aa9bf ON public.post USING btree (standing);


--
-- Name: post_standing_218aa9bf_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX post_standing_218aa9bf_like ON public.post USING btree (standing varchar_pattern_ops);


--
-- Name: recovery_code_event_id_53dc441d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recovery_code_event_id_53dc441d ON public.recovery_code USING btree (event_id);


--
-- Name: recovery_code_factor_id_b0e27cbb; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recovery_code_factor_id_b0e27cbb ON public.recovery_code USING btree (factor_id);


--
-- Name: second_factor_account_id_5d0eb933; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX second_factor_account_id_5d0eb933 ON public.second_factor USING btree (account_id);


--
-- Name: second_factor_event_id_26ee22ff; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX second_factor_event_id_26ee22ff ON public.second_factor USING btree (event_id);


--
-- Name: second_factor_one; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX second_factor_one ON public.second_factor USING btree (account_id) WHERE (removed_at IS NULL);


--
-- Name: section_department_id_1566c431; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX section_department_id_1566c431 ON public.section USING btree (department_id);


--
-- Name: section_event_id_f10e2d3b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX section_event_id_f10e2d3b ON public.section USING btree (event_id);


--
-- Name: subject_key_one_house_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX subject_key_one_house_key ON public.subject_key USING btree (kind) WHERE ((kind)::text = 'HOUSE'::text);


--
-- Name: throttle_key_de0ccb41_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX throttle_key_de0ccb41_like ON public.throttle USING btree (key varchar_pattern_ops);


--
-- Name: throttle_touched_at_1ded1007; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX throttle_touched_at_1ded1007 ON public.throttle USING btree (touched_at);


--
-- Name: transition_event_id_e92416b3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX transition_event_id_e92416b3 ON public.transition USING btree (event_id);


--
-- Name: account ssj_account_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_account_delete BEFORE DELETE ON public.account FOR EACH ROW EXECUTE FUNCTION public.ssj_account_delete();

ALTER TABLE public.account ENABLE ALWAYS TRIGGER ssj_account_delete;


--
-- Name: account ssj_account_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_account_truncate BEFORE TRUNCATE ON public.account FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_account_truncate();

ALTER TABLE public.account ENABLE ALWAYS TRIGGER ssj_account_truncate;


--
-- Name: account ssj_account_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_account_update BEFORE UPDATE ON public.account FOR EACH ROW EXECUTE FUNCTION public.ssj_account_update();

ALTER TABLE public.account ENABLE ALWAYS TRIGGER ssj_account_update;


--
-- Name: approval_decision ssj_approval_decision_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_approval_decision_delete BEFORE DELETE ON public.approval_decision FOR EACH ROW EXECUTE FUNCTION public.ssj_approval_decision_delete();

ALTER TABLE public.approval_decision ENABLE ALWAYS TRIGGER ssj_approval_decision_delete;


--
-- Name: approval_decision ssj_approval_decision_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_approval_decision_truncate BEFORE TRUNCATE ON public.approval_decision FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_approval_decision_truncate();

ALTER TABLE public.approval_decision ENABLE ALWAYS TRIGGER ssj_approval_decision_truncate;


--
-- Name: approval_decision ssj_approval_decision_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_approval_decision_update BEFORE UPDATE ON public.approval_decision FOR EACH ROW EXECUTE FUNCTION public.ssj_approval_decision_update();

ALTER TABLE public.approval_decision ENABLE ALWAYS TRIGGER ssj_approval_decision_update;


--
-- Name: approval_opinion ssj_approval_opinion_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_approval_opinion_delete BEFORE DELETE ON public.approval_opinion FOR EACH ROW EXECUTE FUNCTION public.ssj_approval_opinion_delete();

ALTER TABLE public.approval_opinion ENABLE ALWAYS TRIGGER ssj_approval_opinion_delete;


--
-- Name: approval_opinion ssj_approval_opinion_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_approval_opinion_truncate BEFORE TRUNCATE ON public.approval_opinion FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_approval_opinion_truncate();

ALTER TABLE public.approval_opinion ENABLE ALWAYS TRIGGER ssj_approval_opinion_truncate;


--
-- Name: approval_opinion ssj_approval_opinion_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_approval_opinion_update BEFORE UPDATE ON public.approval_opinion FOR EACH ROW EXECUTE FUNCTION public.ssj_approval_opinion_update();

ALTER TABLE public.approval_opinion ENABLE ALWAYS TRIGGER ssj_approval_opinion_update;


--
-- Name: approval_paper_answer ssj_approval_paper_answer_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_approval_paper_answer_delete BEFORE DELETE ON public.approval_paper_answer FOR EACH ROW EXECUTE FUNCTION public.ssj_approval_paper_answer_delete();

ALTER TABLE public.approval_paper_answer ENABLE ALWAYS TRIGGER ssj_approval_paper_answer_delete;


--
-- Name: approval_paper_answer ssj_approval_paper_answer_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_approval_paper_answer_truncate BEFORE TRUNCATE ON public.approval_paper_answer FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_approval_paper_answer_truncate();

ALTER TABLE public.approval_paper_answer ENABLE ALWAYS TRIGGER ssj_approval_paper_answer_truncate;


--
-- Name: approval_paper_answer ssj_approval_paper_answer_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_approval_paper_answer_update BEFORE UPDATE ON public.approval_paper_answer FOR EACH ROW EXECUTE FUNCTION public.ssj_approval_paper_answer_update();

ALTER TABLE public.approval_paper_answer ENABLE ALWAYS TRIGGER ssj_approval_paper_answer_update;


--
-- Name: approval_request ssj_approval_request_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_approval_request_delete BEFORE DELETE ON public.approval_request FOR EACH ROW EXECUTE FUNCTION public.ssj_approval_request_delete();

ALTER TABLE public.approval_request ENABLE ALWAYS TRIGGER ssj_approval_request_delete;


--
-- Name: approval_request ssj_approval_request_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_approval_request_truncate BEFORE TRUNCATE ON public.approval_request FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_approval_request_truncate();

ALTER TABLE public.approval_request ENABLE ALWAYS TRIGGER ssj_approval_request_truncate;


--
-- Name: approval_request ssj_approval_request_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_approval_request_update BEFORE UPDATE ON public.approval_request FOR EACH ROW EXECUTE FUNCTION public.ssj_approval_request_update();

ALTER TABLE public.approval_request ENABLE ALWAYS TRIGGER ssj_approval_request_update;


--
-- Name: audit_entry ssj_audit_entry_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_audit_entry_delete BEFORE DELETE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION public.ssj_audit_entry_delete();

ALTER TABLE public.audit_entry ENABLE ALWAYS TRIGGER ssj_audit_entry_delete;


--
-- Name: audit_entry ssj_audit_entry_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_audit_entry_truncate BEFORE TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_audit_entry_truncate();

ALTER TABLE public.audit_entry ENABLE ALWAYS TRIGGER ssj_audit_entry_truncate;


--
-- Name: audit_entry ssj_audit_entry_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_audit_entry_update BEFORE UPDATE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION public.ssj_audit_entry_update();

ALTER TABLE public.audit_entry ENABLE ALWAYS TRIGGER ssj_audit_entry_update;


--
-- Name: certificate ssj_certificate_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_certificate_delete BEFORE DELETE ON public.certificate FOR EACH ROW EXECUTE FUNCTION public.ssj_certificate_delete();

ALTER TABLE public.certificate ENABLE ALWAYS TRIGGER ssj_certificate_delete;


--
-- Name: certificate ssj_certificate_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_certificate_truncate BEFORE TRUNCATE ON public.certificate FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_certificate_truncate();

ALTER TABLE public.certificate ENABLE ALWAYS TRIGGER ssj_certificate_truncate;


--
-- Name: certificate ssj_certificate_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_certificate_update BEFORE UPDATE ON public.certificate FOR EACH ROW EXECUTE FUNCTION public.ssj_certificate_update();

ALTER TABLE public.certificate ENABLE ALWAYS TRIGGER ssj_certificate_update;


--
-- Name: checkpoint_seen ssj_checkpoint_seen_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_checkpoint_seen_delete BEFORE DELETE ON public.checkpoint_seen FOR EACH ROW EXECUTE FUNCTION public.ssj_checkpoint_seen_delete();

ALTER TABLE public.checkpoint_seen ENABLE ALWAYS TRIGGER ssj_checkpoint_seen_delete;


--
-- Name: checkpoint_seen ssj_checkpoint_seen_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_checkpoint_seen_truncate BEFORE TRUNCATE ON public.checkpoint_seen FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_checkpoint_seen_truncate();

ALTER TABLE public.checkpoint_seen ENABLE ALWAYS TRIGGER ssj_checkpoint_seen_truncate;


--
-- Name: checkpoint_seen ssj_checkpoint_seen_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_checkpoint_seen_update BEFORE UPDATE ON public.checkpoint_seen FOR EACH ROW EXECUTE FUNCTION public.ssj_checkpoint_seen_update();

ALTER TABLE public.checkpoint_seen ENABLE ALWAYS TRIGGER ssj_checkpoint_seen_update;


--
-- Name: department ssj_department_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_department_delete BEFORE DELETE ON public.department FOR EACH ROW EXECUTE FUNCTION public.ssj_department_delete();

ALTER TABLE public.department ENABLE ALWAYS TRIGGER ssj_department_delete;


--
-- Name: department ssj_department_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_department_truncate BEFORE TRUNCATE ON public.department FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_department_truncate();

ALTER TABLE public.department ENABLE ALWAYS TRIGGER ssj_department_truncate;


--
-- Name: department ssj_department_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_department_update BEFORE UPDATE ON public.department FOR EACH ROW EXECUTE FUNCTION public.ssj_department_update();

ALTER TABLE public.department ENABLE ALWAYS TRIGGER ssj_department_update;


--
-- Name: evidence_file ssj_evidence_file_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_evidence_file_delete BEFORE DELETE ON public.evidence_file FOR EACH ROW EXECUTE FUNCTION public.ssj_evidence_file_delete();

ALTER TABLE public.evidence_file ENABLE ALWAYS TRIGGER ssj_evidence_file_delete;


--
-- Name: evidence_file ssj_evidence_file_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_evidence_file_truncate BEFORE TRUNCATE ON public.evidence_file FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_evidence_file_truncate();

ALTER TABLE public.evidence_file ENABLE ALWAYS TRIGGER ssj_evidence_file_truncate;


--
-- Name: evidence_file ssj_evidence_file_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_evidence_file_update BEFORE UPDATE ON public.evidence_file FOR EACH ROW EXECUTE FUNCTION public.ssj_evidence_file_update();

ALTER TABLE public.evidence_file ENABLE ALWAYS TRIGGER ssj_evidence_file_update;


--
-- Name: log_event ssj_log_event_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_log_event_delete BEFORE DELETE ON public.log_event FOR EACH ROW EXECUTE FUNCTION public.ssj_log_event_delete();

ALTER TABLE public.log_event ENABLE ALWAYS TRIGGER ssj_log_event_delete;


--
-- Name: log_event ssj_log_event_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_log_event_insert BEFORE INSERT ON public.log_event FOR EACH ROW EXECUTE FUNCTION public.ssj_log_event_insert();

ALTER TABLE public.log_event ENABLE ALWAYS TRIGGER ssj_log_event_insert;


--
-- Name: log_event ssj_log_event_insert_commit; Type: TRIGGER; Schema: public; Owner: -
--

CREATE CONSTRAINT TRIGGER ssj_log_event_insert_commit AFTER INSERT ON public.log_event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.ssj_log_event_insert_commit();

ALTER TABLE public.log_event ENABLE ALWAYS TRIGGER ssj_log_event_insert_commit;


--
-- Name: log_event ssj_log_event_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_log_event_truncate BEFORE TRUNCATE ON public.log_event FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_log_event_truncate();

ALTER TABLE public.log_event ENABLE ALWAYS TRIGGER ssj_log_event_truncate;


--
-- Name: log_event ssj_log_event_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_log_event_update BEFORE UPDATE ON public.log_event FOR EACH ROW EXECUTE FUNCTION public.ssj_log_event_update();

ALTER TABLE public.log_event ENABLE ALWAYS TRIGGER ssj_log_event_update;


--
-- Name: log_head ssj_log_head_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_log_head_delete BEFORE DELETE ON public.log_head FOR EACH ROW EXECUTE FUNCTION public.ssj_log_head_delete();

ALTER TABLE public.log_head ENABLE ALWAYS TRIGGER ssj_log_head_delete;


--
-- Name: log_head ssj_log_head_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_log_head_insert BEFORE INSERT ON public.log_head FOR EACH ROW EXECUTE FUNCTION public.ssj_log_head_insert();

ALTER TABLE public.log_head ENABLE ALWAYS TRIGGER ssj_log_head_insert;


--
-- Name: log_head ssj_log_head_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_log_head_truncate BEFORE TRUNCATE ON public.log_head FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_log_head_truncate();

ALTER TABLE public.log_head ENABLE ALWAYS TRIGGER ssj_log_head_truncate;


--
-- Name: log_head ssj_log_head_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_log_head_update BEFORE UPDATE ON public.log_head FOR EACH ROW EXECUTE FUNCTION public.ssj_log_head_update();

ALTER TABLE public.log_head ENABLE ALWAYS TRIGGER ssj_log_head_update;


--
-- Name: log_manifest ssj_log_manifest_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_log_manifest_delete BEFORE DELETE ON public.log_manifest FOR EACH ROW EXECUTE FUNCTION public.ssj_log_manifest_delete();

ALTER TABLE public.log_manifest ENABLE ALWAYS TRIGGER ssj_log_manifest_delete;


--
-- Name: log_manifest ssj_log_manifest_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_log_manifest_truncate BEFORE TRUNCATE ON public.log_manifest FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_log_manifest_truncate();

ALTER TABLE public.log_manifest ENABLE ALWAYS TRIGGER ssj_log_manifest_truncate;


--
-- Name: log_manifest ssj_log_manifest_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_log_manifest_update BEFORE UPDATE ON public.log_manifest FOR EACH ROW EXECUTE FUNCTION public.ssj_log_manifest_update();

ALTER TABLE public.log_manifest ENABLE ALWAYS TRIGGER ssj_log_manifest_update;


--
-- Name: log_opening ssj_log_opening_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_log_opening_delete BEFORE DELETE ON public.log_opening FOR EACH ROW EXECUTE FUNCTION public.ssj_log_opening_delete();

ALTER TABLE public.log_opening ENABLE ALWAYS TRIGGER ssj_log_opening_delete;


--
-- Name: log_opening ssj_log_opening_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_log_opening_truncate BEFORE TRUNCATE ON public.log_opening FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_log_opening_truncate();

ALTER TABLE public.log_opening ENABLE ALWAYS TRIGGER ssj_log_opening_truncate;


--
-- Name: log_opening ssj_log_opening_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_log_opening_update BEFORE UPDATE ON public.log_opening FOR EACH ROW EXECUTE FUNCTION public.ssj_log_opening_update();

ALTER TABLE public.log_opening ENABLE ALWAYS TRIGGER ssj_log_opening_update;


--
-- Name: paper_record ssj_paper_record_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_paper_record_delete BEFORE DELETE ON public.paper_record FOR EACH ROW EXECUTE FUNCTION public.ssj_paper_record_delete();

ALTER TABLE public.paper_record ENABLE ALWAYS TRIGGER ssj_paper_record_delete;


--
-- Name: paper_record ssj_paper_record_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_paper_record_truncate BEFORE TRUNCATE ON public.paper_record FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_paper_record_truncate();

ALTER TABLE public.paper_record ENABLE ALWAYS TRIGGER ssj_paper_record_truncate;


--
-- Name: paper_record ssj_paper_record_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_paper_record_update BEFORE UPDATE ON public.paper_record FOR EACH ROW EXECUTE FUNCTION public.ssj_paper_record_update();

ALTER TABLE public.paper_record ENABLE ALWAYS TRIGGER ssj_paper_record_update;


--
-- Name: parameter_override ssj_parameter_override_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_parameter_override_delete BEFORE DELETE ON public.parameter_override FOR EACH ROW EXECUTE FUNCTION public.ssj_parameter_override_delete();

ALTER TABLE public.parameter_override ENABLE ALWAYS TRIGGER ssj_parameter_override_delete;


--
-- Name: parameter_override ssj_parameter_override_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_parameter_override_truncate BEFORE TRUNCATE ON public.parameter_override FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_parameter_override_truncate();

ALTER TABLE public.parameter_override ENABLE ALWAYS TRIGGER ssj_parameter_override_truncate;


--
-- Name: parameter_override ssj_parameter_override_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_parameter_override_update BEFORE UPDATE ON public.parameter_override FOR EACH ROW EXECUTE FUNCTION public.ssj_parameter_override_update();

ALTER TABLE public.parameter_override ENABLE ALWAYS TRIGGER ssj_parameter_override_update;


--
-- Name: person ssj_person_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_person_delete BEFORE DELETE ON public.person FOR EACH ROW EXECUTE FUNCTION public.ssj_person_delete();

ALTER TABLE public.person ENABLE ALWAYS TRIGGER ssj_person_delete;


--
-- Name: person ssj_person_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_person_truncate BEFORE TRUNCATE ON public.person FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_person_truncate();

ALTER TABLE public.person ENABLE ALWAYS TRIGGER ssj_person_truncate;


--
-- Name: person ssj_person_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_person_update BEFORE UPDATE ON public.person FOR EACH ROW EXECUTE FUNCTION public.ssj_person_update();

ALTER TABLE public.person ENABLE ALWAYS TRIGGER ssj_person_update;


--
-- Name: post ssj_post_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_post_delete BEFORE DELETE ON public.post FOR EACH ROW EXECUTE FUNCTION public.ssj_post_delete();

ALTER TABLE public.post ENABLE ALWAYS TRIGGER ssj_post_delete;


--
-- Name: post ssj_post_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_post_truncate BEFORE TRUNCATE ON public.post FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_post_truncate();

ALTER TABLE public.post ENABLE ALWAYS TRIGGER ssj_post_truncate;


--
-- Name: post ssj_post_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_post_update BEFORE UPDATE ON public.post FOR EACH ROW EXECUTE FUNCTION public.ssj_post_update();

ALTER TABLE public.post ENABLE ALWAYS TRIGGER ssj_post_update;


--
-- Name: recovery_code ssj_recovery_code_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_recovery_code_delete BEFORE DELETE ON public.recovery_code FOR EACH ROW EXECUTE FUNCTION public.ssj_recovery_code_delete();

ALTER TABLE public.recovery_code ENABLE ALWAYS TRIGGER ssj_recovery_code_delete;


--
-- Name: recovery_code ssj_recovery_code_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_recovery_code_truncate BEFORE TRUNCATE ON public.recovery_code FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_recovery_code_truncate();

ALTER TABLE public.recovery_code ENABLE ALWAYS TRIGGER ssj_recovery_code_truncate;


--
-- Name: recovery_code ssj_recovery_code_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_recovery_code_update BEFORE UPDATE ON public.recovery_code FOR EACH ROW EXECUTE FUNCTION public.ssj_recovery_code_update();

ALTER TABLE public.recovery_code ENABLE ALWAYS TRIGGER ssj_recovery_code_update;


--
-- Name: second_factor ssj_second_factor_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_second_factor_delete BEFORE DELETE ON public.second_factor FOR EACH ROW EXECUTE FUNCTION public.ssj_second_factor_delete();

ALTER TABLE public.second_factor ENABLE ALWAYS TRIGGER ssj_second_factor_delete;


--
-- Name: second_factor ssj_second_factor_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_second_factor_truncate BEFORE TRUNCATE ON public.second_factor FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_second_factor_truncate();

ALTER TABLE public.second_factor ENABLE ALWAYS TRIGGER ssj_second_factor_truncate;


--
-- Name: second_factor ssj_second_factor_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_second_factor_update BEFORE UPDATE ON public.second_factor FOR EACH ROW EXECUTE FUNCTION public.ssj_second_factor_update();

ALTER TABLE public.second_factor ENABLE ALWAYS TRIGGER ssj_second_factor_update;


--
-- Name: section ssj_section_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_section_delete BEFORE DELETE ON public.section FOR EACH ROW EXECUTE FUNCTION public.ssj_section_delete();

ALTER TABLE public.section ENABLE ALWAYS TRIGGER ssj_section_delete;


--
-- Name: section ssj_section_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_section_truncate BEFORE TRUNCATE ON public.section FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_section_truncate();

ALTER TABLE public.section ENABLE ALWAYS TRIGGER ssj_section_truncate;


--
-- Name: section ssj_section_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_section_update BEFORE UPDATE ON public.section FOR EACH ROW EXECUTE FUNCTION public.ssj_section_update();

ALTER TABLE public.section ENABLE ALWAYS TRIGGER ssj_section_update;


--
-- Name: subject_key ssj_subject_key_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_subject_key_delete BEFORE DELETE ON public.subject_key FOR EACH ROW EXECUTE FUNCTION public.ssj_subject_key_delete();

ALTER TABLE public.subject_key ENABLE ALWAYS TRIGGER ssj_subject_key_delete;


--
-- Name: subject_key ssj_subject_key_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_subject_key_truncate BEFORE TRUNCATE ON public.subject_key FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_subject_key_truncate();

ALTER TABLE public.subject_key ENABLE ALWAYS TRIGGER ssj_subject_key_truncate;


--
-- Name: subject_key ssj_subject_key_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_subject_key_update BEFORE UPDATE ON public.subject_key FOR EACH ROW EXECUTE FUNCTION public.ssj_subject_key_update();

ALTER TABLE public.subject_key ENABLE ALWAYS TRIGGER ssj_subject_key_update;


--
-- Name: transition ssj_transition_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_transition_delete BEFORE DELETE ON public.transition FOR EACH ROW EXECUTE FUNCTION public.ssj_transition_delete();

ALTER TABLE public.transition ENABLE ALWAYS TRIGGER ssj_transition_delete;


--
-- Name: transition ssj_transition_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_transition_truncate BEFORE TRUNCATE ON public.transition FOR EACH STATEMENT EXECUTE FUNCTION public.ssj_transition_truncate();

ALTER TABLE public.transition ENABLE ALWAYS TRIGGER ssj_transition_truncate;


--
-- Name: transition ssj_transition_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ssj_transition_update BEFORE UPDATE ON public.transition FOR EACH ROW EXECUTE FUNCTION public.ssj_transition_update();

ALTER TABLE public.transition ENABLE ALWAYS TRIGGER ssj_transition_update;


--
-- Name: account account_event_id_403ab0cf_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_event_id_403ab0cf_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: account account_person_id_4e051576_fk_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_person_id_4e051576_fk_person_id FOREIGN KEY (person_id) REFERENCES public.person(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approval_decision approval_decision_event_id_af59b2e3_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_decision
    ADD CONSTRAINT approval_decision_event_id_af59b2e3_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approval_decision approval_decision_paper_id_5d51ddf0_fk_approval_paper_answer_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_decision
    ADD CONSTRAINT approval_decision_paper_id_5d51ddf0_fk_approval_paper_answer_id FOREIGN KEY (paper_id) REFERENCES public.approval_paper_answer(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approval_decision approval_decision_request_binding_6cc0304e_fk_approval_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_decision
    ADD CONSTRAINT approval_decision_request_binding_6cc0304e_fk_approval_ FOREIGN KEY (request_binding) REFERENCES public.approval_request(binding) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approval_opinion approval_opinion_event_id_eef77a23_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_opinion
    ADD CONSTRAINT approval_opinion_event_id_eef77a23_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approval_opinion approval_opinion_request_id_fdc2c785_fk_approval_request_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_opinion
    ADD CONSTRAINT approval_opinion_request_id_fdc2c785_fk_approval_request_id FOREIGN KEY (request_id) REFERENCES public.approval_request(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approval_paper_answer approval_paper_answe_request_id_822fd8ba_fk_approval_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_paper_answer
    ADD CONSTRAINT approval_paper_answe_request_id_822fd8ba_fk_approval_ FOREIGN KEY (request_id) REFERENCES public.approval_request(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approval_paper_answer approval_paper_answer_event_id_b3413fd4_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_paper_answer
    ADD CONSTRAINT approval_paper_answer_event_id_b3413fd4_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approval_request approval_request_event_id_5ec437e7_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval_request
    ADD CONSTRAINT approval_request_event_id_5ec437e7_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_group_permissions auth_group_permissio_permission_id_84c5c92e_fk_auth_perm; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_group_permissions auth_group_permissions_group_id_b120cbf9_fk_auth_group_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_permission auth_permission_content_type_id_2f476e4b_fk_django_co; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: certificate certificate_event_id_b49bcbf7_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_event_id_b49bcbf7_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: certificate certificate_person_id_51d47523_fk_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_person_id_51d47523_fk_person_id FOREIGN KEY (person_id) REFERENCES public.person(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: department department_event_id_dfd19fae_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.department
    ADD CONSTRAINT department_event_id_dfd19fae_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: department department_parent_id_4044636a_fk_department_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.department
    ADD CONSTRAINT department_parent_id_4044636a_fk_department_id FOREIGN KEY (parent_id) REFERENCES public.department(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: evidence_file evidence_file_event_id_85a6aa46_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.evidence_file
    ADD CONSTRAINT evidence_file_event_id_85a6aa46_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: log_manifest log_manifest_event_id_886a9707_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.log_manifest
    ADD CONSTRAINT log_manifest_event_id_886a9707_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: log_opening log_opening_seq_58497aee_fk_log_event_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.log_opening
    ADD CONSTRAINT log_opening_seq_58497aee_fk_log_event_seq FOREIGN KEY (seq) REFERENCES public.log_event(seq) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: log_opening log_opening_subject_key_id_3b190440_fk_subject_key_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.log_opening
    ADD CONSTRAINT log_opening_subject_key_id_3b190440_fk_subject_key_id FOREIGN KEY (subject_key_id) REFERENCES public.subject_key(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: outbox_message outbox_message_subject_key_id_9390ab2f_fk_subject_key_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outbox_message
    ADD CONSTRAINT outbox_message_subject_key_id_9390ab2f_fk_subject_key_id FOREIGN KEY (subject_key_id) REFERENCES public.subject_key(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: paper_record paper_record_event_id_e78c6d80_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.paper_record
    ADD CONSTRAINT paper_record_event_id_e78c6d80_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: paper_record paper_record_file_id_fb216778_fk_evidence_file_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.paper_record
    ADD CONSTRAINT paper_record_file_id_fb216778_fk_evidence_file_id FOREIGN KEY (file_id) REFERENCES public.evidence_file(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: parameter_override parameter_override_decision_id_e2c8eae2_fk_approval_decision_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.parameter_override
    ADD CONSTRAINT parameter_override_decision_id_e2c8eae2_fk_approval_decision_id FOREIGN KEY (decision_id) REFERENCES public.approval_decision(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: parameter_override parameter_override_event_id_c12622b3_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.parameter_override
    ADD CONSTRAINT parameter_override_event_id_c12622b3_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: password_history password_history_account_id_7c3ca75b_fk_account_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.password_history
    ADD CONSTRAINT password_history_account_id_7c3ca75b_fk_account_id FOREIGN KEY (account_id) REFERENCES public.account(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: person person_department_id_0ce78c65_fk_department_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_department_id_0ce78c65_fk_department_id FOREIGN KEY (department_id) REFERENCES public.department(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: person person_event_id_79b721e2_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_event_id_79b721e2_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: person person_key_id_7ba025f3_fk_subject_key_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_key_id_7ba025f3_fk_subject_key_id FOREIGN KEY (key_id) REFERENCES public.subject_key(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: person person_section_id_1f49fbc1_fk_section_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_section_id_1f49fbc1_fk_section_id FOREIGN KEY (section_id) REFERENCES public.section(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: post post_department_id_c409be23_fk_department_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_department_id_c409be23_fk_department_id FOREIGN KEY (department_id) REFERENCES public.department(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: post post_event_id_578d4dd2_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_event_id_578d4dd2_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: post post_person_id_6c41c65e_fk_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_person_id_6c41c65e_fk_person_id FOREIGN KEY (person_id) REFERENCES public.person(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: post post_section_id_127270e3_fk_section_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_section_id_127270e3_fk_section_id FOREIGN KEY (section_id) REFERENCES public.section(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: post post_standing_218aa9bf_fk_person_standing; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_standing_218aa9bf_fk_person_standing FOREIGN KEY (standing) REFERENCES public.person(standing) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recovery_code recovery_code_event_id_53dc441d_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_event_id_53dc441d_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recovery_code recovery_code_factor_id_b0e27cbb_fk_second_factor_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_factor_id_b0e27cbb_fk_second_factor_id FOREIGN KEY (factor_id) REFERENCES public.second_factor(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: second_factor second_factor_account_id_5d0eb933_fk_account_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_account_id_5d0eb933_fk_account_id FOREIGN KEY (account_id) REFERENCES public.account(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: second_factor second_factor_event_id_26ee22ff_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_event_id_26ee22ff_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: section section_department_id_1566c431_fk_department_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.section
    ADD CONSTRAINT section_department_id_1566c431_fk_department_id FOREIGN KEY (department_id) REFERENCES public.department(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: section section_event_id_f10e2d3b_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.section
    ADD CONSTRAINT section_event_id_f10e2d3b_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: transition transition_event_id_e92416b3_fk_log_event_event_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.transition
    ADD CONSTRAINT transition_event_id_e92416b3_fk_log_event_event_id FOREIGN KEY (event_id) REFERENCES public.log_event(event_id) DEFERRABLE INITIALLY DEFERRED;


--
-- PostgreSQL database dump complete
--


