
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.attachments (
    site_id bigint NOT NULL,
    id bigint NOT NULL,
    issue_id bigint NOT NULL,
    filename text,
    author_id text,
    created_at timestamp with time zone,
    size_bytes bigint,
    mime_type text,
    content_url text
);

CREATE TABLE public.boards (
    site_id bigint NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL,
    board_type text,
    project_id bigint,
    deleted_at timestamp with time zone
);

CREATE TABLE public.changelog_items (
    site_id bigint NOT NULL,
    changelog_id bigint NOT NULL,
    "position" bigint NOT NULL,
    field text NOT NULL,
    field_id text,
    field_type text,
    from_value text,
    from_text text,
    to_value text,
    to_text text
);

CREATE TABLE public.changelogs (
    site_id bigint NOT NULL,
    id bigint NOT NULL,
    issue_id bigint NOT NULL,
    author_id text,
    created_at timestamp with time zone
);

CREATE TABLE public.comments (
    site_id bigint NOT NULL,
    id bigint NOT NULL,
    issue_id bigint NOT NULL,
    author_id text,
    body_text text,
    body jsonb,
    created_at timestamp with time zone,
    updated_at timestamp with time zone,
    visibility text,
    deleted_at timestamp with time zone
);

CREATE TABLE public.components (
    site_id bigint NOT NULL,
    id bigint NOT NULL,
    project_id bigint NOT NULL,
    name text NOT NULL,
    description text,
    lead_id text,
    deleted_at timestamp with time zone
);

CREATE TABLE public.drift_reports (
    site_id bigint NOT NULL,
    project_id bigint NOT NULL,
    project_key text NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    issues bigint NOT NULL,
    missing bigint NOT NULL,
    outdated bigint NOT NULL,
    surplus bigint NOT NULL,
    examples jsonb NOT NULL,
    error_message text,
    pending bigint DEFAULT 0 NOT NULL,
    quarantined bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.fields (
    site_id bigint NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    custom boolean NOT NULL,
    schema_type text,
    schema_custom text,
    deleted_at timestamp with time zone
);

CREATE TABLE public.issue_affected_versions (
    site_id bigint NOT NULL,
    issue_id bigint NOT NULL,
    version_id bigint NOT NULL,
    name text NOT NULL
);

CREATE TABLE public.issue_components (
    site_id bigint NOT NULL,
    issue_id bigint NOT NULL,
    component_id bigint NOT NULL,
    name text NOT NULL
);

CREATE TABLE public.issue_fix_versions (
    site_id bigint NOT NULL,
    issue_id bigint NOT NULL,
    version_id bigint NOT NULL,
    name text NOT NULL
);

CREATE TABLE public.issue_keys (
    site_id bigint NOT NULL,
    issue_id bigint NOT NULL,
    key text NOT NULL,
    current boolean NOT NULL
);

CREATE TABLE public.issue_links (
    site_id bigint NOT NULL,
    id bigint NOT NULL,
    issue_id bigint NOT NULL,
    link_type text NOT NULL,
    direction text NOT NULL,
    linked_issue_id bigint,
    linked_issue_key text,
    link_type_id text
);

CREATE TABLE public.issue_people (
    site_id bigint NOT NULL,
    issue_id bigint NOT NULL,
    user_id text NOT NULL
);

CREATE TABLE public.issue_sprints (
    site_id bigint NOT NULL,
    issue_id bigint NOT NULL,
    sprint_id bigint NOT NULL,
    name text NOT NULL
);

CREATE TABLE public.issues (
    site_id bigint NOT NULL,
    id bigint NOT NULL,
    key text NOT NULL,
    project_id bigint NOT NULL,
    project_key text NOT NULL,
    issue_type_id text,
    issue_type text,
    status_id text,
    status text,
    status_category text,
    priority text,
    resolution text,
    summary text,
    description_text text,
    assignee_id text,
    reporter_id text,
    creator_id text,
    parent_id bigint,
    parent_key text,
    labels jsonb NOT NULL,
    created_at timestamp with time zone,
    updated_at timestamp with time zone,
    resolved_at timestamp with time zone,
    due_date date,
    original_estimate_seconds bigint,
    remaining_estimate_seconds bigint,
    time_spent_seconds bigint,
    story_points double precision,
    custom_fields jsonb NOT NULL,
    deleted_at timestamp with time zone,
    deletion_kind text,
    synced_at timestamp with time zone NOT NULL,
    content_hash bigint NOT NULL,
    remote_links_stale boolean DEFAULT true NOT NULL,
    stale boolean DEFAULT false NOT NULL,
    priority_id text,
    resolution_id text
);

CREATE VIEW public.issue_status_periods AS
 WITH changes AS (
         SELECT c.site_id,
            c.issue_id,
            c.id AS changelog_id,
            c.created_at AS at,
            i.from_text,
            i.to_text
           FROM (public.changelogs c
             JOIN public.changelog_items i ON (((i.site_id = c.site_id) AND (i.changelog_id = c.id))))
          WHERE (i.field = 'status'::text)
        ), starts AS (
         SELECT changes.site_id,
            changes.issue_id,
            changes.to_text AS status,
            changes.at AS from_at,
            changes.changelog_id AS "position"
           FROM changes
        UNION ALL
         SELECT issues.site_id,
            issues.id,
            COALESCE(( SELECT changes.from_text
                   FROM changes
                  WHERE ((changes.site_id = issues.site_id) AND (changes.issue_id = issues.id))
                  ORDER BY changes.at, changes.changelog_id
                 LIMIT 1), issues.status) AS "coalesce",
            issues.created_at,
            0
           FROM public.issues
        ), periods AS (
         SELECT starts.site_id,
            starts.issue_id,
            starts.status,
            starts.from_at,
            lead(starts.from_at) OVER (PARTITION BY starts.site_id, starts.issue_id ORDER BY starts.from_at, starts."position") AS to_at
           FROM starts
        )
 SELECT periods.site_id,
    periods.issue_id,
    periods.status,
    periods.from_at,
    periods.to_at,
    (EXTRACT(epoch FROM (COALESCE(periods.to_at, now()) - periods.from_at)))::double precision AS seconds
   FROM periods;

CREATE TABLE public.issue_types (
    site_id bigint NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    subtask boolean NOT NULL,
    hierarchy_level bigint,
    description text,
    deleted_at timestamp with time zone
);

CREATE TABLE public.link_types (
    site_id bigint NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    inward text,
    outward text,
    deleted_at timestamp with time zone
);

CREATE TABLE public.sites (
    id bigint NOT NULL,
    name text NOT NULL,
    base_url text NOT NULL,
    edition text,
    enabled boolean DEFAULT true NOT NULL,
    connected boolean,
    error_message text,
    last_contact_at timestamp with time zone,
    last_synced_at timestamp with time zone,
    retired_at timestamp with time zone,
    identity jsonb,
    doubt text,
    doubt_message text
);

CREATE VIEW public.live_boards AS
 SELECT boards.site_id,
    boards.id,
    boards.name,
    boards.board_type,
    boards.project_id,
    boards.deleted_at
   FROM public.boards
  WHERE ((boards.deleted_at IS NULL) AND (NOT (boards.site_id IN ( SELECT sites.id
           FROM public.sites
          WHERE (sites.retired_at IS NOT NULL)))));

CREATE VIEW public.live_comments AS
 SELECT comments.site_id,
    comments.id,
    comments.issue_id,
    comments.author_id,
    comments.body_text,
    comments.body,
    comments.created_at,
    comments.updated_at,
    comments.visibility,
    comments.deleted_at
   FROM public.comments
  WHERE ((comments.deleted_at IS NULL) AND (NOT (comments.site_id IN ( SELECT sites.id
           FROM public.sites
          WHERE (sites.retired_at IS NOT NULL)))));

CREATE VIEW public.live_components AS
 SELECT components.site_id,
    components.id,
    components.project_id,
    components.name,
    components.description,
    components.lead_id,
    components.deleted_at
   FROM public.components
  WHERE ((components.deleted_at IS NULL) AND (NOT (components.site_id IN ( SELECT sites.id
           FROM public.sites
          WHERE (sites.retired_at IS NOT NULL)))));

CREATE VIEW public.live_fields AS
 SELECT fields.site_id,
    fields.id,
    fields.name,
    fields.custom,
    fields.schema_type,
    fields.schema_custom,
    fields.deleted_at
   FROM public.fields
  WHERE ((fields.deleted_at IS NULL) AND (NOT (fields.site_id IN ( SELECT sites.id
           FROM public.sites
          WHERE (sites.retired_at IS NOT NULL)))));

CREATE VIEW public.live_issue_types AS
 SELECT issue_types.site_id,
    issue_types.id,
    issue_types.name,
    issue_types.subtask,
    issue_types.hierarchy_level,
    issue_types.description,
    issue_types.deleted_at
   FROM public.issue_types
  WHERE ((issue_types.deleted_at IS NULL) AND (NOT (issue_types.site_id IN ( SELECT sites.id
           FROM public.sites
          WHERE (sites.retired_at IS NOT NULL)))));

CREATE VIEW public.live_issues AS
 SELECT issues.site_id,
    issues.id,
    issues.key,
    issues.project_id,
    issues.project_key,
    issues.issue_type_id,
    issues.issue_type,
    issues.status_id,
    issues.status,
    issues.status_category,
    issues.priority,
    issues.resolution,
    issues.summary,
    issues.description_text,
    issues.assignee_id,
    issues.reporter_id,
    issues.creator_id,
    issues.parent_id,
    issues.parent_key,
    issues.labels,
    issues.created_at,
    issues.updated_at,
    issues.resolved_at,
    issues.due_date,
    issues.original_estimate_seconds,
    issues.remaining_estimate_seconds,
    issues.time_spent_seconds,
    issues.story_points,
    issues.custom_fields,
    issues.deleted_at,
    issues.deletion_kind,
    issues.synced_at,
    issues.content_hash,
    issues.remote_links_stale,
    issues.stale,
    issues.priority_id,
    issues.resolution_id
   FROM public.issues
  WHERE ((issues.deleted_at IS NULL) AND (NOT (issues.site_id IN ( SELECT sites.id
           FROM public.sites
          WHERE (sites.retired_at IS NOT NULL)))));

CREATE VIEW public.live_link_types AS
 SELECT link_types.site_id,
    link_types.id,
    link_types.name,
    link_types.inward,
    link_types.outward,
    link_types.deleted_at
   FROM public.link_types
  WHERE ((link_types.deleted_at IS NULL) AND (NOT (link_types.site_id IN ( SELECT sites.id
           FROM public.sites
          WHERE (sites.retired_at IS NOT NULL)))));

CREATE TABLE public.priorities (
    site_id bigint NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    description text,
    deleted_at timestamp with time zone
);

CREATE VIEW public.live_priorities AS
 SELECT priorities.site_id,
    priorities.id,
    priorities.name,
    priorities.description,
    priorities.deleted_at
   FROM public.priorities
  WHERE ((priorities.deleted_at IS NULL) AND (NOT (priorities.site_id IN ( SELECT sites.id
           FROM public.sites
          WHERE (sites.retired_at IS NOT NULL)))));

CREATE TABLE public.projects (
    site_id bigint NOT NULL,
    id bigint NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    project_type text,
    lead_id text,
    category text,
    state text DEFAULT 'live'::text NOT NULL,
    deleted_at timestamp with time zone
);

CREATE VIEW public.live_projects AS
 SELECT projects.site_id,
    projects.id,
    projects.key,
    projects.name,
    projects.project_type,
    projects.lead_id,
    projects.category,
    projects.state,
    projects.deleted_at
   FROM public.projects
  WHERE ((projects.deleted_at IS NULL) AND (NOT (projects.site_id IN ( SELECT sites.id
           FROM public.sites
          WHERE (sites.retired_at IS NOT NULL)))));

CREATE TABLE public.resolutions (
    site_id bigint NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    description text,
    deleted_at timestamp with time zone
);

CREATE VIEW public.live_resolutions AS
 SELECT resolutions.site_id,
    resolutions.id,
    resolutions.name,
    resolutions.description,
    resolutions.deleted_at
   FROM public.resolutions
  WHERE ((resolutions.deleted_at IS NULL) AND (NOT (resolutions.site_id IN ( SELECT sites.id
           FROM public.sites
          WHERE (sites.retired_at IS NOT NULL)))));

CREATE TABLE public.sprints (
    site_id bigint NOT NULL,
    id bigint NOT NULL,
    board_id bigint,
    name text NOT NULL,
    state text,
    goal text,
    start_at timestamp with time zone,
    end_at timestamp with time zone,
    completed_at timestamp with time zone,
    deleted_at timestamp with time zone
);

CREATE VIEW public.live_sprints AS
 SELECT sprints.site_id,
    sprints.id,
    sprints.board_id,
    sprints.name,
    sprints.state,
    sprints.goal,
    sprints.start_at,
    sprints.end_at,
    sprints.completed_at,
    sprints.deleted_at
   FROM public.sprints
  WHERE ((sprints.deleted_at IS NULL) AND (NOT (sprints.site_id IN ( SELECT sites.id
           FROM public.sites
          WHERE (sites.retired_at IS NOT NULL)))));

CREATE TABLE public.statuses (
    site_id bigint NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    category text,
    deleted_at timestamp with time zone
);

CREATE VIEW public.live_statuses AS
 SELECT statuses.site_id,
    statuses.id,
    statuses.name,
    statuses.category,
    statuses.deleted_at
   FROM public.statuses
  WHERE ((statuses.deleted_at IS NULL) AND (NOT (statuses.site_id IN ( SELECT sites.id
           FROM public.sites
          WHERE (sites.retired_at IS NOT NULL)))));

CREATE TABLE public.versions (
    site_id bigint NOT NULL,
    id bigint NOT NULL,
    project_id bigint NOT NULL,
    name text NOT NULL,
    description text,
    released boolean NOT NULL,
    archived boolean NOT NULL,
    start_date date,
    release_date date,
    deleted_at timestamp with time zone
);

CREATE VIEW public.live_versions AS
 SELECT versions.site_id,
    versions.id,
    versions.project_id,
    versions.name,
    versions.description,
    versions.released,
    versions.archived,
    versions.start_date,
    versions.release_date,
    versions.deleted_at
   FROM public.versions
  WHERE ((versions.deleted_at IS NULL) AND (NOT (versions.site_id IN ( SELECT sites.id
           FROM public.sites
          WHERE (sites.retired_at IS NOT NULL)))));

CREATE TABLE public.worklogs (
    site_id bigint NOT NULL,
    id bigint NOT NULL,
    issue_id bigint NOT NULL,
    author_id text,
    started_at timestamp with time zone,
    time_spent_seconds bigint,
    comment_text text,
    created_at timestamp with time zone,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone
);

CREATE VIEW public.live_worklogs AS
 SELECT worklogs.site_id,
    worklogs.id,
    worklogs.issue_id,
    worklogs.author_id,
    worklogs.started_at,
    worklogs.time_spent_seconds,
    worklogs.comment_text,
    worklogs.created_at,
    worklogs.updated_at,
    worklogs.deleted_at
   FROM public.worklogs
  WHERE ((worklogs.deleted_at IS NULL) AND (NOT (worklogs.site_id IN ( SELECT sites.id
           FROM public.sites
          WHERE (sites.retired_at IS NOT NULL)))));

CREATE TABLE public.one_sided_links (
    site_id bigint NOT NULL,
    id bigint NOT NULL,
    issue_id bigint NOT NULL
);

CREATE TABLE public.project_losses (
    site_id bigint NOT NULL,
    project_id bigint NOT NULL,
    began_at timestamp with time zone NOT NULL,
    marked bigint NOT NULL,
    accepted bigint NOT NULL,
    settled boolean NOT NULL
);

CREATE TABLE public.project_sync_state (
    site_id bigint NOT NULL,
    project_id bigint NOT NULL,
    watermark_ms bigint NOT NULL,
    read_at timestamp with time zone,
    read_from_ms bigint,
    listed_whole boolean DEFAULT false NOT NULL
);

CREATE TABLE public.quarantined_issues (
    site_id bigint NOT NULL,
    project_id bigint NOT NULL,
    document_key text NOT NULL,
    issue_id bigint,
    document jsonb NOT NULL,
    reason text NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    attempts bigint DEFAULT 1 NOT NULL
);

CREATE TABLE public.refetches (
    site_id bigint NOT NULL,
    issue_id bigint NOT NULL,
    deleted boolean DEFAULT false NOT NULL,
    asks bigint DEFAULT 1 NOT NULL,
    asked_at timestamp with time zone NOT NULL
);

CREATE TABLE public.remote_links (
    site_id bigint NOT NULL,
    id bigint NOT NULL,
    issue_id bigint NOT NULL,
    global_id text,
    relationship text,
    title text,
    url text,
    application text
);

CREATE TABLE public.schedule_decisions (
    id bigint NOT NULL,
    schedule_id bigint NOT NULL,
    first_slot timestamp with time zone NOT NULL,
    last_slot timestamp with time zone NOT NULL,
    slots bigint NOT NULL,
    reason text NOT NULL,
    run_id text,
    decided_at timestamp with time zone NOT NULL
);

ALTER TABLE public.schedule_decisions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.schedule_decisions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.schedules (
    id bigint NOT NULL,
    name text NOT NULL,
    enabled boolean NOT NULL,
    interval_seconds bigint NOT NULL,
    min_gap_seconds bigint DEFAULT 60 NOT NULL,
    next_due timestamp with time zone,
    updated_at timestamp with time zone NOT NULL
);

ALTER TABLE public.schedules ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.schedules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.seaql_migrations (
    version character varying NOT NULL,
    applied_at bigint NOT NULL
);

CREATE TABLE public.settings (
    name text NOT NULL,
    value jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

CREATE TABLE public.site_cursors (
    site_id bigint NOT NULL,
    feed text NOT NULL,
    at_ms bigint NOT NULL
);

CREATE TABLE public.site_pauses (
    site_id bigint NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    attempts bigint NOT NULL,
    settings text
);

ALTER TABLE public.sites ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sites_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sync_run_metrics (
    id bigint NOT NULL,
    run_id text NOT NULL,
    name text NOT NULL,
    value double precision NOT NULL,
    unit text NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE public.sync_run_metrics ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sync_run_metrics_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sync_run_projects (
    run_id text NOT NULL,
    site_id bigint NOT NULL,
    project_key text NOT NULL,
    instance text NOT NULL,
    status text NOT NULL,
    start_time timestamp with time zone,
    end_time timestamp with time zone,
    issues_total bigint,
    issues_processed bigint DEFAULT 0 NOT NULL,
    issues_created bigint DEFAULT 0 NOT NULL,
    issues_updated bigint DEFAULT 0 NOT NULL,
    issues_failed bigint DEFAULT 0 NOT NULL,
    error_message text,
    retry_count bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.sync_run_warnings (
    run_id text NOT NULL,
    site_id bigint NOT NULL,
    project_key text NOT NULL,
    path text NOT NULL,
    problem text NOT NULL,
    example_issue text NOT NULL,
    count bigint NOT NULL
);

CREATE TABLE public.sync_runs (
    id text NOT NULL,
    scope text DEFAULT 'all'::text NOT NULL,
    sync_type text NOT NULL,
    initiated_by text NOT NULL,
    mode text NOT NULL,
    status text NOT NULL,
    schedule_id bigint,
    slot timestamp with time zone,
    started_at timestamp with time zone NOT NULL,
    completed_at timestamp with time zone,
    total_projects bigint DEFAULT 0 NOT NULL,
    successful_projects bigint DEFAULT 0 NOT NULL,
    failed_projects bigint DEFAULT 0 NOT NULL,
    total_issues bigint DEFAULT 0 NOT NULL,
    issues_expected bigint DEFAULT 0 NOT NULL,
    issues_created bigint DEFAULT 0 NOT NULL,
    issues_updated bigint DEFAULT 0 NOT NULL,
    issues_failed bigint DEFAULT 0 NOT NULL,
    error_message text,
    settings jsonb,
    current_project text,
    waiting jsonb,
    progress_at timestamp with time zone,
    holder text NOT NULL,
    fence bigint DEFAULT 1 NOT NULL,
    lease_until timestamp with time zone NOT NULL,
    pages bigint DEFAULT 0 NOT NULL,
    selection jsonb
);

CREATE TABLE public.users (
    site_id bigint NOT NULL,
    id text NOT NULL,
    display_name text,
    email text,
    active boolean,
    time_zone text,
    account_type text,
    listed bigint DEFAULT 0 NOT NULL,
    shown_by bigint,
    changed boolean DEFAULT false NOT NULL
);

INSERT INTO public.boards VALUES (1, 1, 'ORB board', 'scrum', 10000, NULL);
INSERT INTO public.boards VALUES (1, 2, 'PAY board', 'kanban', 10001, NULL);

INSERT INTO public.changelog_items VALUES (1, 10000, 0, 'Link', NULL, 'jira', NULL, NULL, 'PAY-1', 'This issue relates to PAY-1');
INSERT INTO public.changelog_items VALUES (1, 10001, 0, 'labels', 'labels', 'jira', NULL, '', NULL, 'needs-design');
INSERT INTO public.changelog_items VALUES (1, 10003, 0, 'priority', 'priority', 'jira', '1', 'Highest', '4', 'Low');
INSERT INTO public.changelog_items VALUES (1, 10004, 0, 'Sprint', 'customfield_10020', 'custom', '122', 'Sprint 23', '121', 'Sprint 22');
INSERT INTO public.changelog_items VALUES (1, 10006, 0, 'labels', 'labels', 'jira', NULL, 'needs-design', NULL, 'needs-design frontend');
INSERT INTO public.changelog_items VALUES (1, 10007, 0, 'status', 'status', 'jira', '10000', 'To Do', '3', 'In Progress');
INSERT INTO public.changelog_items VALUES (1, 10513, 0, 'status', 'status', 'jira', '3', 'In Progress', '10003', 'Blocked');
INSERT INTO public.changelog_items VALUES (1, 11024, 0, 'summary', 'summary', 'jira', NULL, 'The customer reported this twice last week.', NULL, 'Works on staging, fails in production.');
INSERT INTO public.changelog_items VALUES (1, 11026, 0, 'summary', 'summary', 'jira', NULL, 'お客様に確認してください。', NULL, 'Let us measure before we change anything.');
INSERT INTO public.changelog_items VALUES (1, 11027, 0, 'description', 'description', 'jira', NULL, 'Voilà, c''est réparé 🎉', NULL, 'It happens only when two tabs are open.');
INSERT INTO public.changelog_items VALUES (1, 11029, 0, 'summary', 'summary', 'jira', NULL, 'Let us measure before we change anything.', NULL, 'The customer reported this twice last week.');
INSERT INTO public.changelog_items VALUES (1, 11029, 1, 'Rank', 'customfield_10019', 'custom', '', '', '', 'Ranked lower');
INSERT INTO public.changelog_items VALUES (1, 11030, 0, 'status', 'status', 'jira', '10000', 'To Do', '3', 'In Progress');
INSERT INTO public.changelog_items VALUES (1, 11536, 0, 'description', 'description', 'jira', NULL, 'Let us measure before we change anything.', NULL, 'Please check with the people in support before closing.');
INSERT INTO public.changelog_items VALUES (1, 11537, 0, 'Link', NULL, 'jira', NULL, NULL, 'PAY-1', 'This issue relates to PAY-1');
INSERT INTO public.changelog_items VALUES (1, 11539, 0, 'status', 'status', 'jira', '10000', 'To Do', '3', 'In Progress');
INSERT INTO public.changelog_items VALUES (1, 11540, 0, 'labels', 'labels', 'jira', NULL, '', NULL, 'docs');
INSERT INTO public.changelog_items VALUES (1, 11542, 0, 'status', 'status', 'jira', '3', 'In Progress', '10003', 'Blocked');
INSERT INTO public.changelog_items VALUES (1, 10256, 0, 'status', 'status', 'jira', '10000', 'To Do', '3', 'In Progress');
INSERT INTO public.changelog_items VALUES (1, 10768, 0, 'status', 'status', 'jira', '10000', 'To Do', '3', 'In Progress');
INSERT INTO public.changelog_items VALUES (1, 10769, 0, 'status', 'status', 'jira', '3', 'In Progress', '10001', 'In Review');
INSERT INTO public.changelog_items VALUES (1, 10771, 0, 'status', 'status', 'jira', '10002', 'Done', '6', 'Closed');
INSERT INTO public.changelog_items VALUES (1, 10771, 1, 'resolution', 'resolution', 'jira', NULL, NULL, '10000', 'Done');
INSERT INTO public.changelog_items VALUES (1, 11281, 0, 'summary', 'summary', 'jira', NULL, 'I''d rather not touch this before Friday.', NULL, 'Nobody has seen it since the last deploy.');
INSERT INTO public.changelog_items VALUES (1, 11282, 0, 'labels', 'labels', 'jira', NULL, '', NULL, 'customer-reported');
INSERT INTO public.changelog_items VALUES (1, 11284, 0, 'labels', 'labels', 'jira', NULL, 'customer-reported tech-debt', NULL, 'customer-reported tech-debt tech-debt');
INSERT INTO public.changelog_items VALUES (1, 11792, 0, 'labels', 'labels', 'jira', NULL, '', NULL, 'quick-win');
INSERT INTO public.changelog_items VALUES (1, 11794, 0, 'Story Points', 'customfield_10028', 'custom', NULL, '1', NULL, '6');
INSERT INTO public.changelog_items VALUES (1, 11795, 0, 'labels', 'labels', 'jira', NULL, 'quick-win', NULL, 'quick-win performance');
INSERT INTO public.changelog_items VALUES (1, 11797, 0, 'description', 'description', 'jira', NULL, 'The customer reported this twice last week.', NULL, 'Please check with the people in support before closing.');
INSERT INTO public.changelog_items VALUES (1, 11797, 1, 'Rank', 'customfield_10019', 'custom', '', '', '', 'Ranked lower');
INSERT INTO public.changelog_items VALUES (1, 11798, 0, 'status', 'status', 'jira', '10000', 'To Do', '3', 'In Progress');

INSERT INTO public.changelogs VALUES (1, 10000, 100000, '5b1bbfae3bd84d3cbf5e8be8', '2024-12-04 00:49:12.75+00');
INSERT INTO public.changelogs VALUES (1, 10001, 100000, '5b1360da943a68e3fe894965', '2025-03-07 01:59:19.5+00');
INSERT INTO public.changelogs VALUES (1, 10003, 100000, '5b1b90799ae6211e7ee512ee', '2025-09-09 04:19:33+00');
INSERT INTO public.changelogs VALUES (1, 10004, 100000, '5b1ab1cf5c5567bfd340e050', '2025-12-11 05:29:39.75+00');
INSERT INTO public.changelogs VALUES (1, 10006, 100000, '5b165d02af892d7a8aaaf088', '2026-06-15 07:49:53.25+00');
INSERT INTO public.changelogs VALUES (1, 10007, 100000, '557058:db987f31-e266-4190-81d8-554ad84c009e', '2026-09-16 09:00:00+00');
INSERT INTO public.changelogs VALUES (1, 10513, 100002, '5b139e74a5e21dd2eba0d178', '2024-11-01 00:00:00+00');
INSERT INTO public.changelogs VALUES (1, 11024, 100004, '5b1f2e1bd6287474cb36f1a9', '2024-11-08 01:03:55.285+00');
INSERT INTO public.changelogs VALUES (1, 11026, 100004, '5b13cdab02ba54da5cf77eda', '2025-02-20 03:42:36.857+00');
INSERT INTO public.changelogs VALUES (1, 11027, 100004, '5b1360da943a68e3fe894965', '2025-04-13 05:01:57.642+00');
INSERT INTO public.changelogs VALUES (1, 11029, 100004, '5b1ab1cf5c5567bfd340e050', '2025-07-26 07:40:39.214+00');
INSERT INTO public.changelogs VALUES (1, 11030, 100004, '5b165d02af892d7a8aaaf088', '2025-09-16 09:00:00+00');
INSERT INTO public.changelogs VALUES (1, 11536, 100006, '5b10d3604920f3e1f704b64b', '2024-12-17 01:31:58.928+00');
INSERT INTO public.changelogs VALUES (1, 11537, 100006, '5b16735a657adc5a6c9617fb', '2025-03-10 15:16:39.107+00');
INSERT INTO public.changelogs VALUES (1, 11539, 100006, '5b139e74a5e21dd2eba0d178', '2025-08-24 18:45:59.464+00');
INSERT INTO public.changelogs VALUES (1, 11540, 100006, '5b13cdab02ba54da5cf77eda', '2025-11-16 08:30:39.642+00');
INSERT INTO public.changelogs VALUES (1, 11542, 100006, '557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9', '2026-05-02 12:00:00+00');
INSERT INTO public.changelogs VALUES (1, 10256, 100001, '5b110c9c927cd6f7286bd261', '2025-09-09 04:19:25.04+00');
INSERT INTO public.changelogs VALUES (1, 10768, 100003, '557058:dd50574a-7e04-4417-8513-1c86592732a6', '2024-09-22 14:46:14.748+00');
INSERT INTO public.changelogs VALUES (1, 10769, 100003, '557058:0d94a724-c6d0-447b-8450-182522ee7428', '2024-10-05 17:50:47.165+00');
INSERT INTO public.changelogs VALUES (1, 10771, 100003, '5b138e1827d003fc1d918a7c', '2024-10-31 23:59:52+00');
INSERT INTO public.changelogs VALUES (1, 11281, 100005, '5b1286fd28d4ec490351bd64', '2025-02-09 17:50:36.748+00');
INSERT INTO public.changelogs VALUES (1, 11282, 100005, '557058:16b6d61e-c8f5-4d04-8437-97ff9073c2da', '2025-04-23 14:53:41.832+00');
INSERT INTO public.changelogs VALUES (1, 11284, 100005, '5b139e74a5e21dd2eba0d178', '2025-09-16 08:59:52+00');
INSERT INTO public.changelogs VALUES (1, 11792, 100007, '557058:db987f31-e266-4190-81d8-554ad84c009e', '2024-12-17 01:31:50.998+00');
INSERT INTO public.changelogs VALUES (1, 11794, 100007, '5b1360da943a68e3fe894965', '2025-06-02 05:01:11.332+00');
INSERT INTO public.changelogs VALUES (1, 11795, 100007, '557058:db987f31-e266-4190-81d8-554ad84c009e', '2025-08-24 18:45:51.499+00');
INSERT INTO public.changelogs VALUES (1, 11797, 100007, '5b19e2a09c6abb0777f72c23', '2026-02-07 22:15:11.833+00');
INSERT INTO public.changelogs VALUES (1, 11798, 100007, '5b11f0d22062ae004c6c9e94', '2026-05-02 11:59:52+00');

INSERT INTO public.comments VALUES (1, 10512, 100002, '5b138e1827d003fc1d918a7c', 'The query takes 4.2 s at the 95th percentile. 👀', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "The query takes 4.2 s at the 95th percentile.", "type": "text"}, {"text": " ", "type": "text"}, {"type": "emoji", "attrs": {"id": "eyes", "text": "👀", "shortName": ":eyes:"}}]}], "version": 1}', '2024-09-09 11:41:50.25+00', '2024-09-09 11:41:50.25+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11028, 100004, '557058:dd50574a-7e04-4417-8513-1c86592732a6', 'Voilà, c''est réparé 🎉 See the dashboard (https://example.com/d?id=1&x=%C3%BC).', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "Voilà, c''est réparé 🎉", "type": "text"}, {"text": " See ", "type": "text"}, {"text": "the dashboard", "type": "text", "marks": [{"type": "link", "attrs": {"href": "https://example.com/d?id=1&x=%C3%BC"}}]}, {"text": ".", "type": "text"}]}], "version": 1}', '2024-10-27 11:26:17.333+00', '2024-10-27 11:26:17.333+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11040, 100004, '5b1286fd28d4ec490351bd64', 'The customer reported this twice last week. See the dashboard (https://example.com/d?id=1&x=%C3%BC).', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "The customer reported this twice last week.", "type": "text"}, {"text": " See ", "type": "text"}, {"text": "the dashboard", "type": "text", "marks": [{"type": "link", "attrs": {"href": "https://example.com/d?id=1&x=%C3%BC"}}]}, {"text": ".", "type": "text"}]}], "version": 1}', '2025-02-25 22:31:25.833+00', '2025-02-25 22:31:25.833+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11052, 100004, '5b19e2a09c6abb0777f72c23', 'Works on staging, fails in production.', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "Works on staging, fails in production.", "type": "text"}]}], "version": 1}', '2025-06-27 09:36:34.333+00', '2025-06-27 09:36:34.333+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11544, 100006, '557058:16b6d61e-c8f5-4d04-8437-97ff9073c2da', 'Voilà, c''est réparé 🎉', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "Voilà, c''est réparé 🎉", "type": "text"}]}], "version": 1}', '2024-11-02 11:48:09.5+00', '2024-11-02 11:48:09.5+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11556, 100006, '5b1ab1cf5c5567bfd340e050', 'Die Ursache liegt vermutlich im Zwischenspeicher. 🐛', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "Die Ursache liegt vermutlich im Zwischenspeicher.", "type": "text"}, {"text": " ", "type": "text"}, {"type": "emoji", "attrs": {"id": "bug", "text": "🐛", "shortName": ":bug:"}}]}], "version": 1}', '2024-12-30 23:49:25.625+00', '2024-12-31 00:49:25.625+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11568, 100006, '5b110c9c927cd6f7286bd261', 'C:\temp\logs hold the traces, see line 42. See the dashboard (https://example.com/d?id=1&x=%C3%BC).
This blocks the release.
Works on staging, fails in production.', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "C:\\temp\\logs hold the traces, see line 42.", "type": "text"}, {"text": " See ", "type": "text"}, {"text": "the dashboard", "type": "text", "marks": [{"type": "link", "attrs": {"href": "https://example.com/d?id=1&x=%C3%BC"}}]}, {"text": ".", "type": "text"}]}, {"type": "blockquote", "content": [{"type": "paragraph", "content": [{"text": "This blocks the release.", "type": "text"}]}]}, {"type": "paragraph", "content": [{"text": "Works on staging, fails in production.", "type": "text"}]}], "version": 1}', '2025-02-27 11:50:41.75+00', '2025-02-27 11:50:41.75+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11580, 100006, '557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9', 'Die Ursache liegt vermutlich im Zwischenspeicher. See the dashboard (https://example.com/d?id=1&x=%C3%BC).
The customer reported this twice last week.
Please check with the people in support before closing.', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "Die Ursache liegt vermutlich im Zwischenspeicher.", "type": "text"}, {"text": " See ", "type": "text"}, {"text": "the dashboard", "type": "text", "marks": [{"type": "link", "attrs": {"href": "https://example.com/d?id=1&x=%C3%BC"}}]}, {"text": ".", "type": "text"}]}, {"type": "blockquote", "content": [{"type": "paragraph", "content": [{"text": "The customer reported this twice last week.", "type": "text"}]}]}, {"type": "paragraph", "content": [{"text": "Please check with the people in support before closing.", "type": "text"}]}], "version": 1}', '2025-04-26 23:51:57.875+00', '2025-04-27 00:51:57.875+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11592, 100006, '5b1a647e7bf248679aedcaf8', 'Please check with the people in support before closing.', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "Please check with the people in support before closing.", "type": "text"}]}], "version": 1}', '2025-06-24 11:53:14+00', '2025-06-24 11:53:14+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11604, 100006, '5b1fb42ac674889b2faf66e3', 'Die Ursache liegt vermutlich im Zwischenspeicher. See the dashboard (https://example.com/d?id=1&x=%C3%BC).
The query takes 4.2 s at the 95th percentile.
Works on staging, fails in production.', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "Die Ursache liegt vermutlich im Zwischenspeicher.", "type": "text"}, {"text": " See ", "type": "text"}, {"text": "the dashboard", "type": "text", "marks": [{"type": "link", "attrs": {"href": "https://example.com/d?id=1&x=%C3%BC"}}]}, {"text": ".", "type": "text"}]}, {"type": "blockquote", "content": [{"type": "paragraph", "content": [{"text": "The query takes 4.2 s at the 95th percentile.", "type": "text"}]}]}, {"type": "paragraph", "content": [{"text": "Works on staging, fails in production.", "type": "text"}]}], "version": 1}', '2025-08-21 23:54:30.125+00', '2025-08-21 23:54:30.125+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11616, 100006, '557058:9ff3995b-6bf5-46c3-835f-fc089c91d3dd', 'お客様に確認してください。 See the dashboard (https://example.com/d?id=1&x=%C3%BC).
Let us measure before we change anything.
It happens only when two tabs are open.', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "お客様に確認してください。", "type": "text"}, {"text": " See ", "type": "text"}, {"text": "the dashboard", "type": "text", "marks": [{"type": "link", "attrs": {"href": "https://example.com/d?id=1&x=%C3%BC"}}]}, {"text": ".", "type": "text"}]}, {"type": "blockquote", "content": [{"type": "paragraph", "content": [{"text": "Let us measure before we change anything.", "type": "text"}]}]}, {"type": "paragraph", "content": [{"text": "It happens only when two tabs are open.", "type": "text"}]}], "version": 1}', '2025-10-19 11:55:46.25+00', '2025-10-19 11:55:46.25+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11628, 100006, '5b1a647e7bf248679aedcaf8', 'お客様に確認してください。', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "お客様に確認してください。", "type": "text"}]}], "version": 1}', '2025-12-16 23:57:02.375+00', '2025-12-16 23:57:02.375+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11640, 100006, '557058:9b7cbf32-981a-42e6-8582-8e3bb74643db', 'The numbers in the report do not add up.
Works on staging, fails in production.
Works on staging, fails in production.', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "The numbers in the report do not add up.", "type": "text"}]}, {"type": "blockquote", "content": [{"type": "paragraph", "content": [{"text": "Works on staging, fails in production.", "type": "text"}]}]}, {"type": "paragraph", "content": [{"text": "Works on staging, fails in production.", "type": "text"}]}], "version": 1}', '2026-02-13 11:58:18.5+00', '2026-02-13 11:58:18.5+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11652, 100006, '5b1ab1cf5c5567bfd340e050', 'The query takes 4.2 s at the 95th percentile.', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "The query takes 4.2 s at the 95th percentile.", "type": "text"}]}], "version": 1}', '2026-04-12 23:59:34.625+00', '2026-04-12 23:59:34.625+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11280, 100005, '557058:16b6d61e-c8f5-4d04-8437-97ff9073c2da', 'Let us measure before we change anything. See the dashboard (https://example.com/d?id=1&x=%C3%BC).', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "Let us measure before we change anything.", "type": "text"}, {"text": " See ", "type": "text"}, {"text": "the dashboard", "type": "text", "marks": [{"type": "link", "attrs": {"href": "https://example.com/d?id=1&x=%C3%BC"}}]}, {"text": ".", "type": "text"}]}], "version": 1}', '2024-09-16 23:44:26.581+00', '2024-09-16 23:44:26.581+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11292, 100005, '5b1ab1cf5c5567bfd340e050', 'お客様に確認してください。', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "お客様に確認してください。", "type": "text"}]}], "version": 1}', '2025-01-04 07:19:04.206+00', '2025-01-04 07:19:04.206+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11304, 100005, '5b139e74a5e21dd2eba0d178', 'This blocks the release. See the dashboard (https://example.com/d?id=1&x=%C3%BC).', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "This blocks the release.", "type": "text"}, {"text": " See ", "type": "text"}, {"text": "the dashboard", "type": "text", "marks": [{"type": "link", "attrs": {"href": "https://example.com/d?id=1&x=%C3%BC"}}]}, {"text": ".", "type": "text"}]}], "version": 1}', '2025-04-23 14:53:41.832+00', '2025-04-23 14:53:41.832+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11316, 100005, '5b12914a04d57ac804f6f958', 'C:\temp\logs hold the traces, see line 42.', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "C:\\temp\\logs hold the traces, see line 42.", "type": "text"}]}], "version": 1}', '2025-08-10 22:28:19.458+00', '2025-08-10 22:28:19.458+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11796, 100007, '5b139e74a5e21dd2eba0d178', 'Nobody has seen it since the last deploy.', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "Nobody has seen it since the last deploy.", "type": "text"}]}], "version": 1}', '2024-10-12 18:32:34.617+00', '2024-10-12 18:32:34.617+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11808, 100007, '557058:c5a7307e-b54b-412b-838d-370fde7c2719', 'This blocks the release. 🐛', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "This blocks the release.", "type": "text"}, {"text": " ", "type": "text"}, {"type": "emoji", "attrs": {"id": "bug", "text": "🐛", "shortName": ":bug:"}}]}], "version": 1}', '2024-12-06 14:48:45.977+00', '2024-12-06 14:48:45.977+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11820, 100007, '5b11f0d22062ae004c6c9e94', 'Steps are below; a recording is attached. See the dashboard (https://example.com/d?id=1&x=%C3%BC).', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "Steps are below; a recording is attached.", "type": "text"}, {"text": " See ", "type": "text"}, {"text": "the dashboard", "type": "text", "marks": [{"type": "link", "attrs": {"href": "https://example.com/d?id=1&x=%C3%BC"}}]}, {"text": ".", "type": "text"}]}], "version": 1}', '2025-01-30 11:04:57.336+00', '2025-01-30 11:04:57.336+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11832, 100007, '5b10230cf4118d4751d67eff', 'We agreed to ship the small version first.
The numbers in the report do not add up.', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "We agreed to ship the small version first.", "type": "text"}, {"type": "hardBreak"}, {"text": "The numbers in the report do not add up.", "type": "text", "marks": [{"type": "strong"}]}]}], "version": 1}', '2025-03-26 07:21:08.696+00', '2025-03-26 07:21:08.696+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11844, 100007, '5b150ff45d3ebe40ba126cc0', 'C:\temp\logs hold the traces, see line 42. 🐛', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "C:\\temp\\logs hold the traces, see line 42.", "type": "text"}, {"text": " ", "type": "text"}, {"type": "emoji", "attrs": {"id": "bug", "text": "🐛", "shortName": ":bug:"}}]}], "version": 1}', '2025-05-20 03:37:20.055+00', '2025-05-20 03:37:20.055+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11856, 100007, '557058:dd50574a-7e04-4417-8513-1c86592732a6', 'Steps are below; a recording is attached.
Steps are below; a recording is attached.
Please check with the people in support before closing.', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "Steps are below; a recording is attached.", "type": "text"}]}, {"type": "blockquote", "content": [{"type": "paragraph", "content": [{"text": "Steps are below; a recording is attached.", "type": "text"}]}]}, {"type": "paragraph", "content": [{"text": "Please check with the people in support before closing.", "type": "text"}]}], "version": 1}', '2025-07-13 23:53:31.415+00', '2025-07-13 23:53:31.415+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11868, 100007, '557058:9ff3995b-6bf5-46c3-835f-fc089c91d3dd', 'I''d rather not touch this before Friday.', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "I''d rather not touch this before Friday.", "type": "text"}]}], "version": 1}', '2025-09-06 20:09:42.775+00', '2025-09-06 20:09:42.775+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11880, 100007, '5b13cdab02ba54da5cf77eda', 'Please check with the people in support before closing.', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "Please check with the people in support before closing.", "type": "text"}]}], "version": 1}', '2025-10-31 16:25:54.134+00', '2025-10-31 16:25:54.134+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11892, 100007, '5b110c9c927cd6f7286bd261', 'The customer reported this twice last week.', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "The customer reported this twice last week.", "type": "text"}]}], "version": 1}', '2025-12-25 12:42:05.494+00', '2025-12-25 12:42:05.494+00', NULL, NULL);
INSERT INTO public.comments VALUES (1, 11904, 100007, '5b19e2a09c6abb0777f72c23', 'I''d rather not touch this before Friday. See the dashboard (https://example.com/d?id=1&x=%C3%BC).', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "I''d rather not touch this before Friday.", "type": "text"}, {"text": " See ", "type": "text"}, {"text": "the dashboard", "type": "text", "marks": [{"type": "link", "attrs": {"href": "https://example.com/d?id=1&x=%C3%BC"}}]}, {"text": ".", "type": "text"}]}], "version": 1}', '2026-02-18 08:58:16.853+00', '2026-02-18 08:58:16.853+00', 'Administrators', NULL);
INSERT INTO public.comments VALUES (1, 11916, 100007, '5b165d02af892d7a8aaaf088', 'Voilà, c''est réparé 🎉', '{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "Voilà, c''est réparé 🎉", "type": "text"}]}], "version": 1}', '2026-04-14 05:14:28.213+00', '2026-04-14 05:14:28.213+00', NULL, NULL);

INSERT INTO public.components VALUES (1, 10000, 10000, 'API', 'Everything about API', '5b13cdab02ba54da5cf77eda', NULL);
INSERT INTO public.components VALUES (1, 10001, 10000, 'Web UI', 'Everything about Web UI', '5b13cdab02ba54da5cf77eda', NULL);
INSERT INTO public.components VALUES (1, 10002, 10000, 'Billing', 'Everything about Billing', '5b13cdab02ba54da5cf77eda', NULL);
INSERT INTO public.components VALUES (1, 10003, 10000, 'Search', 'Everything about Search', '5b13cdab02ba54da5cf77eda', NULL);
INSERT INTO public.components VALUES (1, 10004, 10000, 'Auth', 'Everything about Auth', '5b13cdab02ba54da5cf77eda', NULL);
INSERT INTO public.components VALUES (1, 10032, 10001, 'Web UI', 'Everything about Web UI', '5b1a3b184a0b9165634f7309', NULL);
INSERT INTO public.components VALUES (1, 10033, 10001, 'Billing', 'Everything about Billing', '5b1a3b184a0b9165634f7309', NULL);
INSERT INTO public.components VALUES (1, 10034, 10001, 'Search', 'Everything about Search', '5b1a3b184a0b9165634f7309', NULL);
INSERT INTO public.components VALUES (1, 10035, 10001, 'Auth', 'Everything about Auth', '5b1a3b184a0b9165634f7309', NULL);
INSERT INTO public.components VALUES (1, 10036, 10001, 'Reporting', 'Everything about Reporting', '5b1a3b184a0b9165634f7309', NULL);

INSERT INTO public.fields VALUES (1, 'issuekey', 'Key', false, NULL, NULL, NULL);
INSERT INTO public.fields VALUES (1, 'summary', 'Summary', false, 'string', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'issuetype', 'Issue Type', false, 'issuetype', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'project', 'Project', false, 'project', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'status', 'Status', false, 'status', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'statuscategorychangedate', 'Status Category Changed', false, 'datetime', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'priority', 'Priority', false, 'priority', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'resolution', 'Resolution', false, 'resolution', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'resolutiondate', 'Resolved', false, 'datetime', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'created', 'Created', false, 'datetime', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'updated', 'Updated', false, 'datetime', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'lastViewed', 'Last Viewed', false, 'datetime', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'duedate', 'Due date', false, 'date', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'assignee', 'Assignee', false, 'user', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'reporter', 'Reporter', false, 'user', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'creator', 'Creator', false, 'user', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'labels', 'Labels', false, 'array', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'components', 'Components', false, 'array', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'fixVersions', 'Fix versions', false, 'array', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'versions', 'Affects versions', false, 'array', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'parent', 'Parent', false, NULL, NULL, NULL);
INSERT INTO public.fields VALUES (1, 'subtasks', 'Sub-tasks', false, 'array', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'issuelinks', 'Linked Issues', false, 'array', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'attachment', 'Attachment', false, 'array', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'description', 'Description', false, 'string', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'environment', 'Environment', false, 'string', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'comment', 'Comment', false, 'comments-page', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'worklog', 'Log Work', false, 'array', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'timetracking', 'Time tracking', false, 'timetracking', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'timeestimate', 'Remaining Estimate', false, 'number', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'timeoriginalestimate', 'Original estimate', false, 'number', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'timespent', 'Time Spent', false, 'number', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'aggregatetimeestimate', 'Σ Remaining Estimate', false, 'number', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'aggregatetimeoriginalestimate', 'Σ Original Estimate', false, 'number', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'aggregatetimespent', 'Σ Time Spent', false, 'number', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'progress', 'Progress', false, 'progress', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'aggregateprogress', 'Σ Progress', false, 'progress', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'votes', 'Votes', false, 'votes', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'watches', 'Watchers', false, 'watches', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'workratio', 'Work Ratio', false, 'number', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'security', 'Security Level', false, 'securitylevel', NULL, NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10000', 'Development', true, 'any', 'com.atlassian.jira.plugins.jira-development-integration-plugin:devsummarycf', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10011', 'Epic Name', true, 'string', 'com.pyxis.greenhopper.jira:gh-epic-label', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10014', 'Epic Link', true, 'any', 'com.pyxis.greenhopper.jira:gh-epic-link', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10016', 'Story point estimate', true, 'number', 'com.pyxis.greenhopper.jira:jsw-story-points', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10019', 'Rank', true, 'any', 'com.pyxis.greenhopper.jira:gh-lexo-rank', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10020', 'Sprint', true, 'array', 'com.pyxis.greenhopper.jira:gh-sprint', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10021', 'Flagged', true, 'array', 'com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10028', 'Story Points', true, 'number', 'com.atlassian.jira.plugin.system.customfieldtypes:float', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10030', 'Severity', true, 'option', 'com.atlassian.jira.plugin.system.customfieldtypes:select', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10031', 'Platforms', true, 'array', 'com.atlassian.jira.plugin.system.customfieldtypes:multiselect', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10032', 'Root cause', true, 'string', 'com.atlassian.jira.plugin.system.customfieldtypes:textarea', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10033', 'Customer', true, 'string', 'com.atlassian.jira.plugin.system.customfieldtypes:textfield', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10034', 'Reviewer', true, 'user', 'com.atlassian.jira.plugin.system.customfieldtypes:userpicker', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10035', 'Watch group', true, 'array', 'com.atlassian.jira.plugin.system.customfieldtypes:multiuserpicker', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10036', 'Target start', true, 'date', 'com.atlassian.jira.plugin.system.customfieldtypes:datepicker', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10037', 'Deployed at', true, 'datetime', 'com.atlassian.jira.plugin.system.customfieldtypes:datetime', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10038', 'Region', true, 'option-with-child', 'com.atlassian.jira.plugin.system.customfieldtypes:cascadingselect', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10039', 'Support ticket', true, 'string', 'com.atlassian.jira.plugin.system.customfieldtypes:url', NULL);
INSERT INTO public.fields VALUES (1, 'customfield_10040', 'Customer impact', true, 'number', 'com.atlassian.jira.plugin.system.customfieldtypes:float', NULL);

INSERT INTO public.issue_affected_versions VALUES (1, 100006, 10006, '2.2.0');
INSERT INTO public.issue_affected_versions VALUES (1, 100007, 10038, '2.2.0');

INSERT INTO public.issue_components VALUES (1, 100000, 10001, 'Web UI');
INSERT INTO public.issue_components VALUES (1, 100002, 10002, 'Billing');
INSERT INTO public.issue_components VALUES (1, 100002, 10003, 'Search');
INSERT INTO public.issue_components VALUES (1, 100006, 10001, 'Web UI');
INSERT INTO public.issue_components VALUES (1, 100003, 10036, 'Reporting');
INSERT INTO public.issue_components VALUES (1, 100005, 10034, 'Search');

INSERT INTO public.issue_fix_versions VALUES (1, 100000, 10010, '3.2.0');
INSERT INTO public.issue_fix_versions VALUES (1, 100002, 10000, '1.0.0');
INSERT INTO public.issue_fix_versions VALUES (1, 100006, 10007, '2.3.0');
INSERT INTO public.issue_fix_versions VALUES (1, 100001, 10042, '3.2.0');
INSERT INTO public.issue_fix_versions VALUES (1, 100005, 10036, 'Release 5 ☂');
INSERT INTO public.issue_fix_versions VALUES (1, 100007, 10039, '2.3.0');

INSERT INTO public.issue_keys VALUES (1, 100000, 'ORB-1', true);
INSERT INTO public.issue_keys VALUES (1, 100002, 'ORB-2', true);
INSERT INTO public.issue_keys VALUES (1, 100004, 'ORB-3', true);
INSERT INTO public.issue_keys VALUES (1, 100006, 'ORB-4', true);
INSERT INTO public.issue_keys VALUES (1, 100001, 'PAY-1', true);
INSERT INTO public.issue_keys VALUES (1, 100003, 'PAY-2', true);
INSERT INTO public.issue_keys VALUES (1, 100005, 'PAY-3', true);
INSERT INTO public.issue_keys VALUES (1, 100007, 'PAY-4', true);

INSERT INTO public.issue_people VALUES (1, 100006, '557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9');
INSERT INTO public.issue_people VALUES (1, 100001, '5b1178b6c28c4a041e6f94e5');
INSERT INTO public.issue_people VALUES (1, 100001, '5b11f0d22062ae004c6c9e94');
INSERT INTO public.issue_people VALUES (1, 100003, '557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9');
INSERT INTO public.issue_people VALUES (1, 100003, '5b1ab1cf5c5567bfd340e050');
INSERT INTO public.issue_people VALUES (1, 100007, '557058:c5a7307e-b54b-412b-838d-370fde7c2719');
INSERT INTO public.issue_people VALUES (1, 100007, '5b12914a04d57ac804f6f958');

INSERT INTO public.issue_sprints VALUES (1, 100002, 100, 'ORB Sprint 1');
INSERT INTO public.issue_sprints VALUES (1, 100004, 100, 'ORB Sprint 1');
INSERT INTO public.issue_sprints VALUES (1, 100006, 100, 'ORB Sprint 1');
INSERT INTO public.issue_sprints VALUES (1, 100006, 140, 'ORB Sprint 41');

INSERT INTO public.issue_types VALUES (1, '10000', 'Epic', false, 1, 'A big user story that needs to be broken down.', NULL);
INSERT INTO public.issue_types VALUES (1, '10001', 'Story', false, 0, 'Functionality or a feature expressed as a user goal.', NULL);
INSERT INTO public.issue_types VALUES (1, '10002', 'Task', false, 0, 'A small, distinct piece of work.', NULL);
INSERT INTO public.issue_types VALUES (1, '10004', 'Bug', false, 0, 'A problem which impairs or prevents the functions of the product.', NULL);
INSERT INTO public.issue_types VALUES (1, '10003', 'Sub-task', true, -1, 'A small piece of work that''s part of a larger task.', NULL);

INSERT INTO public.issues VALUES (1, 100002, 'ORB-2', 10000, 'ORB', '10001', 'Story', '10003', 'Blocked', 'indeterminate', 'Highest', NULL, 'Document dark mode 🚀', 'Nobody has seen it since the last deploy.
I''d rather not touch this before Friday.
What | ms
Größentabelle | 478
e-mail templates | 488
Out of scope: Die Ursache liegt vermutlich im Zwischenspeicher.', NULL, '5b139e74a5e21dd2eba0d178', '5b139e74a5e21dd2eba0d178', 100000, 'ORB-1', '["a11y", "docs"]', '2024-09-09 11:40:50.25+00', '2024-11-01 00:00:00+00', NULL, NULL, 46800, 20700, 26100, 1, '{"customfield_10000": "{}", "customfield_10014": "ORB-1", "customfield_10019": "0|i186a2:", "customfield_10020": [{"id": 100, "goal": "Ship what we promised", "name": "ORB Sprint 1", "state": "closed", "boardId": 1, "endDate": "2024-10-25T00:00:00.000Z", "startDate": "2024-10-11T00:00:00.000Z", "completeDate": "2024-10-25T00:00:00.000Z"}], "customfield_10028": 1.0, "customfield_10031": [{"id": "10367", "self": "http://127.0.0.1:38988/rest/api/3/customFieldOption/10367", "value": "iOS"}, {"id": "10386", "self": "http://127.0.0.1:38988/rest/api/3/customFieldOption/10386", "value": "Web"}]}', NULL, NULL, '2026-11-27 21:32:17.54197+00', 7798075967037781017, false, false, '1', NULL);
INSERT INTO public.issues VALUES (1, 100006, 'ORB-4', 10000, 'ORB', '10004', 'Bug', '10003', 'Blocked', 'indeterminate', 'Medium', NULL, 'Rework API pagination for guest customers', 'Nobody has seen it since the last deploy.
Steps
- お客様に確認してください。
- The numbers in the report do not add up.
- I''d rather not touch this before Friday.
Exception in thread "main" NullPointerException
	at com.example.Cart.total(Cart.java:125)', '5b1a647e7bf248679aedcaf8', '5b112ba33de40878f4a47c6b', '5b112ba33de40878f4a47c6b', 100000, 'ORB-1', '["customer-reported", "docs"]', '2024-09-24 11:46:18.75+00', '2026-05-02 12:00:00+00', NULL, NULL, 97200, 97200, NULL, NULL, '{"customfield_10000": "{}", "customfield_10014": "ORB-1", "customfield_10019": "0|i186a6:", "customfield_10020": [{"id": 100, "goal": "Ship what we promised", "name": "ORB Sprint 1", "state": "closed", "boardId": 1, "endDate": "2024-10-25T00:00:00.000Z", "startDate": "2024-10-11T00:00:00.000Z", "completeDate": "2024-10-25T00:00:00.000Z"}, {"id": 140, "goal": "", "name": "ORB Sprint 41", "state": "closed", "boardId": 1, "endDate": "2026-05-08T00:00:00.000Z", "startDate": "2026-04-24T00:00:00.000Z", "completeDate": "2026-05-08T10:00:00.000Z"}], "customfield_10030": {"id": "10234", "self": "http://127.0.0.1:38988/rest/api/3/customFieldOption/10234", "value": "S3"}, "customfield_10031": [{"id": "10367", "self": "http://127.0.0.1:38988/rest/api/3/customFieldOption/10367", "value": "iOS"}], "customfield_10033": "株式会社サンプル", "customfield_10035": [{"self": "http://127.0.0.1:38988/rest/api/3/user?accountId=557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9", "active": true, "timeZone": "Atlantic/Reykjavik", "accountId": "557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9", "avatarUrls": {"16x16": "https://avatars.example.com/11.png?size=16", "24x24": "https://avatars.example.com/11.png?size=24", "32x32": "https://avatars.example.com/11.png?size=32", "48x48": "https://avatars.example.com/11.png?size=48"}, "accountType": "atlassian", "displayName": "Björn Sigurðsson", "emailAddress": "bjrn.sigursson11@example.com"}]}', NULL, NULL, '2026-11-27 21:32:17.54197+00', 1467460448861536558, false, false, '3', NULL);
INSERT INTO public.issues VALUES (1, 100003, 'PAY-2', 10001, 'PAY', '10001', 'Story', '6', 'Closed', 'done', 'Highest', 'Done', 'Review currency table for the EU region', 'We agreed to ship the small version first.', '5b1f2e1bd6287474cb36f1a9', '5b138e1827d003fc1d918a7c', '5b138e1827d003fc1d918a7c', 100001, 'PAY-1', '["performance"]', '2024-09-09 11:40:42.331+00', '2024-10-31 23:59:52.081+00', '2024-10-31 23:59:52+00', NULL, NULL, NULL, 16200, 5, '{"customfield_10000": "{}", "customfield_10014": "PAY-1", "customfield_10019": "0|i186a3:", "customfield_10028": 5.0, "customfield_10033": "O''Hara \\ Partners", "customfield_10034": {"self": "http://127.0.0.1:38988/rest/api/3/user?accountId=5b1ab1cf5c5567bfd340e050", "active": true, "timeZone": "Asia/Shanghai", "accountId": "5b1ab1cf5c5567bfd340e050", "avatarUrls": {"16x16": "https://avatars.example.com/14.png?size=16", "24x24": "https://avatars.example.com/14.png?size=24", "32x32": "https://avatars.example.com/14.png?size=32", "48x48": "https://avatars.example.com/14.png?size=48"}, "accountType": "atlassian", "displayName": "Chen 伟", "emailAddress": "chen14@example.com"}, "customfield_10035": [{"self": "http://127.0.0.1:38988/rest/api/3/user?accountId=557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9", "active": true, "timeZone": "Atlantic/Reykjavik", "accountId": "557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9", "avatarUrls": {"16x16": "https://avatars.example.com/11.png?size=16", "24x24": "https://avatars.example.com/11.png?size=24", "32x32": "https://avatars.example.com/11.png?size=32", "48x48": "https://avatars.example.com/11.png?size=48"}, "accountType": "atlassian", "displayName": "Björn Sigurðsson", "emailAddress": "bjrn.sigursson11@example.com"}], "customfield_10037": "2024-10-31T19:59:52.000-0400", "customfield_10039": "https://support.example.com/t/83263"}', NULL, NULL, '2026-11-27 21:32:17.576494+00', -3611718271644125389, false, false, '1', '10000');
INSERT INTO public.issues VALUES (1, 100005, 'PAY-3', 10001, 'PAY', '10002', 'Task', '10000', 'To Do', 'new', 'Medium', NULL, 'Translate price rounding à la carte', 'C:\temp\logs hold the traces, see line 42.
Steps
- C:\temp\logs hold the traces, see line 42.
- Die Ursache liegt vermutlich im Zwischenspeicher.
- Steps are below; a recording is attached.', '5b1a647e7bf248679aedcaf8', '557058:0d94a724-c6d0-447b-8450-182522ee7428', '557058:0d94a724-c6d0-447b-8450-182522ee7428', NULL, NULL, '["a11y"]', '2024-09-16 23:43:26.581+00', '2025-09-16 08:59:52.081+00', NULL, NULL, NULL, NULL, NULL, 5, '{"customfield_10000": "{}", "customfield_10019": "0|i186a5:", "customfield_10028": 5.0, "customfield_10040": 39.75}', NULL, NULL, '2026-11-27 21:32:17.576494+00', -5559248100363561655, false, false, '3', NULL);
INSERT INTO public.issues VALUES (1, 100007, 'PAY-4', 10001, 'PAY', '10004', 'Bug', '3', 'In Progress', 'indeterminate', 'High', NULL, 'Simplify feature flags à la carte', NULL, '5b1b90799ae6211e7ee512ee', '5b1286fd28d4ec490351bd64', '5b1286fd28d4ec490351bd64', 100001, 'PAY-1', '["customer-reported"]', '2024-09-24 11:46:10.831+00', '2026-05-02 11:59:52.081+00', NULL, NULL, NULL, NULL, NULL, NULL, '{"customfield_10000": "{}", "customfield_10014": "PAY-1", "customfield_10019": "0|i186a7:", "customfield_10030": {"id": "10234", "self": "http://127.0.0.1:38988/rest/api/3/customFieldOption/10234", "value": "S3"}, "customfield_10031": [{"id": "10386", "self": "http://127.0.0.1:38988/rest/api/3/customFieldOption/10386", "value": "Web"}], "customfield_10033": "O''Hara \\ Partners", "customfield_10035": [{"self": "http://127.0.0.1:38988/rest/api/3/user?accountId=5b12914a04d57ac804f6f958", "active": false, "timeZone": "Europe/Berlin", "accountId": "5b12914a04d57ac804f6f958", "avatarUrls": {"16x16": "https://avatars.example.com/16.png?size=16", "24x24": "https://avatars.example.com/16.png?size=24", "32x32": "https://avatars.example.com/16.png?size=32", "48x48": "https://avatars.example.com/16.png?size=48"}, "accountType": "atlassian", "displayName": "Noah Müller"}, {"self": "http://127.0.0.1:38988/rest/api/3/user?accountId=557058:c5a7307e-b54b-412b-838d-370fde7c2719", "active": true, "timeZone": "Europe/Lisbon", "accountId": "557058:c5a7307e-b54b-412b-838d-370fde7c2719", "avatarUrls": {"16x16": "https://avatars.example.com/23.png?size=16", "24x24": "https://avatars.example.com/23.png?size=24", "32x32": "https://avatars.example.com/23.png?size=32", "48x48": "https://avatars.example.com/23.png?size=48"}, "accountType": "atlassian", "displayName": "Ines Carvalho", "emailAddress": "ines.carvalho23@example.com"}]}', NULL, NULL, '2026-11-27 21:32:17.576494+00', -1500430890478105246, false, false, '2', NULL);
INSERT INTO public.issues VALUES (1, 100000, 'ORB-1', 10000, 'ORB', '10000', 'Epic', '3', 'In Progress', 'indeterminate', 'High', NULL, 'Webhook retries revamp', 'The query takes 4.2 s at the 95th percentile. See the dashboard (https://example.com/d?id=1&x=%C3%BC).
Steps
- お客様に確認してください。
- Works on staging, fails in production.
- The customer reported this twice last week.
- Let us measure before we change anything.', '5b1178b6c28c4a041e6f94e5', '5b1286fd28d4ec490351bd64', '5b1286fd28d4ec490351bd64', NULL, NULL, '["backend", "docs"]', '2024-09-01 23:38:06+00', '2026-09-16 09:00:00+00', NULL, NULL, NULL, NULL, NULL, NULL, '{"customfield_10000": "{}", "customfield_10011": "Webhook retries revamp", "customfield_10019": "0|i186a0:", "customfield_10031": [{"id": "10805", "self": "http://127.0.0.1:38988/rest/api/3/customFieldOption/10805", "value": "Android"}]}', NULL, NULL, '2026-11-27 21:32:17.54197+00', -6226121117502415706, false, false, '2', NULL);
INSERT INTO public.issues VALUES (1, 100004, 'ORB-3', 10000, 'ORB', '10002', 'Task', '3', 'In Progress', 'indeterminate', 'Low', NULL, 'Review image pipeline à la carte', 'Die Ursache liegt vermutlich im Zwischenspeicher.
Die Ursache liegt vermutlich im Zwischenspeicher.
Die Ursache liegt vermutlich im Zwischenspeicher.
Steps
- Steps are below; a recording is attached.
- Let us measure before we change anything.
Exception in thread "main" NullPointerException
	at com.example.Cart.total(Cart.java:417)', '5b12914a04d57ac804f6f958', '5b139e74a5e21dd2eba0d178', '5b139e74a5e21dd2eba0d178', NULL, NULL, '["customer-reported", "performance", "日本語"]', '2024-09-16 23:43:34.5+00', '2025-09-16 09:00:00+00', NULL, NULL, 115200, 115200, NULL, 3, '{"customfield_10000": "{}", "customfield_10019": "0|i186a4:", "customfield_10020": [{"id": 100, "goal": "Ship what we promised", "name": "ORB Sprint 1", "state": "closed", "boardId": 1, "endDate": "2024-10-25T00:00:00.000Z", "startDate": "2024-10-11T00:00:00.000Z", "completeDate": "2024-10-25T00:00:00.000Z"}], "customfield_10028": 3.0, "customfield_10031": [{"id": "10386", "self": "http://127.0.0.1:38988/rest/api/3/customFieldOption/10386", "value": "Web"}], "customfield_10033": "ACME", "customfield_10036": "2024-09-23"}', NULL, NULL, '2026-11-27 21:32:17.54197+00', -8554963123410586772, false, false, '4', NULL);
INSERT INTO public.issues VALUES (1, 100001, 'PAY-1', 10001, 'PAY', '10000', 'Epic', '10001', 'In Review', 'indeterminate', 'Medium', NULL, 'Dark mode everywhere', 'This blocks the release. cc @Demo Account
Steps
- The numbers in the report do not add up.
- Please check with the people in support before closing.
- Voilà, c''est réparé 🎉
- お客様に確認してください。', '5b112ba33de40878f4a47c6b', '557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9', '557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9', NULL, NULL, '["needs-design", "a11y", "docs"]', '2024-09-01 23:37:58.081+00', '2026-09-16 08:59:52.081+00', NULL, NULL, NULL, NULL, NULL, NULL, '{"customfield_10000": "{}", "customfield_10011": "Dark mode everywhere", "customfield_10019": "0|i186a1:", "customfield_10031": [{"id": "10386", "self": "http://127.0.0.1:38988/rest/api/3/customFieldOption/10386", "value": "Web"}], "customfield_10035": [{"self": "http://127.0.0.1:38988/rest/api/3/user?accountId=5b1178b6c28c4a041e6f94e5", "active": true, "timeZone": "Asia/Seoul", "accountId": "5b1178b6c28c4a041e6f94e5", "avatarUrls": {"16x16": "https://avatars.example.com/24.png?size=16", "24x24": "https://avatars.example.com/24.png?size=24", "32x32": "https://avatars.example.com/24.png?size=32", "48x48": "https://avatars.example.com/24.png?size=48"}, "accountType": "atlassian", "displayName": "Daniel Kim", "emailAddress": "daniel.kim24@example.com"}, {"self": "http://127.0.0.1:38988/rest/api/3/user?accountId=5b11f0d22062ae004c6c9e94", "active": true, "timeZone": "Europe/Istanbul", "accountId": "5b11f0d22062ae004c6c9e94", "avatarUrls": {"16x16": "https://avatars.example.com/25.png?size=16", "24x24": "https://avatars.example.com/25.png?size=24", "32x32": "https://avatars.example.com/25.png?size=32", "48x48": "https://avatars.example.com/25.png?size=48"}, "accountType": "atlassian", "displayName": "Elif Demir"}], "customfield_10038": {"id": "10724", "self": "http://127.0.0.1:38988/rest/api/3/customFieldOption/10724", "child": {"id": "10986", "self": "http://127.0.0.1:38988/rest/api/3/customFieldOption/10986", "value": "Kraków"}, "value": "Europe"}}', NULL, NULL, '2026-11-27 21:32:17.576494+00', 762722842279601220, false, false, '3', NULL);

INSERT INTO public.link_types VALUES (1, '10000', 'Blocks', 'is blocked by', 'blocks', NULL);
INSERT INTO public.link_types VALUES (1, '10001', 'Cloners', 'is cloned by', 'clones', NULL);
INSERT INTO public.link_types VALUES (1, '10002', 'Duplicate', 'is duplicated by', 'duplicates', NULL);
INSERT INTO public.link_types VALUES (1, '10003', 'Relates', 'relates to', 'relates to', NULL);

INSERT INTO public.priorities VALUES (1, '1', 'Highest', 'Highest importance.', NULL);
INSERT INTO public.priorities VALUES (1, '2', 'High', 'High importance.', NULL);
INSERT INTO public.priorities VALUES (1, '3', 'Medium', 'Medium importance.', NULL);
INSERT INTO public.priorities VALUES (1, '4', 'Low', 'Low importance.', NULL);
INSERT INTO public.priorities VALUES (1, '5', 'Lowest', 'Lowest importance.', NULL);

INSERT INTO public.project_sync_state VALUES (1, 10001, 1789549192081, '2026-11-27 21:32:17.976352+00', NULL, true);
INSERT INTO public.project_sync_state VALUES (1, 10000, 1789549200000, '2026-11-27 21:32:17.963012+00', NULL, true);

INSERT INTO public.projects VALUES (1, 10000, 'ORB', 'Orbit Web Shop', 'software', '5b13cdab02ba54da5cf77eda', 'Product', 'live', NULL);
INSERT INTO public.projects VALUES (1, 10001, 'PAY', 'Payments', 'software', '5b1a3b184a0b9165634f7309', 'Platform', 'live', NULL);

INSERT INTO public.resolutions VALUES (1, '10000', 'Done', 'Work has been completed on this issue.', NULL);
INSERT INTO public.resolutions VALUES (1, '10001', 'Won''t Do', 'This issue won''t be actioned.', NULL);
INSERT INTO public.resolutions VALUES (1, '10002', 'Duplicate', 'The problem is a duplicate of an existing issue.', NULL);
INSERT INTO public.resolutions VALUES (1, '10003', 'Cannot Reproduce', 'All attempts at reproducing this issue failed.', NULL);

INSERT INTO public.seaql_migrations VALUES ('m0001_sites_and_projects', 1795815136);
INSERT INTO public.seaql_migrations VALUES ('m0002_issues', 1795815136);
INSERT INTO public.seaql_migrations VALUES ('m0003_issue_children', 1795815136);
INSERT INTO public.seaql_migrations VALUES ('m0004_reference', 1795815136);
INSERT INTO public.seaql_migrations VALUES ('m0005_runs', 1795815136);
INSERT INTO public.seaql_migrations VALUES ('m0006_schedules', 1795815136);
INSERT INTO public.seaql_migrations VALUES ('m0007_views', 1795815136);
INSERT INTO public.seaql_migrations VALUES ('m0008_drift', 1795815137);
INSERT INTO public.seaql_migrations VALUES ('m0009_webhooks', 1795815137);
INSERT INTO public.seaql_migrations VALUES ('m0010_settled_watermarks', 1795815137);
INSERT INTO public.seaql_migrations VALUES ('m0011_said_once', 1795815137);
INSERT INTO public.seaql_migrations VALUES ('m0012_issue_people', 1795815137);
INSERT INTO public.seaql_migrations VALUES ('m0013_sites_in_use', 1795815137);
INSERT INTO public.seaql_migrations VALUES ('m0014_run_selections', 1795815137);
INSERT INTO public.seaql_migrations VALUES ('m0016_site_pauses', 1795815137);
INSERT INTO public.seaql_migrations VALUES ('m0017_worklog_feeds', 1795815137);
INSERT INTO public.seaql_migrations VALUES ('m0018_boundaries_and_losses', 1795815137);

INSERT INTO public.site_cursors VALUES (1, 'worklog/updated', 1795815137003);
INSERT INTO public.site_cursors VALUES (1, 'worklog/deleted', 1795815137003);

INSERT INTO public.sites VALUES (1, 'sample', 'http://127.0.0.1:38988', 'cloud', true, true, NULL, '2026-11-27 21:32:17.838408+00', '2026-11-27 21:32:18.028839+00', NULL, '{"account": "5b1286fd28d4ec490351bd64", "address": "http://127.0.0.1:38988", "edition": "cloud", "cloud_id": null, "server_url": "http://127.0.0.1:38988", "server_title": "Sample Jira"}', NULL, NULL);

INSERT INTO public.sprints VALUES (1, 100, 1, 'ORB Sprint 1', 'closed', 'Ship what we promised', '2024-10-11 00:00:00+00', '2024-10-25 00:00:00+00', '2024-10-25 00:00:00+00', NULL);
INSERT INTO public.sprints VALUES (1, 104, 1, 'ORB Sprint 5', 'closed', NULL, '2024-12-06 00:00:00+00', '2024-12-20 00:00:00+00', '2024-12-20 04:00:00+00', NULL);
INSERT INTO public.sprints VALUES (1, 112, 1, 'ORB Sprint 13', 'closed', 'Ship what we promised', '2025-03-28 00:00:00+00', '2025-04-11 00:00:00+00', '2025-04-11 12:00:00+00', NULL);
INSERT INTO public.sprints VALUES (1, 120, 1, 'ORB Sprint 21', 'closed', NULL, '2025-07-18 00:00:00+00', '2025-08-01 00:00:00+00', '2025-08-01 20:00:00+00', NULL);
INSERT INTO public.sprints VALUES (1, 128, 1, 'ORB Sprint 29', 'closed', NULL, '2025-11-07 00:00:00+00', '2025-11-21 00:00:00+00', '2025-11-22 04:00:00+00', NULL);
INSERT INTO public.sprints VALUES (1, 136, 1, 'ORB Sprint 37', 'closed', 'Ship what we promised', '2026-02-27 00:00:00+00', '2026-03-13 00:00:00+00', '2026-03-13 06:00:00+00', NULL);
INSERT INTO public.sprints VALUES (1, 140, 1, 'ORB Sprint 41', 'closed', NULL, '2026-04-24 00:00:00+00', '2026-05-08 00:00:00+00', '2026-05-08 10:00:00+00', NULL);
INSERT INTO public.sprints VALUES (1, 144, 1, 'ORB Sprint 45', 'closed', NULL, '2026-06-19 00:00:00+00', '2026-07-03 00:00:00+00', '2026-07-03 14:00:00+00', NULL);
INSERT INTO public.sprints VALUES (1, 152, 1, 'ORB Sprint 53', 'closed', NULL, '2026-10-09 00:00:00+00', '2026-10-23 00:00:00+00', '2026-10-23 22:00:00+00', NULL);

INSERT INTO public.statuses VALUES (1, '10000', 'To Do', 'new', NULL);
INSERT INTO public.statuses VALUES (1, '3', 'In Progress', 'indeterminate', NULL);
INSERT INTO public.statuses VALUES (1, '10001', 'In Review', 'indeterminate', NULL);
INSERT INTO public.statuses VALUES (1, '10002', 'Done', 'done', NULL);
INSERT INTO public.statuses VALUES (1, '10003', 'Blocked', 'indeterminate', NULL);
INSERT INTO public.statuses VALUES (1, '10004', '待审核 – Abnahme', 'indeterminate', NULL);
INSERT INTO public.statuses VALUES (1, '6', 'Closed', 'done', NULL);

INSERT INTO public.sync_run_metrics VALUES (1, '01a21eec-5f4a-7541-ba7b-6fbf66c5c09a', 'duration', 0.593002492, 's', '2026-11-27 21:32:17.703124+00');
INSERT INTO public.sync_run_metrics VALUES (2, '01a21eec-5f4a-7541-ba7b-6fbf66c5c09a', 'issues_per_second', 13.49066843381832, '1/s', '2026-11-27 21:32:17.703124+00');
INSERT INTO public.sync_run_metrics VALUES (3, '01a21eec-5f4a-7541-ba7b-6fbf66c5c09a', 'requests', 43, '', '2026-11-27 21:32:17.703124+00');
INSERT INTO public.sync_run_metrics VALUES (4, '01a21eec-5f4a-7541-ba7b-6fbf66c5c09a', 'retries', 0, '', '2026-11-27 21:32:17.703124+00');
INSERT INTO public.sync_run_metrics VALUES (5, '01a21eec-5f4a-7541-ba7b-6fbf66c5c09a', 'waited', 0, 's', '2026-11-27 21:32:17.703124+00');
INSERT INTO public.sync_run_metrics VALUES (6, '01a21eec-5f4a-7541-ba7b-6fbf66c5c09a', 'bytes_read', 753331, 'B', '2026-11-27 21:32:17.703124+00');
INSERT INTO public.sync_run_metrics VALUES (7, '01a21eec-5f4a-7541-ba7b-6fbf66c5c09a', 'warnings', 0, '', '2026-11-27 21:32:17.703124+00');
INSERT INTO public.sync_run_metrics VALUES (8, '01a21eec-5f4a-7541-ba7b-6fbf66c5c09a', 'issues_set_aside', 0, '', '2026-11-27 21:32:17.703124+00');
INSERT INTO public.sync_run_metrics VALUES (9, '01a21eec-5f4a-7541-ba7b-6fbf66c5c09a', 'issues_gone', 0, '', '2026-11-27 21:32:17.703124+00');
INSERT INTO public.sync_run_metrics VALUES (10, '01a21eec-61da-70bd-b1cc-dcf14ee87804', 'duration', 0.297102125, 's', '2026-11-27 21:32:18.069657+00');
INSERT INTO public.sync_run_metrics VALUES (11, '01a21eec-61da-70bd-b1cc-dcf14ee87804', 'issues_per_second', 6.731692006578546, '1/s', '2026-11-27 21:32:18.069657+00');
INSERT INTO public.sync_run_metrics VALUES (12, '01a21eec-61da-70bd-b1cc-dcf14ee87804', 'requests', 32, '', '2026-11-27 21:32:18.069657+00');
INSERT INTO public.sync_run_metrics VALUES (13, '01a21eec-61da-70bd-b1cc-dcf14ee87804', 'retries', 0, '', '2026-11-27 21:32:18.069657+00');
INSERT INTO public.sync_run_metrics VALUES (14, '01a21eec-61da-70bd-b1cc-dcf14ee87804', 'waited', 0, 's', '2026-11-27 21:32:18.069657+00');
INSERT INTO public.sync_run_metrics VALUES (15, '01a21eec-61da-70bd-b1cc-dcf14ee87804', 'bytes_read', 101943, 'B', '2026-11-27 21:32:18.069657+00');
INSERT INTO public.sync_run_metrics VALUES (16, '01a21eec-61da-70bd-b1cc-dcf14ee87804', 'warnings', 0, '', '2026-11-27 21:32:18.069657+00');
INSERT INTO public.sync_run_metrics VALUES (17, '01a21eec-61da-70bd-b1cc-dcf14ee87804', 'issues_set_aside', 0, '', '2026-11-27 21:32:18.069657+00');
INSERT INTO public.sync_run_metrics VALUES (18, '01a21eec-61da-70bd-b1cc-dcf14ee87804', 'issues_gone', 0, '', '2026-11-27 21:32:18.069657+00');

INSERT INTO public.sync_run_projects VALUES ('01a21eec-5f4a-7541-ba7b-6fbf66c5c09a', 1, 'ORB', 'sample', 'completed', '2026-11-27 21:32:17.27225+00', '2026-11-27 21:32:17.615911+00', 4, 4, 4, 0, 0, NULL, 0);
INSERT INTO public.sync_run_projects VALUES ('01a21eec-5f4a-7541-ba7b-6fbf66c5c09a', 1, 'PAY', 'sample', 'completed', '2026-11-27 21:32:17.272295+00', '2026-11-27 21:32:17.660677+00', 4, 4, 4, 0, 0, NULL, 0);
INSERT INTO public.sync_run_projects VALUES ('01a21eec-61da-70bd-b1cc-dcf14ee87804', 1, 'PAY', 'sample', 'completed', '2026-11-27 21:32:17.961163+00', '2026-11-27 21:32:18.025016+00', 1, 1, 0, 0, 0, NULL, 0);
INSERT INTO public.sync_run_projects VALUES ('01a21eec-61da-70bd-b1cc-dcf14ee87804', 1, 'ORB', 'sample', 'completed', '2026-11-27 21:32:17.961111+00', '2026-11-27 21:32:18.028121+00', 1, 1, 0, 0, 0, NULL, 0);

INSERT INTO public.sync_runs VALUES ('01a21eec-5f4a-7541-ba7b-6fbf66c5c09a', 'all', 'manual', 'command line', 'full', 'completed', NULL, NULL, '2026-11-27 21:32:17.096879+00', '2026-11-27 21:32:17.703124+00', 2, 2, 0, 8, 8, 8, 0, 0, NULL, '{"batch_size": 200, "first_sync": "everything", "max_retries": 3, "max_workers": 8, "census_hours": 24, "lookback_days": 60, "backoff_factor": 0.5, "project_timeout": 300, "rate_limit_pause": 1.0, "connection_pool_size": 20, "connection_pool_block": false}', NULL, NULL, '2026-11-27 21:32:17.703124+00', 'vm:19757', 1, '2026-11-27 21:32:47.102301+00', 0, NULL);
INSERT INTO public.sync_runs VALUES ('01a21eec-61da-70bd-b1cc-dcf14ee87804', 'all', 'manual', 'command line', 'census', 'completed', NULL, NULL, '2026-11-27 21:32:17.753613+00', '2026-11-27 21:32:18.069657+00', 2, 2, 0, 2, 2, 0, 0, 0, NULL, '{"batch_size": 200, "first_sync": "everything", "max_retries": 3, "max_workers": 8, "census_hours": 24, "lookback_days": 60, "backoff_factor": 0.5, "project_timeout": 300, "rate_limit_pause": 1.0, "connection_pool_size": 20, "connection_pool_block": false}', NULL, NULL, '2026-11-27 21:32:18.069657+00', 'vm:19773', 1, '2026-11-27 21:32:47.764091+00', 0, NULL);

INSERT INTO public.users VALUES (1, '557058:0d94a724-c6d0-447b-8450-182522ee7428', 'José Muñoz', 'jos.muoz3@example.com', true, 'Europe/Madrid', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '557058:16b6d61e-c8f5-4d04-8437-97ff9073c2da', 'Fatima الزهراء', 'fatima15@example.com', true, 'Africa/Casablanca', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9', 'Björn Sigurðsson', 'bjrn.sigursson11@example.com', true, 'Atlantic/Reykjavik', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '557058:9b7cbf32-981a-42e6-8582-8e3bb74643db', 'Hannah Goldberg', NULL, true, 'America/New_York', 'atlassian', 29, NULL, false);
INSERT INTO public.users VALUES (1, '557058:9ff3995b-6bf5-46c3-835f-fc089c91d3dd', 'Former User', NULL, false, 'Europe/London', 'atlassian', 29, NULL, false);
INSERT INTO public.users VALUES (1, '557058:c5a7307e-b54b-412b-838d-370fde7c2719', 'Ines Carvalho', 'ines.carvalho23@example.com', true, 'Europe/Lisbon', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '557058:db987f31-e266-4190-81d8-554ad84c009e', 'Nadia Haddad', 'nadia.haddad27@example.com', true, 'Asia/Beirut', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '557058:dd50574a-7e04-4417-8513-1c86592732a6', 'Łukasz Wójcik', NULL, true, 'Europe/Warsaw', 'atlassian', 29, NULL, false);
INSERT INTO public.users VALUES (1, '5b10230cf4118d4751d67eff', 'Thi Nguyễn', 'thi.nguyn18@example.com', true, 'Asia/Ho_Chi_Minh', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '5b10d3604920f3e1f704b64b', 'Priya Raman', 'priya.raman5@example.com', true, 'Asia/Kolkata', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '5b110c9c927cd6f7286bd261', 'Kofi Mensah', NULL, true, 'Africa/Accra', 'atlassian', 29, NULL, false);
INSERT INTO public.users VALUES (1, '5b112ba33de40878f4a47c6b', 'Liam O''Connor', NULL, true, 'Europe/Dublin', 'atlassian', 29, NULL, false);
INSERT INTO public.users VALUES (1, '5b1178b6c28c4a041e6f94e5', 'Daniel Kim', 'daniel.kim24@example.com', true, 'Asia/Seoul', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '5b11f0d22062ae004c6c9e94', 'Elif Demir', NULL, true, 'Europe/Istanbul', 'atlassian', 29, NULL, false);
INSERT INTO public.users VALUES (1, '5b1286fd28d4ec490351bd64', 'Demo Account', 'demo@example.com', true, 'America/New_York', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '5b12914a04d57ac804f6f958', 'Noah Müller', NULL, false, 'Europe/Berlin', 'atlassian', 29, NULL, false);
INSERT INTO public.users VALUES (1, '5b1360da943a68e3fe894965', 'Aiko 鈴木', 'aiko29@example.com', true, 'Asia/Tokyo', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '5b138e1827d003fc1d918a7c', 'Tom Baker', 'tom.baker26@example.com', true, 'America/Los_Angeles', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '5b139e74a5e21dd2eba0d178', 'Søren Kjær', 'sren.kjr2@example.com', true, 'Europe/Copenhagen', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '5b13cdab02ba54da5cf77eda', 'Amara Okafor', NULL, true, 'Africa/Lagos', 'atlassian', 29, NULL, false);
INSERT INTO public.users VALUES (1, '5b150ff45d3ebe40ba126cc0', 'Automation for Jira', NULL, true, 'Etc/UTC', 'app', 29, NULL, false);
INSERT INTO public.users VALUES (1, '5b16416f07d47208d4404b44', 'Grace Mwangi', 'grace.mwangi12@example.com', true, 'Africa/Nairobi', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '5b165d02af892d7a8aaaf088', 'Olena Шевченко', NULL, true, 'Europe/Kyiv', 'atlassian', 29, NULL, false);
INSERT INTO public.users VALUES (1, '5b16735a657adc5a6c9617fb', 'Sofía Ibáñez', 'sofa.ibez17@example.com', true, 'America/Buenos_Aires', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '5b19e2a09c6abb0777f72c23', 'Anaïs Lefèvre', 'anas.lefvre8@example.com', true, 'Europe/Paris', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '5b1a3b184a0b9165634f7309', 'Zoë van den Berg', 'zo.vandenberg6@example.com', true, 'Europe/Amsterdam', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '5b1a647e7bf248679aedcaf8', 'Mia Lindqvist', 'mia.lindqvist21@example.com', true, 'Europe/Stockholm', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '5b1ab1cf5c5567bfd340e050', 'Chen 伟', 'chen14@example.com', true, 'Asia/Shanghai', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '5b1b90799ae6211e7ee512ee', 'Yuki 田中', NULL, true, 'Asia/Tokyo', 'atlassian', 29, NULL, false);
INSERT INTO public.users VALUES (1, '5b1bbfae3bd84d3cbf5e8be8', 'Ravi Iyer', 'ravi.iyer20@example.com', true, 'Asia/Kolkata', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '5b1f2e1bd6287474cb36f1a9', 'Mehmet Yıldız', 'mehmet.yldz9@example.com', true, 'Europe/Istanbul', 'atlassian', 31, NULL, false);
INSERT INTO public.users VALUES (1, '5b1fb42ac674889b2faf66e3', 'Viktor Novák', NULL, true, 'Europe/Prague', 'atlassian', 29, NULL, false);

INSERT INTO public.versions VALUES (1, 10000, 10000, '1.0.0', '', true, true, '2025-03-11', '2025-05-10', NULL);
INSERT INTO public.versions VALUES (1, 10001, 10000, '1.1.0', '', true, true, '2025-05-10', '2025-07-09', NULL);
INSERT INTO public.versions VALUES (1, 10002, 10000, '1.2.0', '', true, false, '2025-07-09', '2025-09-07', NULL);
INSERT INTO public.versions VALUES (1, 10003, 10000, '1.3.0', '', true, false, '2025-09-07', '2025-11-06', NULL);
INSERT INTO public.versions VALUES (1, 10004, 10000, 'Release 5 ☂', '', true, false, '2025-11-06', '2026-01-05', NULL);
INSERT INTO public.versions VALUES (1, 10005, 10000, '2.1.0', '', true, false, '2026-01-05', '2026-03-06', NULL);
INSERT INTO public.versions VALUES (1, 10006, 10000, '2.2.0', '', true, false, '2026-03-06', '2026-05-05', NULL);
INSERT INTO public.versions VALUES (1, 10007, 10000, '2.3.0', '', true, false, '2026-05-05', '2026-07-04', NULL);
INSERT INTO public.versions VALUES (1, 10008, 10000, '3.0.0', '', true, false, '2026-07-04', '2026-09-02', NULL);
INSERT INTO public.versions VALUES (1, 10009, 10000, 'Release 10 ☂', '', false, false, '2026-09-02', '2026-11-01', NULL);
INSERT INTO public.versions VALUES (1, 10010, 10000, '3.2.0', '', false, false, '2026-11-01', '2026-12-31', NULL);
INSERT INTO public.versions VALUES (1, 10011, 10000, '3.3.0', '', false, false, '2026-12-31', '2027-03-01', NULL);
INSERT INTO public.versions VALUES (1, 10032, 10001, '1.0.0', '', true, true, '2025-03-11', '2025-05-10', NULL);
INSERT INTO public.versions VALUES (1, 10033, 10001, '1.1.0', '', true, true, '2025-05-10', '2025-07-09', NULL);
INSERT INTO public.versions VALUES (1, 10034, 10001, '1.2.0', '', true, false, '2025-07-09', '2025-09-07', NULL);
INSERT INTO public.versions VALUES (1, 10035, 10001, '1.3.0', '', true, false, '2025-09-07', '2025-11-06', NULL);
INSERT INTO public.versions VALUES (1, 10036, 10001, 'Release 5 ☂', '', true, false, '2025-11-06', '2026-01-05', NULL);
INSERT INTO public.versions VALUES (1, 10037, 10001, '2.1.0', '', true, false, '2026-01-05', '2026-03-06', NULL);
INSERT INTO public.versions VALUES (1, 10038, 10001, '2.2.0', '', true, false, '2026-03-06', '2026-05-05', NULL);
INSERT INTO public.versions VALUES (1, 10039, 10001, '2.3.0', '', true, false, '2026-05-05', '2026-07-04', NULL);
INSERT INTO public.versions VALUES (1, 10040, 10001, '3.0.0', '', true, false, '2026-07-04', '2026-09-02', NULL);
INSERT INTO public.versions VALUES (1, 10041, 10001, 'Release 10 ☂', '', false, false, '2026-09-02', '2026-11-01', NULL);
INSERT INTO public.versions VALUES (1, 10042, 10001, '3.2.0', '', false, false, '2026-11-01', '2026-12-31', NULL);
INSERT INTO public.versions VALUES (1, 10043, 10001, '3.3.0', '', false, false, '2026-12-31', '2027-03-01', NULL);

INSERT INTO public.worklogs VALUES (1, 10512, 100002, '5b16416f07d47208d4404b44', '2024-10-21 22:30:00+00', 9000, 'Die Ursache liegt vermutlich im Zwischenspeicher.', '2024-10-22 01:00:00+00', '2024-10-22 01:00:00+00', NULL);
INSERT INTO public.worklogs VALUES (1, 10513, 100002, '5b1bbfae3bd84d3cbf5e8be8', '2024-10-26 19:45:00+00', 17100, NULL, '2024-10-27 00:30:00+00', '2024-10-27 00:30:00+00', NULL);
INSERT INTO public.worklogs VALUES (1, 10768, 100003, '5b1178b6c28c4a041e6f94e5', '2024-10-21 20:29:52+00', 16200, NULL, '2024-10-22 00:59:52+00', '2024-10-22 00:59:52+00', NULL);

SELECT pg_catalog.setval('public.schedule_decisions_id_seq', 1, false);

SELECT pg_catalog.setval('public.schedules_id_seq', 1, false);

SELECT pg_catalog.setval('public.sites_id_seq', 1, true);

SELECT pg_catalog.setval('public.sync_run_metrics_id_seq', 18, true);

ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.boards
    ADD CONSTRAINT boards_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.changelog_items
    ADD CONSTRAINT changelog_items_pkey PRIMARY KEY (site_id, changelog_id, "position");

ALTER TABLE ONLY public.changelogs
    ADD CONSTRAINT changelogs_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.comments
    ADD CONSTRAINT comments_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.components
    ADD CONSTRAINT components_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.drift_reports
    ADD CONSTRAINT drift_reports_pkey PRIMARY KEY (site_id, project_id);

ALTER TABLE ONLY public.fields
    ADD CONSTRAINT fields_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.issue_affected_versions
    ADD CONSTRAINT issue_affected_versions_pkey PRIMARY KEY (site_id, issue_id, version_id);

ALTER TABLE ONLY public.issue_components
    ADD CONSTRAINT issue_components_pkey PRIMARY KEY (site_id, issue_id, component_id);

ALTER TABLE ONLY public.issue_fix_versions
    ADD CONSTRAINT issue_fix_versions_pkey PRIMARY KEY (site_id, issue_id, version_id);

ALTER TABLE ONLY public.issue_keys
    ADD CONSTRAINT issue_keys_pkey PRIMARY KEY (site_id, issue_id, key);

ALTER TABLE ONLY public.issue_links
    ADD CONSTRAINT issue_links_pkey PRIMARY KEY (site_id, id, issue_id);

ALTER TABLE ONLY public.issue_people
    ADD CONSTRAINT issue_people_pkey PRIMARY KEY (site_id, issue_id, user_id);

ALTER TABLE ONLY public.issue_sprints
    ADD CONSTRAINT issue_sprints_pkey PRIMARY KEY (site_id, issue_id, sprint_id);

ALTER TABLE ONLY public.issue_types
    ADD CONSTRAINT issue_types_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.issues
    ADD CONSTRAINT issues_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.link_types
    ADD CONSTRAINT link_types_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.one_sided_links
    ADD CONSTRAINT one_sided_links_pkey PRIMARY KEY (site_id, id, issue_id);

ALTER TABLE ONLY public.priorities
    ADD CONSTRAINT priorities_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.project_losses
    ADD CONSTRAINT project_losses_pkey PRIMARY KEY (site_id, project_id);

ALTER TABLE ONLY public.project_sync_state
    ADD CONSTRAINT project_sync_state_pkey PRIMARY KEY (site_id, project_id);

ALTER TABLE ONLY public.projects
    ADD CONSTRAINT projects_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.quarantined_issues
    ADD CONSTRAINT quarantined_issues_pkey PRIMARY KEY (site_id, document_key);

ALTER TABLE ONLY public.refetches
    ADD CONSTRAINT refetches_pkey PRIMARY KEY (site_id, issue_id);

ALTER TABLE ONLY public.remote_links
    ADD CONSTRAINT remote_links_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.resolutions
    ADD CONSTRAINT resolutions_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.schedule_decisions
    ADD CONSTRAINT schedule_decisions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT schedules_name_key UNIQUE (name);

ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT schedules_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.seaql_migrations
    ADD CONSTRAINT seaql_migrations_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.settings
    ADD CONSTRAINT settings_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.site_cursors
    ADD CONSTRAINT site_cursors_pkey PRIMARY KEY (site_id, feed);

ALTER TABLE ONLY public.site_pauses
    ADD CONSTRAINT site_pauses_pkey PRIMARY KEY (site_id, kind);

ALTER TABLE ONLY public.sites
    ADD CONSTRAINT sites_name_key UNIQUE (name);

ALTER TABLE ONLY public.sites
    ADD CONSTRAINT sites_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sprints
    ADD CONSTRAINT sprints_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.statuses
    ADD CONSTRAINT statuses_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.sync_run_metrics
    ADD CONSTRAINT sync_run_metrics_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sync_run_projects
    ADD CONSTRAINT sync_run_projects_pkey PRIMARY KEY (run_id, site_id, project_key);

ALTER TABLE ONLY public.sync_run_warnings
    ADD CONSTRAINT sync_run_warnings_pkey PRIMARY KEY (run_id, site_id, project_key, path, problem);

ALTER TABLE ONLY public.sync_runs
    ADD CONSTRAINT sync_runs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.versions
    ADD CONSTRAINT versions_pkey PRIMARY KEY (site_id, id);

ALTER TABLE ONLY public.worklogs
    ADD CONSTRAINT worklogs_pkey PRIMARY KEY (site_id, id);

CREATE INDEX attachments_by_issue ON public.attachments USING btree (site_id, issue_id);

CREATE INDEX changelogs_by_issue ON public.changelogs USING btree (site_id, issue_id);

CREATE INDEX comments_by_issue ON public.comments USING btree (site_id, issue_id);

CREATE INDEX issue_keys_by_key ON public.issue_keys USING btree (key);

CREATE INDEX issue_links_by_issue ON public.issue_links USING btree (site_id, issue_id);

CREATE INDEX issue_links_by_linked_issue ON public.issue_links USING btree (site_id, linked_issue_id);

CREATE INDEX issue_people_by_user ON public.issue_people USING btree (site_id, user_id, issue_id);

CREATE INDEX issues_by_key ON public.issues USING btree (site_id, key);

CREATE INDEX issues_by_parent ON public.issues USING btree (site_id, parent_id);

CREATE INDEX issues_by_parent_key ON public.issues USING btree (site_id, parent_key) WHERE ((parent_id IS NULL) AND (parent_key IS NOT NULL));

CREATE INDEX issues_by_project ON public.issues USING btree (site_id, project_id);

CREATE INDEX issues_by_remote_links ON public.issues USING btree (site_id, updated_at) WHERE remote_links_stale;

CREATE INDEX issues_by_update ON public.issues USING btree (updated_at);

CREATE INDEX issues_live ON public.issues USING btree (site_id) WHERE (deleted_at IS NULL);

CREATE INDEX issues_stale ON public.issues USING btree (site_id) WHERE stale;

CREATE UNIQUE INDEX one_active_run ON public.sync_runs USING btree (scope) WHERE (status = ANY (ARRAY['running'::text, 'stopping'::text]));

CREATE UNIQUE INDEX one_decision_per_slot ON public.schedule_decisions USING btree (schedule_id, last_slot);

CREATE UNIQUE INDEX one_run_per_slot ON public.sync_runs USING btree (schedule_id, slot);

CREATE INDEX projects_by_key ON public.projects USING btree (site_id, key);

CREATE INDEX remote_links_by_issue ON public.remote_links USING btree (site_id, issue_id);

CREATE INDEX sync_run_metrics_by_run ON public.sync_run_metrics USING btree (run_id);

CREATE INDEX sync_runs_by_start ON public.sync_runs USING btree (started_at);

CREATE INDEX users_changed ON public.users USING btree (site_id) WHERE changed;

CREATE INDEX worklogs_by_issue ON public.worklogs USING btree (site_id, issue_id);

