PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "seaql_migrations" ( "version" varchar NOT NULL PRIMARY KEY, "applied_at" integer NOT NULL );
INSERT INTO seaql_migrations VALUES('m0001_sites_and_projects',1795815135);
INSERT INTO seaql_migrations VALUES('m0002_issues',1795815135);
INSERT INTO seaql_migrations VALUES('m0003_issue_children',1795815136);
INSERT INTO seaql_migrations VALUES('m0004_reference',1795815136);
INSERT INTO seaql_migrations VALUES('m0005_runs',1795815136);
INSERT INTO seaql_migrations VALUES('m0006_schedules',1795815136);
INSERT INTO seaql_migrations VALUES('m0007_views',1795815136);
INSERT INTO seaql_migrations VALUES('m0008_drift',1795815136);
INSERT INTO seaql_migrations VALUES('m0009_webhooks',1795815136);
INSERT INTO seaql_migrations VALUES('m0010_settled_watermarks',1795815136);
INSERT INTO seaql_migrations VALUES('m0011_said_once',1795815136);
INSERT INTO seaql_migrations VALUES('m0012_issue_people',1795815136);
INSERT INTO seaql_migrations VALUES('m0013_sites_in_use',1795815136);
INSERT INTO seaql_migrations VALUES('m0014_run_selections',1795815136);
INSERT INTO seaql_migrations VALUES('m0016_site_pauses',1795815136);
INSERT INTO seaql_migrations VALUES('m0017_worklog_feeds',1795815136);
INSERT INTO seaql_migrations VALUES('m0018_boundaries_and_losses',1795815136);
CREATE TABLE sites (
    id integer primary key autoincrement,
    name text not null unique,
    base_url text not null,
    edition text,
    enabled boolean not null default true,
    connected boolean,
    error_message text,
    last_contact_at text,
    last_synced_at text
, retired_at text, identity text, doubt text, doubt_message text);
INSERT INTO sites VALUES(1,'sample','http://127.0.0.1:38988','cloud',1,1,NULL,'2026-11-27T21:32:16.669563349+00:00','2026-11-27T21:32:16.755823545+00:00',NULL,'{"account":"5b1286fd28d4ec490351bd64","address":"http://127.0.0.1:38988","cloud_id":null,"edition":"cloud","server_title":"Sample Jira","server_url":"http://127.0.0.1:38988"}',NULL,NULL);
CREATE TABLE projects (
    site_id bigint not null,
    id bigint not null,
    key text not null,
    name text not null,
    project_type text,
    lead_id text,
    category text,
    state text not null default 'live',
    deleted_at text,
    primary key (site_id, id)
);
INSERT INTO projects VALUES(1,10000,'ORB','Orbit Web Shop','software','5b13cdab02ba54da5cf77eda','Product','live',NULL);
INSERT INTO projects VALUES(1,10001,'PAY','Payments','software','5b1a3b184a0b9165634f7309','Platform','live',NULL);
CREATE TABLE project_sync_state (
    site_id bigint not null,
    project_id bigint not null,
    watermark_ms bigint not null, read_at text, read_from_ms bigint, listed_whole boolean not null default false,
    primary key (site_id, project_id)
);
INSERT INTO project_sync_state VALUES(1,10000,1789549200000,'2026-11-27T21:32:16.732+00:00',NULL,1);
INSERT INTO project_sync_state VALUES(1,10001,1789549192081,'2026-11-27T21:32:16.734+00:00',NULL,1);
CREATE TABLE issues (
    site_id bigint not null,
    id bigint not null,
    key text not null,
    project_id bigint not null,
    project_key text not null,
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
    labels text not null,
    created_at text,
    updated_at text,
    resolved_at text,
    due_date date,
    original_estimate_seconds bigint,
    remaining_estimate_seconds bigint,
    time_spent_seconds bigint,
    story_points double precision,
    custom_fields text not null,
    deleted_at text,
    deletion_kind text,
    synced_at text not null,
    content_hash bigint not null, remote_links_stale boolean not null default true, stale boolean not null default false, priority_id text, resolution_id text,
    primary key (site_id, id)
);
INSERT INTO issues VALUES(1,100001,'PAY-1',10001,'PAY','10000','Epic','10001','In Review','indeterminate','Medium',NULL,'Dark mode everywhere',replace('This blocks the release. cc @Demo Account\nSteps\n- The numbers in the report do not add up.\n- Please check with the people in support before closing.\n- Voilà, c''est réparé 🎉\n- お客様に確認してください。','\n',char(10)),'5b112ba33de40878f4a47c6b','557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9','557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9',NULL,NULL,'["needs-design","a11y","docs"]','2024-09-01T23:37:58.081+00:00','2026-09-16T08:59:52.081+00:00',NULL,NULL,NULL,NULL,NULL,NULL,'{"customfield_10000":"{}","customfield_10011":"Dark mode everywhere","customfield_10019":"0|i186a1:","customfield_10031":[{"id":"10386","self":"http://127.0.0.1:38988/rest/api/3/customFieldOption/10386","value":"Web"}],"customfield_10035":[{"accountId":"5b1178b6c28c4a041e6f94e5","accountType":"atlassian","active":true,"avatarUrls":{"16x16":"https://avatars.example.com/24.png?size=16","24x24":"https://avatars.example.com/24.png?size=24","32x32":"https://avatars.example.com/24.png?size=32","48x48":"https://avatars.example.com/24.png?size=48"},"displayName":"Daniel Kim","emailAddress":"daniel.kim24@example.com","self":"http://127.0.0.1:38988/rest/api/3/user?accountId=5b1178b6c28c4a041e6f94e5","timeZone":"Asia/Seoul"},{"accountId":"5b11f0d22062ae004c6c9e94","accountType":"atlassian","active":true,"avatarUrls":{"16x16":"https://avatars.example.com/25.png?size=16","24x24":"https://avatars.example.com/25.png?size=24","32x32":"https://avatars.example.com/25.png?size=32","48x48":"https://avatars.example.com/25.png?size=48"},"displayName":"Elif Demir","self":"http://127.0.0.1:38988/rest/api/3/user?accountId=5b11f0d22062ae004c6c9e94","timeZone":"Europe/Istanbul"}],"customfield_10038":{"child":{"id":"10986","self":"http://127.0.0.1:38988/rest/api/3/customFieldOption/10986","value":"Kraków"},"id":"10724","self":"http://127.0.0.1:38988/rest/api/3/customFieldOption/10724","value":"Europe"}}',NULL,NULL,'2026-11-27T21:32:16.500726698+00:00',762722842279601220,0,0,'3',NULL);
INSERT INTO issues VALUES(1,100003,'PAY-2',10001,'PAY','10001','Story','6','Closed','done','Highest','Done','Review currency table for the EU region','We agreed to ship the small version first.','5b1f2e1bd6287474cb36f1a9','5b138e1827d003fc1d918a7c','5b138e1827d003fc1d918a7c',100001,'PAY-1','["performance"]','2024-09-09T11:40:42.331+00:00','2024-10-31T23:59:52.081+00:00','2024-10-31T23:59:52+00:00',NULL,NULL,NULL,16200,5.0,'{"customfield_10000":"{}","customfield_10014":"PAY-1","customfield_10019":"0|i186a3:","customfield_10028":5.0,"customfield_10033":"O''Hara \\ Partners","customfield_10034":{"accountId":"5b1ab1cf5c5567bfd340e050","accountType":"atlassian","active":true,"avatarUrls":{"16x16":"https://avatars.example.com/14.png?size=16","24x24":"https://avatars.example.com/14.png?size=24","32x32":"https://avatars.example.com/14.png?size=32","48x48":"https://avatars.example.com/14.png?size=48"},"displayName":"Chen 伟","emailAddress":"chen14@example.com","self":"http://127.0.0.1:38988/rest/api/3/user?accountId=5b1ab1cf5c5567bfd340e050","timeZone":"Asia/Shanghai"},"customfield_10035":[{"accountId":"557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9","accountType":"atlassian","active":true,"avatarUrls":{"16x16":"https://avatars.example.com/11.png?size=16","24x24":"https://avatars.example.com/11.png?size=24","32x32":"https://avatars.example.com/11.png?size=32","48x48":"https://avatars.example.com/11.png?size=48"},"displayName":"Björn Sigurðsson","emailAddress":"bjrn.sigursson11@example.com","self":"http://127.0.0.1:38988/rest/api/3/user?accountId=557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9","timeZone":"Atlantic/Reykjavik"}],"customfield_10037":"2024-10-31T19:59:52.000-0400","customfield_10039":"https://support.example.com/t/83263"}',NULL,NULL,'2026-11-27T21:32:16.500726698+00:00',-3611718271644125389,0,0,'1','10000');
INSERT INTO issues VALUES(1,100005,'PAY-3',10001,'PAY','10002','Task','10000','To Do','new','Medium',NULL,'Translate price rounding à la carte',replace('C:\temp\logs hold the traces, see line 42.\nSteps\n- C:\temp\logs hold the traces, see line 42.\n- Die Ursache liegt vermutlich im Zwischenspeicher.\n- Steps are below; a recording is attached.','\n',char(10)),'5b1a647e7bf248679aedcaf8','557058:0d94a724-c6d0-447b-8450-182522ee7428','557058:0d94a724-c6d0-447b-8450-182522ee7428',NULL,NULL,'["a11y"]','2024-09-16T23:43:26.581+00:00','2025-09-16T08:59:52.081+00:00',NULL,NULL,NULL,NULL,NULL,5.0,'{"customfield_10000":"{}","customfield_10019":"0|i186a5:","customfield_10028":5.0,"customfield_10040":39.75}',NULL,NULL,'2026-11-27T21:32:16.500726698+00:00',-5559248100363561655,0,0,'3',NULL);
INSERT INTO issues VALUES(1,100007,'PAY-4',10001,'PAY','10004','Bug','3','In Progress','indeterminate','High',NULL,'Simplify feature flags à la carte',NULL,'5b1b90799ae6211e7ee512ee','5b1286fd28d4ec490351bd64','5b1286fd28d4ec490351bd64',100001,'PAY-1','["customer-reported"]','2024-09-24T11:46:10.831+00:00','2026-05-02T11:59:52.081+00:00',NULL,NULL,NULL,NULL,NULL,NULL,'{"customfield_10000":"{}","customfield_10014":"PAY-1","customfield_10019":"0|i186a7:","customfield_10030":{"id":"10234","self":"http://127.0.0.1:38988/rest/api/3/customFieldOption/10234","value":"S3"},"customfield_10031":[{"id":"10386","self":"http://127.0.0.1:38988/rest/api/3/customFieldOption/10386","value":"Web"}],"customfield_10033":"O''Hara \\ Partners","customfield_10035":[{"accountId":"5b12914a04d57ac804f6f958","accountType":"atlassian","active":false,"avatarUrls":{"16x16":"https://avatars.example.com/16.png?size=16","24x24":"https://avatars.example.com/16.png?size=24","32x32":"https://avatars.example.com/16.png?size=32","48x48":"https://avatars.example.com/16.png?size=48"},"displayName":"Noah Müller","self":"http://127.0.0.1:38988/rest/api/3/user?accountId=5b12914a04d57ac804f6f958","timeZone":"Europe/Berlin"},{"accountId":"557058:c5a7307e-b54b-412b-838d-370fde7c2719","accountType":"atlassian","active":true,"avatarUrls":{"16x16":"https://avatars.example.com/23.png?size=16","24x24":"https://avatars.example.com/23.png?size=24","32x32":"https://avatars.example.com/23.png?size=32","48x48":"https://avatars.example.com/23.png?size=48"},"displayName":"Ines Carvalho","emailAddress":"ines.carvalho23@example.com","self":"http://127.0.0.1:38988/rest/api/3/user?accountId=557058:c5a7307e-b54b-412b-838d-370fde7c2719","timeZone":"Europe/Lisbon"}]}',NULL,NULL,'2026-11-27T21:32:16.500726698+00:00',-1500430890478105246,0,0,'2',NULL);
INSERT INTO issues VALUES(1,100000,'ORB-1',10000,'ORB','10000','Epic','3','In Progress','indeterminate','High',NULL,'Webhook retries revamp',replace('The query takes 4.2 s at the 95th percentile. See the dashboard (https://example.com/d?id=1&x=%C3%BC).\nSteps\n- お客様に確認してください。\n- Works on staging, fails in production.\n- The customer reported this twice last week.\n- Let us measure before we change anything.','\n',char(10)),'5b1178b6c28c4a041e6f94e5','5b1286fd28d4ec490351bd64','5b1286fd28d4ec490351bd64',NULL,NULL,'["backend","docs"]','2024-09-01T23:38:06+00:00','2026-09-16T09:00:00+00:00',NULL,NULL,NULL,NULL,NULL,NULL,'{"customfield_10000":"{}","customfield_10011":"Webhook retries revamp","customfield_10019":"0|i186a0:","customfield_10031":[{"id":"10805","self":"http://127.0.0.1:38988/rest/api/3/customFieldOption/10805","value":"Android"}]}',NULL,NULL,'2026-11-27T21:32:16.520269771+00:00',-6226121117502415706,0,0,'2',NULL);
INSERT INTO issues VALUES(1,100002,'ORB-2',10000,'ORB','10001','Story','10003','Blocked','indeterminate','Highest',NULL,'Document dark mode 🚀',replace('Nobody has seen it since the last deploy.\nI''d rather not touch this before Friday.\nWhat | ms\nGrößentabelle | 478\ne-mail templates | 488\n---\nOut of scope: Die Ursache liegt vermutlich im Zwischenspeicher.','\n',char(10)),NULL,'5b139e74a5e21dd2eba0d178','5b139e74a5e21dd2eba0d178',100000,'ORB-1','["a11y","docs"]','2024-09-09T11:40:50.250+00:00','2024-11-01T00:00:00+00:00',NULL,NULL,46800,20700,26100,1.0,'{"customfield_10000":"{}","customfield_10014":"ORB-1","customfield_10019":"0|i186a2:","customfield_10020":[{"boardId":1,"completeDate":"2024-10-25T00:00:00.000Z","endDate":"2024-10-25T00:00:00.000Z","goal":"Ship what we promised","id":100,"name":"ORB Sprint 1","startDate":"2024-10-11T00:00:00.000Z","state":"closed"}],"customfield_10028":1.0,"customfield_10031":[{"id":"10367","self":"http://127.0.0.1:38988/rest/api/3/customFieldOption/10367","value":"iOS"},{"id":"10386","self":"http://127.0.0.1:38988/rest/api/3/customFieldOption/10386","value":"Web"}]}',NULL,NULL,'2026-11-27T21:32:16.520269771+00:00',7798075967037781017,0,0,'1',NULL);
INSERT INTO issues VALUES(1,100004,'ORB-3',10000,'ORB','10002','Task','3','In Progress','indeterminate','Low',NULL,'Review image pipeline à la carte',replace('Die Ursache liegt vermutlich im Zwischenspeicher.\nDie Ursache liegt vermutlich im Zwischenspeicher.\nDie Ursache liegt vermutlich im Zwischenspeicher.\nSteps\n- Steps are below; a recording is attached.\n- Let us measure before we change anything.\nException in thread "main" NullPointerException\n	at com.example.Cart.total(Cart.java:417)','\n',char(10)),'5b12914a04d57ac804f6f958','5b139e74a5e21dd2eba0d178','5b139e74a5e21dd2eba0d178',NULL,NULL,'["customer-reported","performance","日本語"]','2024-09-16T23:43:34.500+00:00','2025-09-16T09:00:00+00:00',NULL,NULL,115200,115200,NULL,3.0,'{"customfield_10000":"{}","customfield_10019":"0|i186a4:","customfield_10020":[{"boardId":1,"completeDate":"2024-10-25T00:00:00.000Z","endDate":"2024-10-25T00:00:00.000Z","goal":"Ship what we promised","id":100,"name":"ORB Sprint 1","startDate":"2024-10-11T00:00:00.000Z","state":"closed"}],"customfield_10028":3.0,"customfield_10031":[{"id":"10386","self":"http://127.0.0.1:38988/rest/api/3/customFieldOption/10386","value":"Web"}],"customfield_10033":"ACME","customfield_10036":"2024-09-23"}',NULL,NULL,'2026-11-27T21:32:16.520269771+00:00',-8554963123410586772,0,0,'4',NULL);
INSERT INTO issues VALUES(1,100006,'ORB-4',10000,'ORB','10004','Bug','10003','Blocked','indeterminate','Medium',NULL,'Rework API pagination for guest customers',replace('Nobody has seen it since the last deploy.\nSteps\n- お客様に確認してください。\n- The numbers in the report do not add up.\n- I''d rather not touch this before Friday.\nException in thread "main" NullPointerException\n	at com.example.Cart.total(Cart.java:125)','\n',char(10)),'5b1a647e7bf248679aedcaf8','5b112ba33de40878f4a47c6b','5b112ba33de40878f4a47c6b',100000,'ORB-1','["customer-reported","docs"]','2024-09-24T11:46:18.750+00:00','2026-05-02T12:00:00+00:00',NULL,NULL,97200,97200,NULL,NULL,'{"customfield_10000":"{}","customfield_10014":"ORB-1","customfield_10019":"0|i186a6:","customfield_10020":[{"boardId":1,"completeDate":"2024-10-25T00:00:00.000Z","endDate":"2024-10-25T00:00:00.000Z","goal":"Ship what we promised","id":100,"name":"ORB Sprint 1","startDate":"2024-10-11T00:00:00.000Z","state":"closed"},{"boardId":1,"completeDate":"2026-05-08T10:00:00.000Z","endDate":"2026-05-08T00:00:00.000Z","goal":"","id":140,"name":"ORB Sprint 41","startDate":"2026-04-24T00:00:00.000Z","state":"closed"}],"customfield_10030":{"id":"10234","self":"http://127.0.0.1:38988/rest/api/3/customFieldOption/10234","value":"S3"},"customfield_10031":[{"id":"10367","self":"http://127.0.0.1:38988/rest/api/3/customFieldOption/10367","value":"iOS"}],"customfield_10033":"株式会社サンプル","customfield_10035":[{"accountId":"557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9","accountType":"atlassian","active":true,"avatarUrls":{"16x16":"https://avatars.example.com/11.png?size=16","24x24":"https://avatars.example.com/11.png?size=24","32x32":"https://avatars.example.com/11.png?size=32","48x48":"https://avatars.example.com/11.png?size=48"},"displayName":"Björn Sigurðsson","emailAddress":"bjrn.sigursson11@example.com","self":"http://127.0.0.1:38988/rest/api/3/user?accountId=557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9","timeZone":"Atlantic/Reykjavik"}]}',NULL,NULL,'2026-11-27T21:32:16.520269771+00:00',1467460448861536558,0,0,'3',NULL);
CREATE TABLE issue_keys (
    site_id bigint not null,
    issue_id bigint not null,
    key text not null,
    current boolean not null,
    primary key (site_id, issue_id, key)
);
INSERT INTO issue_keys VALUES(1,100001,'PAY-1',1);
INSERT INTO issue_keys VALUES(1,100003,'PAY-2',1);
INSERT INTO issue_keys VALUES(1,100005,'PAY-3',1);
INSERT INTO issue_keys VALUES(1,100007,'PAY-4',1);
INSERT INTO issue_keys VALUES(1,100000,'ORB-1',1);
INSERT INTO issue_keys VALUES(1,100002,'ORB-2',1);
INSERT INTO issue_keys VALUES(1,100004,'ORB-3',1);
INSERT INTO issue_keys VALUES(1,100006,'ORB-4',1);
CREATE TABLE comments (
    site_id bigint not null,
    id bigint not null,
    issue_id bigint not null,
    author_id text,
    body_text text,
    body text,
    created_at text,
    updated_at text,
    visibility text,
    deleted_at text,
    primary key (site_id, id)
);
INSERT INTO comments VALUES(1,11280,100005,'557058:16b6d61e-c8f5-4d04-8437-97ff9073c2da','Let us measure before we change anything. See the dashboard (https://example.com/d?id=1&x=%C3%BC).','{"content":[{"content":[{"text":"Let us measure before we change anything.","type":"text"},{"text":" See ","type":"text"},{"marks":[{"attrs":{"href":"https://example.com/d?id=1&x=%C3%BC"},"type":"link"}],"text":"the dashboard","type":"text"},{"text":".","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2024-09-16T23:44:26.581+00:00','2024-09-16T23:44:26.581+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11292,100005,'5b1ab1cf5c5567bfd340e050','お客様に確認してください。','{"content":[{"content":[{"text":"お客様に確認してください。","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-01-04T07:19:04.206+00:00','2025-01-04T07:19:04.206+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11304,100005,'5b139e74a5e21dd2eba0d178','This blocks the release. See the dashboard (https://example.com/d?id=1&x=%C3%BC).','{"content":[{"content":[{"text":"This blocks the release.","type":"text"},{"text":" See ","type":"text"},{"marks":[{"attrs":{"href":"https://example.com/d?id=1&x=%C3%BC"},"type":"link"}],"text":"the dashboard","type":"text"},{"text":".","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-04-23T14:53:41.832+00:00','2025-04-23T14:53:41.832+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11316,100005,'5b12914a04d57ac804f6f958','C:\temp\logs hold the traces, see line 42.','{"content":[{"content":[{"text":"C:\\temp\\logs hold the traces, see line 42.","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-08-10T22:28:19.458+00:00','2025-08-10T22:28:19.458+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11796,100007,'5b139e74a5e21dd2eba0d178','Nobody has seen it since the last deploy.','{"content":[{"content":[{"text":"Nobody has seen it since the last deploy.","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2024-10-12T18:32:34.617+00:00','2024-10-12T18:32:34.617+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11808,100007,'557058:c5a7307e-b54b-412b-838d-370fde7c2719','This blocks the release. 🐛','{"content":[{"content":[{"text":"This blocks the release.","type":"text"},{"text":" ","type":"text"},{"attrs":{"id":"bug","shortName":":bug:","text":"🐛"},"type":"emoji"}],"type":"paragraph"}],"type":"doc","version":1}','2024-12-06T14:48:45.977+00:00','2024-12-06T14:48:45.977+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11820,100007,'5b11f0d22062ae004c6c9e94','Steps are below; a recording is attached. See the dashboard (https://example.com/d?id=1&x=%C3%BC).','{"content":[{"content":[{"text":"Steps are below; a recording is attached.","type":"text"},{"text":" See ","type":"text"},{"marks":[{"attrs":{"href":"https://example.com/d?id=1&x=%C3%BC"},"type":"link"}],"text":"the dashboard","type":"text"},{"text":".","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-01-30T11:04:57.336+00:00','2025-01-30T11:04:57.336+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11832,100007,'5b10230cf4118d4751d67eff',replace('We agreed to ship the small version first.\nThe numbers in the report do not add up.','\n',char(10)),'{"content":[{"content":[{"text":"We agreed to ship the small version first.","type":"text"},{"type":"hardBreak"},{"marks":[{"type":"strong"}],"text":"The numbers in the report do not add up.","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-03-26T07:21:08.696+00:00','2025-03-26T07:21:08.696+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11844,100007,'5b150ff45d3ebe40ba126cc0','C:\temp\logs hold the traces, see line 42. 🐛','{"content":[{"content":[{"text":"C:\\temp\\logs hold the traces, see line 42.","type":"text"},{"text":" ","type":"text"},{"attrs":{"id":"bug","shortName":":bug:","text":"🐛"},"type":"emoji"}],"type":"paragraph"}],"type":"doc","version":1}','2025-05-20T03:37:20.055+00:00','2025-05-20T03:37:20.055+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11856,100007,'557058:dd50574a-7e04-4417-8513-1c86592732a6',replace('Steps are below; a recording is attached.\nSteps are below; a recording is attached.\nPlease check with the people in support before closing.','\n',char(10)),'{"content":[{"content":[{"text":"Steps are below; a recording is attached.","type":"text"}],"type":"paragraph"},{"content":[{"content":[{"text":"Steps are below; a recording is attached.","type":"text"}],"type":"paragraph"}],"type":"blockquote"},{"content":[{"text":"Please check with the people in support before closing.","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-07-13T23:53:31.415+00:00','2025-07-13T23:53:31.415+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11868,100007,'557058:9ff3995b-6bf5-46c3-835f-fc089c91d3dd','I''d rather not touch this before Friday.','{"content":[{"content":[{"text":"I''d rather not touch this before Friday.","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-09-06T20:09:42.775+00:00','2025-09-06T20:09:42.775+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11880,100007,'5b13cdab02ba54da5cf77eda','Please check with the people in support before closing.','{"content":[{"content":[{"text":"Please check with the people in support before closing.","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-10-31T16:25:54.134+00:00','2025-10-31T16:25:54.134+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11892,100007,'5b110c9c927cd6f7286bd261','The customer reported this twice last week.','{"content":[{"content":[{"text":"The customer reported this twice last week.","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-12-25T12:42:05.494+00:00','2025-12-25T12:42:05.494+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11904,100007,'5b19e2a09c6abb0777f72c23','I''d rather not touch this before Friday. See the dashboard (https://example.com/d?id=1&x=%C3%BC).','{"content":[{"content":[{"text":"I''d rather not touch this before Friday.","type":"text"},{"text":" See ","type":"text"},{"marks":[{"attrs":{"href":"https://example.com/d?id=1&x=%C3%BC"},"type":"link"}],"text":"the dashboard","type":"text"},{"text":".","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2026-02-18T08:58:16.853+00:00','2026-02-18T08:58:16.853+00:00','Administrators',NULL);
INSERT INTO comments VALUES(1,11916,100007,'5b165d02af892d7a8aaaf088','Voilà, c''est réparé 🎉','{"content":[{"content":[{"text":"Voilà, c''est réparé 🎉","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2026-04-14T05:14:28.213+00:00','2026-04-14T05:14:28.213+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,10512,100002,'5b138e1827d003fc1d918a7c','The query takes 4.2 s at the 95th percentile. 👀','{"content":[{"content":[{"text":"The query takes 4.2 s at the 95th percentile.","type":"text"},{"text":" ","type":"text"},{"attrs":{"id":"eyes","shortName":":eyes:","text":"👀"},"type":"emoji"}],"type":"paragraph"}],"type":"doc","version":1}','2024-09-09T11:41:50.250+00:00','2024-09-09T11:41:50.250+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11028,100004,'557058:dd50574a-7e04-4417-8513-1c86592732a6','Voilà, c''est réparé 🎉 See the dashboard (https://example.com/d?id=1&x=%C3%BC).','{"content":[{"content":[{"text":"Voilà, c''est réparé 🎉","type":"text"},{"text":" See ","type":"text"},{"marks":[{"attrs":{"href":"https://example.com/d?id=1&x=%C3%BC"},"type":"link"}],"text":"the dashboard","type":"text"},{"text":".","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2024-10-27T11:26:17.333+00:00','2024-10-27T11:26:17.333+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11040,100004,'5b1286fd28d4ec490351bd64','The customer reported this twice last week. See the dashboard (https://example.com/d?id=1&x=%C3%BC).','{"content":[{"content":[{"text":"The customer reported this twice last week.","type":"text"},{"text":" See ","type":"text"},{"marks":[{"attrs":{"href":"https://example.com/d?id=1&x=%C3%BC"},"type":"link"}],"text":"the dashboard","type":"text"},{"text":".","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-02-25T22:31:25.833+00:00','2025-02-25T22:31:25.833+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11052,100004,'5b19e2a09c6abb0777f72c23','Works on staging, fails in production.','{"content":[{"content":[{"text":"Works on staging, fails in production.","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-06-27T09:36:34.333+00:00','2025-06-27T09:36:34.333+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11544,100006,'557058:16b6d61e-c8f5-4d04-8437-97ff9073c2da','Voilà, c''est réparé 🎉','{"content":[{"content":[{"text":"Voilà, c''est réparé 🎉","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2024-11-02T11:48:09.500+00:00','2024-11-02T11:48:09.500+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11556,100006,'5b1ab1cf5c5567bfd340e050','Die Ursache liegt vermutlich im Zwischenspeicher. 🐛','{"content":[{"content":[{"text":"Die Ursache liegt vermutlich im Zwischenspeicher.","type":"text"},{"text":" ","type":"text"},{"attrs":{"id":"bug","shortName":":bug:","text":"🐛"},"type":"emoji"}],"type":"paragraph"}],"type":"doc","version":1}','2024-12-30T23:49:25.625+00:00','2024-12-31T00:49:25.625+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11568,100006,'5b110c9c927cd6f7286bd261',replace('C:\temp\logs hold the traces, see line 42. See the dashboard (https://example.com/d?id=1&x=%C3%BC).\nThis blocks the release.\nWorks on staging, fails in production.','\n',char(10)),'{"content":[{"content":[{"text":"C:\\temp\\logs hold the traces, see line 42.","type":"text"},{"text":" See ","type":"text"},{"marks":[{"attrs":{"href":"https://example.com/d?id=1&x=%C3%BC"},"type":"link"}],"text":"the dashboard","type":"text"},{"text":".","type":"text"}],"type":"paragraph"},{"content":[{"content":[{"text":"This blocks the release.","type":"text"}],"type":"paragraph"}],"type":"blockquote"},{"content":[{"text":"Works on staging, fails in production.","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-02-27T11:50:41.750+00:00','2025-02-27T11:50:41.750+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11580,100006,'557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9',replace('Die Ursache liegt vermutlich im Zwischenspeicher. See the dashboard (https://example.com/d?id=1&x=%C3%BC).\nThe customer reported this twice last week.\nPlease check with the people in support before closing.','\n',char(10)),'{"content":[{"content":[{"text":"Die Ursache liegt vermutlich im Zwischenspeicher.","type":"text"},{"text":" See ","type":"text"},{"marks":[{"attrs":{"href":"https://example.com/d?id=1&x=%C3%BC"},"type":"link"}],"text":"the dashboard","type":"text"},{"text":".","type":"text"}],"type":"paragraph"},{"content":[{"content":[{"text":"The customer reported this twice last week.","type":"text"}],"type":"paragraph"}],"type":"blockquote"},{"content":[{"text":"Please check with the people in support before closing.","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-04-26T23:51:57.875+00:00','2025-04-27T00:51:57.875+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11592,100006,'5b1a647e7bf248679aedcaf8','Please check with the people in support before closing.','{"content":[{"content":[{"text":"Please check with the people in support before closing.","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-06-24T11:53:14+00:00','2025-06-24T11:53:14+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11604,100006,'5b1fb42ac674889b2faf66e3',replace('Die Ursache liegt vermutlich im Zwischenspeicher. See the dashboard (https://example.com/d?id=1&x=%C3%BC).\nThe query takes 4.2 s at the 95th percentile.\nWorks on staging, fails in production.','\n',char(10)),'{"content":[{"content":[{"text":"Die Ursache liegt vermutlich im Zwischenspeicher.","type":"text"},{"text":" See ","type":"text"},{"marks":[{"attrs":{"href":"https://example.com/d?id=1&x=%C3%BC"},"type":"link"}],"text":"the dashboard","type":"text"},{"text":".","type":"text"}],"type":"paragraph"},{"content":[{"content":[{"text":"The query takes 4.2 s at the 95th percentile.","type":"text"}],"type":"paragraph"}],"type":"blockquote"},{"content":[{"text":"Works on staging, fails in production.","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-08-21T23:54:30.125+00:00','2025-08-21T23:54:30.125+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11616,100006,'557058:9ff3995b-6bf5-46c3-835f-fc089c91d3dd',replace('お客様に確認してください。 See the dashboard (https://example.com/d?id=1&x=%C3%BC).\nLet us measure before we change anything.\nIt happens only when two tabs are open.','\n',char(10)),'{"content":[{"content":[{"text":"お客様に確認してください。","type":"text"},{"text":" See ","type":"text"},{"marks":[{"attrs":{"href":"https://example.com/d?id=1&x=%C3%BC"},"type":"link"}],"text":"the dashboard","type":"text"},{"text":".","type":"text"}],"type":"paragraph"},{"content":[{"content":[{"text":"Let us measure before we change anything.","type":"text"}],"type":"paragraph"}],"type":"blockquote"},{"content":[{"text":"It happens only when two tabs are open.","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-10-19T11:55:46.250+00:00','2025-10-19T11:55:46.250+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11628,100006,'5b1a647e7bf248679aedcaf8','お客様に確認してください。','{"content":[{"content":[{"text":"お客様に確認してください。","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2025-12-16T23:57:02.375+00:00','2025-12-16T23:57:02.375+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11640,100006,'557058:9b7cbf32-981a-42e6-8582-8e3bb74643db',replace('The numbers in the report do not add up.\nWorks on staging, fails in production.\nWorks on staging, fails in production.','\n',char(10)),'{"content":[{"content":[{"text":"The numbers in the report do not add up.","type":"text"}],"type":"paragraph"},{"content":[{"content":[{"text":"Works on staging, fails in production.","type":"text"}],"type":"paragraph"}],"type":"blockquote"},{"content":[{"text":"Works on staging, fails in production.","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2026-02-13T11:58:18.500+00:00','2026-02-13T11:58:18.500+00:00',NULL,NULL);
INSERT INTO comments VALUES(1,11652,100006,'5b1ab1cf5c5567bfd340e050','The query takes 4.2 s at the 95th percentile.','{"content":[{"content":[{"text":"The query takes 4.2 s at the 95th percentile.","type":"text"}],"type":"paragraph"}],"type":"doc","version":1}','2026-04-12T23:59:34.625+00:00','2026-04-12T23:59:34.625+00:00',NULL,NULL);
CREATE TABLE worklogs (
    site_id bigint not null,
    id bigint not null,
    issue_id bigint not null,
    author_id text,
    started_at text,
    time_spent_seconds bigint,
    comment_text text,
    created_at text,
    updated_at text,
    deleted_at text,
    primary key (site_id, id)
);
INSERT INTO worklogs VALUES(1,10768,100003,'5b1178b6c28c4a041e6f94e5','2024-10-21T20:29:52+00:00',16200,NULL,'2024-10-22T00:59:52+00:00','2024-10-22T00:59:52+00:00',NULL);
INSERT INTO worklogs VALUES(1,10512,100002,'5b16416f07d47208d4404b44','2024-10-21T22:30:00+00:00',9000,'Die Ursache liegt vermutlich im Zwischenspeicher.','2024-10-22T01:00:00+00:00','2024-10-22T01:00:00+00:00',NULL);
INSERT INTO worklogs VALUES(1,10513,100002,'5b1bbfae3bd84d3cbf5e8be8','2024-10-26T19:45:00+00:00',17100,NULL,'2024-10-27T00:30:00+00:00','2024-10-27T00:30:00+00:00',NULL);
CREATE TABLE changelogs (
    site_id bigint not null,
    id bigint not null,
    issue_id bigint not null,
    author_id text,
    created_at text,
    primary key (site_id, id)
);
INSERT INTO changelogs VALUES(1,10256,100001,'5b110c9c927cd6f7286bd261','2025-09-09T04:19:25.040+00:00');
INSERT INTO changelogs VALUES(1,10768,100003,'557058:dd50574a-7e04-4417-8513-1c86592732a6','2024-09-22T14:46:14.748+00:00');
INSERT INTO changelogs VALUES(1,10769,100003,'557058:0d94a724-c6d0-447b-8450-182522ee7428','2024-10-05T17:50:47.165+00:00');
INSERT INTO changelogs VALUES(1,10771,100003,'5b138e1827d003fc1d918a7c','2024-10-31T23:59:52+00:00');
INSERT INTO changelogs VALUES(1,11281,100005,'5b1286fd28d4ec490351bd64','2025-02-09T17:50:36.748+00:00');
INSERT INTO changelogs VALUES(1,11282,100005,'557058:16b6d61e-c8f5-4d04-8437-97ff9073c2da','2025-04-23T14:53:41.832+00:00');
INSERT INTO changelogs VALUES(1,11284,100005,'5b139e74a5e21dd2eba0d178','2025-09-16T08:59:52+00:00');
INSERT INTO changelogs VALUES(1,11792,100007,'557058:db987f31-e266-4190-81d8-554ad84c009e','2024-12-17T01:31:50.998+00:00');
INSERT INTO changelogs VALUES(1,11794,100007,'5b1360da943a68e3fe894965','2025-06-02T05:01:11.332+00:00');
INSERT INTO changelogs VALUES(1,11795,100007,'557058:db987f31-e266-4190-81d8-554ad84c009e','2025-08-24T18:45:51.499+00:00');
INSERT INTO changelogs VALUES(1,11797,100007,'5b19e2a09c6abb0777f72c23','2026-02-07T22:15:11.833+00:00');
INSERT INTO changelogs VALUES(1,11798,100007,'5b11f0d22062ae004c6c9e94','2026-05-02T11:59:52+00:00');
INSERT INTO changelogs VALUES(1,10000,100000,'5b1bbfae3bd84d3cbf5e8be8','2024-12-04T00:49:12.750+00:00');
INSERT INTO changelogs VALUES(1,10001,100000,'5b1360da943a68e3fe894965','2025-03-07T01:59:19.500+00:00');
INSERT INTO changelogs VALUES(1,10003,100000,'5b1b90799ae6211e7ee512ee','2025-09-09T04:19:33+00:00');
INSERT INTO changelogs VALUES(1,10004,100000,'5b1ab1cf5c5567bfd340e050','2025-12-11T05:29:39.750+00:00');
INSERT INTO changelogs VALUES(1,10006,100000,'5b165d02af892d7a8aaaf088','2026-06-15T07:49:53.250+00:00');
INSERT INTO changelogs VALUES(1,10007,100000,'557058:db987f31-e266-4190-81d8-554ad84c009e','2026-09-16T09:00:00+00:00');
INSERT INTO changelogs VALUES(1,10513,100002,'5b139e74a5e21dd2eba0d178','2024-11-01T00:00:00+00:00');
INSERT INTO changelogs VALUES(1,11024,100004,'5b1f2e1bd6287474cb36f1a9','2024-11-08T01:03:55.285+00:00');
INSERT INTO changelogs VALUES(1,11026,100004,'5b13cdab02ba54da5cf77eda','2025-02-20T03:42:36.857+00:00');
INSERT INTO changelogs VALUES(1,11027,100004,'5b1360da943a68e3fe894965','2025-04-13T05:01:57.642+00:00');
INSERT INTO changelogs VALUES(1,11029,100004,'5b1ab1cf5c5567bfd340e050','2025-07-26T07:40:39.214+00:00');
INSERT INTO changelogs VALUES(1,11030,100004,'5b165d02af892d7a8aaaf088','2025-09-16T09:00:00+00:00');
INSERT INTO changelogs VALUES(1,11536,100006,'5b10d3604920f3e1f704b64b','2024-12-17T01:31:58.928+00:00');
INSERT INTO changelogs VALUES(1,11537,100006,'5b16735a657adc5a6c9617fb','2025-03-10T15:16:39.107+00:00');
INSERT INTO changelogs VALUES(1,11539,100006,'5b139e74a5e21dd2eba0d178','2025-08-24T18:45:59.464+00:00');
INSERT INTO changelogs VALUES(1,11540,100006,'5b13cdab02ba54da5cf77eda','2025-11-16T08:30:39.642+00:00');
INSERT INTO changelogs VALUES(1,11542,100006,'557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9','2026-05-02T12:00:00+00:00');
CREATE TABLE changelog_items (
    site_id bigint not null,
    changelog_id bigint not null,
    position bigint not null,
    field text not null,
    field_id text,
    field_type text,
    from_value text,
    from_text text,
    to_value text,
    to_text text,
    primary key (site_id, changelog_id, position)
);
INSERT INTO changelog_items VALUES(1,10256,0,'status','status','jira','10000','To Do','3','In Progress');
INSERT INTO changelog_items VALUES(1,10768,0,'status','status','jira','10000','To Do','3','In Progress');
INSERT INTO changelog_items VALUES(1,10769,0,'status','status','jira','3','In Progress','10001','In Review');
INSERT INTO changelog_items VALUES(1,10771,0,'status','status','jira','10002','Done','6','Closed');
INSERT INTO changelog_items VALUES(1,10771,1,'resolution','resolution','jira',NULL,NULL,'10000','Done');
INSERT INTO changelog_items VALUES(1,11281,0,'summary','summary','jira',NULL,'I''d rather not touch this before Friday.',NULL,'Nobody has seen it since the last deploy.');
INSERT INTO changelog_items VALUES(1,11282,0,'labels','labels','jira',NULL,'',NULL,'customer-reported');
INSERT INTO changelog_items VALUES(1,11284,0,'labels','labels','jira',NULL,'customer-reported tech-debt',NULL,'customer-reported tech-debt tech-debt');
INSERT INTO changelog_items VALUES(1,11792,0,'labels','labels','jira',NULL,'',NULL,'quick-win');
INSERT INTO changelog_items VALUES(1,11794,0,'Story Points','customfield_10028','custom',NULL,'1',NULL,'6');
INSERT INTO changelog_items VALUES(1,11795,0,'labels','labels','jira',NULL,'quick-win',NULL,'quick-win performance');
INSERT INTO changelog_items VALUES(1,11797,0,'description','description','jira',NULL,'The customer reported this twice last week.',NULL,'Please check with the people in support before closing.');
INSERT INTO changelog_items VALUES(1,11797,1,'Rank','customfield_10019','custom','','','','Ranked lower');
INSERT INTO changelog_items VALUES(1,11798,0,'status','status','jira','10000','To Do','3','In Progress');
INSERT INTO changelog_items VALUES(1,10000,0,'Link',NULL,'jira',NULL,NULL,'PAY-1','This issue relates to PAY-1');
INSERT INTO changelog_items VALUES(1,10001,0,'labels','labels','jira',NULL,'',NULL,'needs-design');
INSERT INTO changelog_items VALUES(1,10003,0,'priority','priority','jira','1','Highest','4','Low');
INSERT INTO changelog_items VALUES(1,10004,0,'Sprint','customfield_10020','custom','122','Sprint 23','121','Sprint 22');
INSERT INTO changelog_items VALUES(1,10006,0,'labels','labels','jira',NULL,'needs-design',NULL,'needs-design frontend');
INSERT INTO changelog_items VALUES(1,10007,0,'status','status','jira','10000','To Do','3','In Progress');
INSERT INTO changelog_items VALUES(1,10513,0,'status','status','jira','3','In Progress','10003','Blocked');
INSERT INTO changelog_items VALUES(1,11024,0,'summary','summary','jira',NULL,'The customer reported this twice last week.',NULL,'Works on staging, fails in production.');
INSERT INTO changelog_items VALUES(1,11026,0,'summary','summary','jira',NULL,'お客様に確認してください。',NULL,'Let us measure before we change anything.');
INSERT INTO changelog_items VALUES(1,11027,0,'description','description','jira',NULL,'Voilà, c''est réparé 🎉',NULL,'It happens only when two tabs are open.');
INSERT INTO changelog_items VALUES(1,11029,0,'summary','summary','jira',NULL,'Let us measure before we change anything.',NULL,'The customer reported this twice last week.');
INSERT INTO changelog_items VALUES(1,11029,1,'Rank','customfield_10019','custom','','','','Ranked lower');
INSERT INTO changelog_items VALUES(1,11030,0,'status','status','jira','10000','To Do','3','In Progress');
INSERT INTO changelog_items VALUES(1,11536,0,'description','description','jira',NULL,'Let us measure before we change anything.',NULL,'Please check with the people in support before closing.');
INSERT INTO changelog_items VALUES(1,11537,0,'Link',NULL,'jira',NULL,NULL,'PAY-1','This issue relates to PAY-1');
INSERT INTO changelog_items VALUES(1,11539,0,'status','status','jira','10000','To Do','3','In Progress');
INSERT INTO changelog_items VALUES(1,11540,0,'labels','labels','jira',NULL,'',NULL,'docs');
INSERT INTO changelog_items VALUES(1,11542,0,'status','status','jira','3','In Progress','10003','Blocked');
CREATE TABLE issue_links (
    site_id bigint not null,
    id bigint not null,
    issue_id bigint not null,
    link_type text not null,
    direction text not null,
    linked_issue_id bigint,
    linked_issue_key text, link_type_id text,
    primary key (site_id, id, issue_id)
);
CREATE TABLE attachments (
    site_id bigint not null,
    id bigint not null,
    issue_id bigint not null,
    filename text,
    author_id text,
    created_at text,
    size_bytes bigint,
    mime_type text,
    content_url text,
    primary key (site_id, id)
);
CREATE TABLE issue_components (
    site_id bigint not null,
    issue_id bigint not null,
    component_id bigint not null,
    name text not null,
    primary key (site_id, issue_id, component_id)
);
INSERT INTO issue_components VALUES(1,100003,10036,'Reporting');
INSERT INTO issue_components VALUES(1,100005,10034,'Search');
INSERT INTO issue_components VALUES(1,100000,10001,'Web UI');
INSERT INTO issue_components VALUES(1,100002,10002,'Billing');
INSERT INTO issue_components VALUES(1,100002,10003,'Search');
INSERT INTO issue_components VALUES(1,100006,10001,'Web UI');
CREATE TABLE issue_fix_versions (
    site_id bigint not null,
    issue_id bigint not null,
    version_id bigint not null,
    name text not null,
    primary key (site_id, issue_id, version_id)
);
INSERT INTO issue_fix_versions VALUES(1,100001,10042,'3.2.0');
INSERT INTO issue_fix_versions VALUES(1,100005,10036,'Release 5 ☂');
INSERT INTO issue_fix_versions VALUES(1,100007,10039,'2.3.0');
INSERT INTO issue_fix_versions VALUES(1,100000,10010,'3.2.0');
INSERT INTO issue_fix_versions VALUES(1,100002,10000,'1.0.0');
INSERT INTO issue_fix_versions VALUES(1,100006,10007,'2.3.0');
CREATE TABLE issue_affected_versions (
    site_id bigint not null,
    issue_id bigint not null,
    version_id bigint not null,
    name text not null,
    primary key (site_id, issue_id, version_id)
);
INSERT INTO issue_affected_versions VALUES(1,100007,10038,'2.2.0');
INSERT INTO issue_affected_versions VALUES(1,100006,10006,'2.2.0');
CREATE TABLE issue_sprints (
    site_id bigint not null,
    issue_id bigint not null,
    sprint_id bigint not null,
    name text not null,
    primary key (site_id, issue_id, sprint_id)
);
INSERT INTO issue_sprints VALUES(1,100002,100,'ORB Sprint 1');
INSERT INTO issue_sprints VALUES(1,100004,100,'ORB Sprint 1');
INSERT INTO issue_sprints VALUES(1,100006,100,'ORB Sprint 1');
INSERT INTO issue_sprints VALUES(1,100006,140,'ORB Sprint 41');
CREATE TABLE users (
    site_id bigint not null,
    id text not null,
    display_name text,
    email text,
    active boolean,
    time_zone text,
    account_type text, listed bigint not null default 0, shown_by bigint, changed boolean not null default false,
    primary key (site_id, id)
);
INSERT INTO users VALUES(1,'557058:0d94a724-c6d0-447b-8450-182522ee7428','José Muñoz','jos.muoz3@example.com',1,'Europe/Madrid','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'557058:16b6d61e-c8f5-4d04-8437-97ff9073c2da','Fatima الزهراء','fatima15@example.com',1,'Africa/Casablanca','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9','Björn Sigurðsson','bjrn.sigursson11@example.com',1,'Atlantic/Reykjavik','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'557058:9b7cbf32-981a-42e6-8582-8e3bb74643db','Hannah Goldberg',NULL,1,'America/New_York','atlassian',29,NULL,0);
INSERT INTO users VALUES(1,'557058:9ff3995b-6bf5-46c3-835f-fc089c91d3dd','Former User',NULL,0,'Europe/London','atlassian',29,NULL,0);
INSERT INTO users VALUES(1,'557058:c5a7307e-b54b-412b-838d-370fde7c2719','Ines Carvalho','ines.carvalho23@example.com',1,'Europe/Lisbon','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'557058:db987f31-e266-4190-81d8-554ad84c009e','Nadia Haddad','nadia.haddad27@example.com',1,'Asia/Beirut','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'557058:dd50574a-7e04-4417-8513-1c86592732a6','Łukasz Wójcik',NULL,1,'Europe/Warsaw','atlassian',29,NULL,0);
INSERT INTO users VALUES(1,'5b10230cf4118d4751d67eff','Thi Nguyễn','thi.nguyn18@example.com',1,'Asia/Ho_Chi_Minh','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'5b10d3604920f3e1f704b64b','Priya Raman','priya.raman5@example.com',1,'Asia/Kolkata','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'5b110c9c927cd6f7286bd261','Kofi Mensah',NULL,1,'Africa/Accra','atlassian',29,NULL,0);
INSERT INTO users VALUES(1,'5b112ba33de40878f4a47c6b','Liam O''Connor',NULL,1,'Europe/Dublin','atlassian',29,NULL,0);
INSERT INTO users VALUES(1,'5b1178b6c28c4a041e6f94e5','Daniel Kim','daniel.kim24@example.com',1,'Asia/Seoul','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'5b11f0d22062ae004c6c9e94','Elif Demir',NULL,1,'Europe/Istanbul','atlassian',29,NULL,0);
INSERT INTO users VALUES(1,'5b1286fd28d4ec490351bd64','Demo Account','demo@example.com',1,'America/New_York','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'5b12914a04d57ac804f6f958','Noah Müller',NULL,0,'Europe/Berlin','atlassian',29,NULL,0);
INSERT INTO users VALUES(1,'5b1360da943a68e3fe894965','Aiko 鈴木','aiko29@example.com',1,'Asia/Tokyo','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'5b138e1827d003fc1d918a7c','Tom Baker','tom.baker26@example.com',1,'America/Los_Angeles','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'5b139e74a5e21dd2eba0d178','Søren Kjær','sren.kjr2@example.com',1,'Europe/Copenhagen','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'5b13cdab02ba54da5cf77eda','Amara Okafor',NULL,1,'Africa/Lagos','atlassian',29,NULL,0);
INSERT INTO users VALUES(1,'5b150ff45d3ebe40ba126cc0','Automation for Jira',NULL,1,'Etc/UTC','app',29,NULL,0);
INSERT INTO users VALUES(1,'5b16416f07d47208d4404b44','Grace Mwangi','grace.mwangi12@example.com',1,'Africa/Nairobi','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'5b165d02af892d7a8aaaf088','Olena Шевченко',NULL,1,'Europe/Kyiv','atlassian',29,NULL,0);
INSERT INTO users VALUES(1,'5b16735a657adc5a6c9617fb','Sofía Ibáñez','sofa.ibez17@example.com',1,'America/Buenos_Aires','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'5b19e2a09c6abb0777f72c23','Anaïs Lefèvre','anas.lefvre8@example.com',1,'Europe/Paris','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'5b1a3b184a0b9165634f7309','Zoë van den Berg','zo.vandenberg6@example.com',1,'Europe/Amsterdam','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'5b1a647e7bf248679aedcaf8','Mia Lindqvist','mia.lindqvist21@example.com',1,'Europe/Stockholm','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'5b1ab1cf5c5567bfd340e050','Chen 伟','chen14@example.com',1,'Asia/Shanghai','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'5b1b90799ae6211e7ee512ee','Yuki 田中',NULL,1,'Asia/Tokyo','atlassian',29,NULL,0);
INSERT INTO users VALUES(1,'5b1bbfae3bd84d3cbf5e8be8','Ravi Iyer','ravi.iyer20@example.com',1,'Asia/Kolkata','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'5b1f2e1bd6287474cb36f1a9','Mehmet Yıldız','mehmet.yldz9@example.com',1,'Europe/Istanbul','atlassian',31,NULL,0);
INSERT INTO users VALUES(1,'5b1fb42ac674889b2faf66e3','Viktor Novák',NULL,1,'Europe/Prague','atlassian',29,NULL,0);
CREATE TABLE fields (
    site_id bigint not null,
    id text not null,
    name text not null,
    custom boolean not null,
    schema_type text,
    schema_custom text,
    deleted_at text,
    primary key (site_id, id)
);
INSERT INTO fields VALUES(1,'issuekey','Key',0,NULL,NULL,NULL);
INSERT INTO fields VALUES(1,'summary','Summary',0,'string',NULL,NULL);
INSERT INTO fields VALUES(1,'issuetype','Issue Type',0,'issuetype',NULL,NULL);
INSERT INTO fields VALUES(1,'project','Project',0,'project',NULL,NULL);
INSERT INTO fields VALUES(1,'status','Status',0,'status',NULL,NULL);
INSERT INTO fields VALUES(1,'statuscategorychangedate','Status Category Changed',0,'datetime',NULL,NULL);
INSERT INTO fields VALUES(1,'priority','Priority',0,'priority',NULL,NULL);
INSERT INTO fields VALUES(1,'resolution','Resolution',0,'resolution',NULL,NULL);
INSERT INTO fields VALUES(1,'resolutiondate','Resolved',0,'datetime',NULL,NULL);
INSERT INTO fields VALUES(1,'created','Created',0,'datetime',NULL,NULL);
INSERT INTO fields VALUES(1,'updated','Updated',0,'datetime',NULL,NULL);
INSERT INTO fields VALUES(1,'lastViewed','Last Viewed',0,'datetime',NULL,NULL);
INSERT INTO fields VALUES(1,'duedate','Due date',0,'date',NULL,NULL);
INSERT INTO fields VALUES(1,'assignee','Assignee',0,'user',NULL,NULL);
INSERT INTO fields VALUES(1,'reporter','Reporter',0,'user',NULL,NULL);
INSERT INTO fields VALUES(1,'creator','Creator',0,'user',NULL,NULL);
INSERT INTO fields VALUES(1,'labels','Labels',0,'array',NULL,NULL);
INSERT INTO fields VALUES(1,'components','Components',0,'array',NULL,NULL);
INSERT INTO fields VALUES(1,'fixVersions','Fix versions',0,'array',NULL,NULL);
INSERT INTO fields VALUES(1,'versions','Affects versions',0,'array',NULL,NULL);
INSERT INTO fields VALUES(1,'parent','Parent',0,NULL,NULL,NULL);
INSERT INTO fields VALUES(1,'subtasks','Sub-tasks',0,'array',NULL,NULL);
INSERT INTO fields VALUES(1,'issuelinks','Linked Issues',0,'array',NULL,NULL);
INSERT INTO fields VALUES(1,'attachment','Attachment',0,'array',NULL,NULL);
INSERT INTO fields VALUES(1,'description','Description',0,'string',NULL,NULL);
INSERT INTO fields VALUES(1,'environment','Environment',0,'string',NULL,NULL);
INSERT INTO fields VALUES(1,'comment','Comment',0,'comments-page',NULL,NULL);
INSERT INTO fields VALUES(1,'worklog','Log Work',0,'array',NULL,NULL);
INSERT INTO fields VALUES(1,'timetracking','Time tracking',0,'timetracking',NULL,NULL);
INSERT INTO fields VALUES(1,'timeestimate','Remaining Estimate',0,'number',NULL,NULL);
INSERT INTO fields VALUES(1,'timeoriginalestimate','Original estimate',0,'number',NULL,NULL);
INSERT INTO fields VALUES(1,'timespent','Time Spent',0,'number',NULL,NULL);
INSERT INTO fields VALUES(1,'aggregatetimeestimate','Σ Remaining Estimate',0,'number',NULL,NULL);
INSERT INTO fields VALUES(1,'aggregatetimeoriginalestimate','Σ Original Estimate',0,'number',NULL,NULL);
INSERT INTO fields VALUES(1,'aggregatetimespent','Σ Time Spent',0,'number',NULL,NULL);
INSERT INTO fields VALUES(1,'progress','Progress',0,'progress',NULL,NULL);
INSERT INTO fields VALUES(1,'aggregateprogress','Σ Progress',0,'progress',NULL,NULL);
INSERT INTO fields VALUES(1,'votes','Votes',0,'votes',NULL,NULL);
INSERT INTO fields VALUES(1,'watches','Watchers',0,'watches',NULL,NULL);
INSERT INTO fields VALUES(1,'workratio','Work Ratio',0,'number',NULL,NULL);
INSERT INTO fields VALUES(1,'security','Security Level',0,'securitylevel',NULL,NULL);
INSERT INTO fields VALUES(1,'customfield_10000','Development',1,'any','com.atlassian.jira.plugins.jira-development-integration-plugin:devsummarycf',NULL);
INSERT INTO fields VALUES(1,'customfield_10011','Epic Name',1,'string','com.pyxis.greenhopper.jira:gh-epic-label',NULL);
INSERT INTO fields VALUES(1,'customfield_10014','Epic Link',1,'any','com.pyxis.greenhopper.jira:gh-epic-link',NULL);
INSERT INTO fields VALUES(1,'customfield_10016','Story point estimate',1,'number','com.pyxis.greenhopper.jira:jsw-story-points',NULL);
INSERT INTO fields VALUES(1,'customfield_10019','Rank',1,'any','com.pyxis.greenhopper.jira:gh-lexo-rank',NULL);
INSERT INTO fields VALUES(1,'customfield_10020','Sprint',1,'array','com.pyxis.greenhopper.jira:gh-sprint',NULL);
INSERT INTO fields VALUES(1,'customfield_10021','Flagged',1,'array','com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes',NULL);
INSERT INTO fields VALUES(1,'customfield_10028','Story Points',1,'number','com.atlassian.jira.plugin.system.customfieldtypes:float',NULL);
INSERT INTO fields VALUES(1,'customfield_10030','Severity',1,'option','com.atlassian.jira.plugin.system.customfieldtypes:select',NULL);
INSERT INTO fields VALUES(1,'customfield_10031','Platforms',1,'array','com.atlassian.jira.plugin.system.customfieldtypes:multiselect',NULL);
INSERT INTO fields VALUES(1,'customfield_10032','Root cause',1,'string','com.atlassian.jira.plugin.system.customfieldtypes:textarea',NULL);
INSERT INTO fields VALUES(1,'customfield_10033','Customer',1,'string','com.atlassian.jira.plugin.system.customfieldtypes:textfield',NULL);
INSERT INTO fields VALUES(1,'customfield_10034','Reviewer',1,'user','com.atlassian.jira.plugin.system.customfieldtypes:userpicker',NULL);
INSERT INTO fields VALUES(1,'customfield_10035','Watch group',1,'array','com.atlassian.jira.plugin.system.customfieldtypes:multiuserpicker',NULL);
INSERT INTO fields VALUES(1,'customfield_10036','Target start',1,'date','com.atlassian.jira.plugin.system.customfieldtypes:datepicker',NULL);
INSERT INTO fields VALUES(1,'customfield_10037','Deployed at',1,'datetime','com.atlassian.jira.plugin.system.customfieldtypes:datetime',NULL);
INSERT INTO fields VALUES(1,'customfield_10038','Region',1,'option-with-child','com.atlassian.jira.plugin.system.customfieldtypes:cascadingselect',NULL);
INSERT INTO fields VALUES(1,'customfield_10039','Support ticket',1,'string','com.atlassian.jira.plugin.system.customfieldtypes:url',NULL);
INSERT INTO fields VALUES(1,'customfield_10040','Customer impact',1,'number','com.atlassian.jira.plugin.system.customfieldtypes:float',NULL);
CREATE TABLE statuses (
    site_id bigint not null,
    id text not null,
    name text not null,
    category text,
    deleted_at text,
    primary key (site_id, id)
);
INSERT INTO statuses VALUES(1,'10000','To Do','new',NULL);
INSERT INTO statuses VALUES(1,'3','In Progress','indeterminate',NULL);
INSERT INTO statuses VALUES(1,'10001','In Review','indeterminate',NULL);
INSERT INTO statuses VALUES(1,'10002','Done','done',NULL);
INSERT INTO statuses VALUES(1,'10003','Blocked','indeterminate',NULL);
INSERT INTO statuses VALUES(1,'10004','待审核 – Abnahme','indeterminate',NULL);
INSERT INTO statuses VALUES(1,'6','Closed','done',NULL);
CREATE TABLE issue_types (
    site_id bigint not null,
    id text not null,
    name text not null,
    subtask boolean not null,
    hierarchy_level bigint,
    description text,
    deleted_at text,
    primary key (site_id, id)
);
INSERT INTO issue_types VALUES(1,'10000','Epic',0,1,'A big user story that needs to be broken down.',NULL);
INSERT INTO issue_types VALUES(1,'10001','Story',0,0,'Functionality or a feature expressed as a user goal.',NULL);
INSERT INTO issue_types VALUES(1,'10002','Task',0,0,'A small, distinct piece of work.',NULL);
INSERT INTO issue_types VALUES(1,'10004','Bug',0,0,'A problem which impairs or prevents the functions of the product.',NULL);
INSERT INTO issue_types VALUES(1,'10003','Sub-task',1,-1,'A small piece of work that''s part of a larger task.',NULL);
CREATE TABLE priorities (
    site_id bigint not null,
    id text not null,
    name text not null,
    description text,
    deleted_at text,
    primary key (site_id, id)
);
INSERT INTO priorities VALUES(1,'1','Highest','Highest importance.',NULL);
INSERT INTO priorities VALUES(1,'2','High','High importance.',NULL);
INSERT INTO priorities VALUES(1,'3','Medium','Medium importance.',NULL);
INSERT INTO priorities VALUES(1,'4','Low','Low importance.',NULL);
INSERT INTO priorities VALUES(1,'5','Lowest','Lowest importance.',NULL);
CREATE TABLE resolutions (
    site_id bigint not null,
    id text not null,
    name text not null,
    description text,
    deleted_at text,
    primary key (site_id, id)
);
INSERT INTO resolutions VALUES(1,'10000','Done','Work has been completed on this issue.',NULL);
INSERT INTO resolutions VALUES(1,'10001','Won''t Do','This issue won''t be actioned.',NULL);
INSERT INTO resolutions VALUES(1,'10002','Duplicate','The problem is a duplicate of an existing issue.',NULL);
INSERT INTO resolutions VALUES(1,'10003','Cannot Reproduce','All attempts at reproducing this issue failed.',NULL);
CREATE TABLE versions (
    site_id bigint not null,
    id bigint not null,
    project_id bigint not null,
    name text not null,
    description text,
    released boolean not null,
    archived boolean not null,
    start_date date,
    release_date date,
    deleted_at text,
    primary key (site_id, id)
);
INSERT INTO versions VALUES(1,10032,10001,'1.0.0','',1,1,'2025-03-11','2025-05-10',NULL);
INSERT INTO versions VALUES(1,10033,10001,'1.1.0','',1,1,'2025-05-10','2025-07-09',NULL);
INSERT INTO versions VALUES(1,10034,10001,'1.2.0','',1,0,'2025-07-09','2025-09-07',NULL);
INSERT INTO versions VALUES(1,10035,10001,'1.3.0','',1,0,'2025-09-07','2025-11-06',NULL);
INSERT INTO versions VALUES(1,10036,10001,'Release 5 ☂','',1,0,'2025-11-06','2026-01-05',NULL);
INSERT INTO versions VALUES(1,10037,10001,'2.1.0','',1,0,'2026-01-05','2026-03-06',NULL);
INSERT INTO versions VALUES(1,10038,10001,'2.2.0','',1,0,'2026-03-06','2026-05-05',NULL);
INSERT INTO versions VALUES(1,10039,10001,'2.3.0','',1,0,'2026-05-05','2026-07-04',NULL);
INSERT INTO versions VALUES(1,10040,10001,'3.0.0','',1,0,'2026-07-04','2026-09-02',NULL);
INSERT INTO versions VALUES(1,10041,10001,'Release 10 ☂','',0,0,'2026-09-02','2026-11-01',NULL);
INSERT INTO versions VALUES(1,10042,10001,'3.2.0','',0,0,'2026-11-01','2026-12-31',NULL);
INSERT INTO versions VALUES(1,10043,10001,'3.3.0','',0,0,'2026-12-31','2027-03-01',NULL);
INSERT INTO versions VALUES(1,10000,10000,'1.0.0','',1,1,'2025-03-11','2025-05-10',NULL);
INSERT INTO versions VALUES(1,10001,10000,'1.1.0','',1,1,'2025-05-10','2025-07-09',NULL);
INSERT INTO versions VALUES(1,10002,10000,'1.2.0','',1,0,'2025-07-09','2025-09-07',NULL);
INSERT INTO versions VALUES(1,10003,10000,'1.3.0','',1,0,'2025-09-07','2025-11-06',NULL);
INSERT INTO versions VALUES(1,10004,10000,'Release 5 ☂','',1,0,'2025-11-06','2026-01-05',NULL);
INSERT INTO versions VALUES(1,10005,10000,'2.1.0','',1,0,'2026-01-05','2026-03-06',NULL);
INSERT INTO versions VALUES(1,10006,10000,'2.2.0','',1,0,'2026-03-06','2026-05-05',NULL);
INSERT INTO versions VALUES(1,10007,10000,'2.3.0','',1,0,'2026-05-05','2026-07-04',NULL);
INSERT INTO versions VALUES(1,10008,10000,'3.0.0','',1,0,'2026-07-04','2026-09-02',NULL);
INSERT INTO versions VALUES(1,10009,10000,'Release 10 ☂','',0,0,'2026-09-02','2026-11-01',NULL);
INSERT INTO versions VALUES(1,10010,10000,'3.2.0','',0,0,'2026-11-01','2026-12-31',NULL);
INSERT INTO versions VALUES(1,10011,10000,'3.3.0','',0,0,'2026-12-31','2027-03-01',NULL);
CREATE TABLE components (
    site_id bigint not null,
    id bigint not null,
    project_id bigint not null,
    name text not null,
    description text,
    lead_id text,
    deleted_at text,
    primary key (site_id, id)
);
INSERT INTO components VALUES(1,10032,10001,'Web UI','Everything about Web UI','5b1a3b184a0b9165634f7309',NULL);
INSERT INTO components VALUES(1,10033,10001,'Billing','Everything about Billing','5b1a3b184a0b9165634f7309',NULL);
INSERT INTO components VALUES(1,10034,10001,'Search','Everything about Search','5b1a3b184a0b9165634f7309',NULL);
INSERT INTO components VALUES(1,10035,10001,'Auth','Everything about Auth','5b1a3b184a0b9165634f7309',NULL);
INSERT INTO components VALUES(1,10036,10001,'Reporting','Everything about Reporting','5b1a3b184a0b9165634f7309',NULL);
INSERT INTO components VALUES(1,10000,10000,'API','Everything about API','5b13cdab02ba54da5cf77eda',NULL);
INSERT INTO components VALUES(1,10001,10000,'Web UI','Everything about Web UI','5b13cdab02ba54da5cf77eda',NULL);
INSERT INTO components VALUES(1,10002,10000,'Billing','Everything about Billing','5b13cdab02ba54da5cf77eda',NULL);
INSERT INTO components VALUES(1,10003,10000,'Search','Everything about Search','5b13cdab02ba54da5cf77eda',NULL);
INSERT INTO components VALUES(1,10004,10000,'Auth','Everything about Auth','5b13cdab02ba54da5cf77eda',NULL);
CREATE TABLE boards (
    site_id bigint not null,
    id bigint not null,
    name text not null,
    board_type text,
    project_id bigint,
    deleted_at text,
    primary key (site_id, id)
);
INSERT INTO boards VALUES(1,1,'ORB board','scrum',10000,NULL);
INSERT INTO boards VALUES(1,2,'PAY board','kanban',10001,NULL);
CREATE TABLE sprints (
    site_id bigint not null,
    id bigint not null,
    board_id bigint,
    name text not null,
    state text,
    goal text,
    start_at text,
    end_at text,
    completed_at text,
    deleted_at text,
    primary key (site_id, id)
);
INSERT INTO sprints VALUES(1,100,1,'ORB Sprint 1','closed','Ship what we promised','2024-10-11T00:00:00+00:00','2024-10-25T00:00:00+00:00','2024-10-25T00:00:00+00:00',NULL);
INSERT INTO sprints VALUES(1,104,1,'ORB Sprint 5','closed',NULL,'2024-12-06T00:00:00+00:00','2024-12-20T00:00:00+00:00','2024-12-20T04:00:00+00:00',NULL);
INSERT INTO sprints VALUES(1,112,1,'ORB Sprint 13','closed','Ship what we promised','2025-03-28T00:00:00+00:00','2025-04-11T00:00:00+00:00','2025-04-11T12:00:00+00:00',NULL);
INSERT INTO sprints VALUES(1,120,1,'ORB Sprint 21','closed',NULL,'2025-07-18T00:00:00+00:00','2025-08-01T00:00:00+00:00','2025-08-01T20:00:00+00:00',NULL);
INSERT INTO sprints VALUES(1,128,1,'ORB Sprint 29','closed',NULL,'2025-11-07T00:00:00+00:00','2025-11-21T00:00:00+00:00','2025-11-22T04:00:00+00:00',NULL);
INSERT INTO sprints VALUES(1,136,1,'ORB Sprint 37','closed','Ship what we promised','2026-02-27T00:00:00+00:00','2026-03-13T00:00:00+00:00','2026-03-13T06:00:00+00:00',NULL);
INSERT INTO sprints VALUES(1,140,1,'ORB Sprint 41','closed',NULL,'2026-04-24T00:00:00+00:00','2026-05-08T00:00:00+00:00','2026-05-08T10:00:00+00:00',NULL);
INSERT INTO sprints VALUES(1,144,1,'ORB Sprint 45','closed',NULL,'2026-06-19T00:00:00+00:00','2026-07-03T00:00:00+00:00','2026-07-03T14:00:00+00:00',NULL);
INSERT INTO sprints VALUES(1,152,1,'ORB Sprint 53','closed',NULL,'2026-10-09T00:00:00+00:00','2026-10-23T00:00:00+00:00','2026-10-23T22:00:00+00:00',NULL);
CREATE TABLE sync_runs (
    id text not null primary key,
    scope text not null default 'all',
    sync_type text not null,
    initiated_by text not null,
    mode text not null,
    status text not null,
    schedule_id bigint,
    slot text,
    started_at text not null,
    completed_at text,
    total_projects bigint not null default 0,
    successful_projects bigint not null default 0,
    failed_projects bigint not null default 0,
    total_issues bigint not null default 0,
    issues_expected bigint not null default 0,
    issues_created bigint not null default 0,
    issues_updated bigint not null default 0,
    issues_failed bigint not null default 0,
    error_message text,
    settings text,
    current_project text,
    waiting text,
    progress_at text,
    holder text not null,
    fence bigint not null default 1,
    lease_until text not null,
    pages bigint not null default 0
, selection text);
INSERT INTO sync_runs VALUES('01a21eec-5bb1-714f-947c-f2cb2ad076a0','all','manual','command line','full','completed',NULL,NULL,'2026-11-27T21:32:16.176+00:00','2026-11-27T21:32:16.586+00:00',2,2,0,8,8,8,0,0,NULL,'{"backoff_factor":0.5,"batch_size":200,"census_hours":24,"connection_pool_block":false,"connection_pool_size":20,"first_sync":"everything","lookback_days":60,"max_retries":3,"max_workers":8,"project_timeout":300,"rate_limit_pause":1.0}',NULL,NULL,'2026-11-27T21:32:16.586+00:00','vm:19732',1,'2026-11-27T21:32:46.179+00:00',0,NULL);
INSERT INTO sync_runs VALUES('01a21eec-5d73-7550-8a8e-1ef900dec55a','all','manual','command line','census','completed',NULL,NULL,'2026-11-27T21:32:16.627+00:00','2026-11-27T21:32:16.763+00:00',2,2,0,2,2,0,0,0,NULL,'{"backoff_factor":0.5,"batch_size":200,"census_hours":24,"connection_pool_block":false,"connection_pool_size":20,"first_sync":"everything","lookback_days":60,"max_retries":3,"max_workers":8,"project_timeout":300,"rate_limit_pause":1.0}',NULL,NULL,'2026-11-27T21:32:16.763+00:00','vm:19750',1,'2026-11-27T21:32:46.629+00:00',0,NULL);
CREATE TABLE sync_run_projects (
    run_id text not null,
    site_id bigint not null,
    project_key text not null,
    instance text not null,
    status text not null,
    start_time text,
    end_time text,
    issues_total bigint,
    issues_processed bigint not null default 0,
    issues_created bigint not null default 0,
    issues_updated bigint not null default 0,
    issues_failed bigint not null default 0,
    error_message text,
    retry_count bigint not null default 0,
    primary key (run_id, site_id, project_key)
);
INSERT INTO sync_run_projects VALUES('01a21eec-5bb1-714f-947c-f2cb2ad076a0',1,'ORB','sample','completed','2026-11-27T21:32:16.360783409+00:00','2026-11-27T21:32:16.565721436+00:00',4,4,4,0,0,NULL,0);
INSERT INTO sync_run_projects VALUES('01a21eec-5bb1-714f-947c-f2cb2ad076a0',1,'PAY','sample','completed','2026-11-27T21:32:16.360803959+00:00','2026-11-27T21:32:16.565075815+00:00',4,4,4,0,0,NULL,0);
INSERT INTO sync_run_projects VALUES('01a21eec-5d73-7550-8a8e-1ef900dec55a',1,'ORB','sample','completed','2026-11-27T21:32:16.732089441+00:00','2026-11-27T21:32:16.754609898+00:00',1,1,0,0,0,NULL,0);
INSERT INTO sync_run_projects VALUES('01a21eec-5d73-7550-8a8e-1ef900dec55a',1,'PAY','sample','completed','2026-11-27T21:32:16.732115009+00:00','2026-11-27T21:32:16.755040880+00:00',1,1,0,0,0,NULL,0);
CREATE TABLE sync_run_metrics (
    id integer primary key autoincrement,
    run_id text not null,
    name text not null,
    value double precision not null,
    unit text not null,
    recorded_at text not null
);
INSERT INTO sync_run_metrics VALUES(1,'01a21eec-5bb1-714f-947c-f2cb2ad076a0','duration',0.39101533900000001731,'s','2026-11-27T21:32:16.586+00:00');
INSERT INTO sync_run_metrics VALUES(2,'01a21eec-5bb1-714f-947c-f2cb2ad076a0','issues_per_second',20.459555424243855981,'1/s','2026-11-27T21:32:16.586+00:00');
INSERT INTO sync_run_metrics VALUES(3,'01a21eec-5bb1-714f-947c-f2cb2ad076a0','requests',43.0,'','2026-11-27T21:32:16.586+00:00');
INSERT INTO sync_run_metrics VALUES(4,'01a21eec-5bb1-714f-947c-f2cb2ad076a0','retries',0.0,'','2026-11-27T21:32:16.586+00:00');
INSERT INTO sync_run_metrics VALUES(5,'01a21eec-5bb1-714f-947c-f2cb2ad076a0','waited',0.0,'s','2026-11-27T21:32:16.586+00:00');
INSERT INTO sync_run_metrics VALUES(6,'01a21eec-5bb1-714f-947c-f2cb2ad076a0','bytes_read',753331.0,'B','2026-11-27T21:32:16.586+00:00');
INSERT INTO sync_run_metrics VALUES(7,'01a21eec-5bb1-714f-947c-f2cb2ad076a0','warnings',0.0,'','2026-11-27T21:32:16.586+00:00');
INSERT INTO sync_run_metrics VALUES(8,'01a21eec-5bb1-714f-947c-f2cb2ad076a0','issues_set_aside',0.0,'','2026-11-27T21:32:16.586+00:00');
INSERT INTO sync_run_metrics VALUES(9,'01a21eec-5bb1-714f-947c-f2cb2ad076a0','issues_gone',0.0,'','2026-11-27T21:32:16.586+00:00');
INSERT INTO sync_run_metrics VALUES(10,'01a21eec-5d73-7550-8a8e-1ef900dec55a','duration',0.13284175400000000633,'s','2026-11-27T21:32:16.763+00:00');
INSERT INTO sync_run_metrics VALUES(11,'01a21eec-5d73-7550-8a8e-1ef900dec55a','issues_per_second',15.055507321892180883,'1/s','2026-11-27T21:32:16.763+00:00');
INSERT INTO sync_run_metrics VALUES(12,'01a21eec-5d73-7550-8a8e-1ef900dec55a','requests',32.0,'','2026-11-27T21:32:16.763+00:00');
INSERT INTO sync_run_metrics VALUES(13,'01a21eec-5d73-7550-8a8e-1ef900dec55a','retries',0.0,'','2026-11-27T21:32:16.763+00:00');
INSERT INTO sync_run_metrics VALUES(14,'01a21eec-5d73-7550-8a8e-1ef900dec55a','waited',0.0,'s','2026-11-27T21:32:16.763+00:00');
INSERT INTO sync_run_metrics VALUES(15,'01a21eec-5d73-7550-8a8e-1ef900dec55a','bytes_read',101943.0,'B','2026-11-27T21:32:16.763+00:00');
INSERT INTO sync_run_metrics VALUES(16,'01a21eec-5d73-7550-8a8e-1ef900dec55a','warnings',0.0,'','2026-11-27T21:32:16.763+00:00');
INSERT INTO sync_run_metrics VALUES(17,'01a21eec-5d73-7550-8a8e-1ef900dec55a','issues_set_aside',0.0,'','2026-11-27T21:32:16.763+00:00');
INSERT INTO sync_run_metrics VALUES(18,'01a21eec-5d73-7550-8a8e-1ef900dec55a','issues_gone',0.0,'','2026-11-27T21:32:16.763+00:00');
CREATE TABLE schedules (
    id integer primary key autoincrement,
    name text not null unique,
    enabled boolean not null,
    interval_seconds bigint not null,
    min_gap_seconds bigint not null default 60,
    next_due text,
    updated_at text not null
);
CREATE TABLE schedule_decisions (
    id integer primary key autoincrement,
    schedule_id bigint not null,
    first_slot text not null,
    last_slot text not null,
    slots bigint not null,
    reason text not null,
    run_id text,
    decided_at text not null
);
CREATE TABLE settings (
    name text not null primary key,
    value text not null,
    updated_at text not null
);
CREATE TABLE remote_links (
    site_id bigint not null,
    id bigint not null,
    issue_id bigint not null,
    global_id text,
    relationship text,
    title text,
    url text,
    application text,
    primary key (site_id, id)
);
CREATE TABLE quarantined_issues (
    site_id bigint not null,
    project_id bigint not null,
    document_key text not null,
    issue_id bigint,
    document text not null,
    reason text not null,
    first_seen_at text not null,
    last_seen_at text not null,
    attempts bigint not null default 1,
    primary key (site_id, document_key)
);
CREATE TABLE sync_run_warnings (
    run_id text not null,
    site_id bigint not null,
    project_key text not null,
    path text not null,
    problem text not null,
    example_issue text not null,
    count bigint not null,
    primary key (run_id, site_id, project_key, path, problem)
);
CREATE TABLE drift_reports (
    site_id bigint not null,
    project_id bigint not null,
    project_key text not null,
    checked_at text not null,
    issues bigint not null,
    missing bigint not null,
    outdated bigint not null,
    surplus bigint not null,
    examples text not null,
    error_message text, pending bigint not null default 0, quarantined bigint not null default 0,
    primary key (site_id, project_id)
);
CREATE TABLE site_cursors (
    site_id bigint not null,
    feed text not null,
    at_ms bigint not null,
    primary key (site_id, feed)
);
INSERT INTO site_cursors VALUES(1,'worklog/updated',1795815136001);
INSERT INTO site_cursors VALUES(1,'worklog/deleted',1795815136001);
CREATE TABLE refetches (
    site_id bigint not null,
    issue_id bigint not null,
    deleted boolean not null default false,
    asks bigint not null default 1,
    asked_at text not null,
    primary key (site_id, issue_id)
);
CREATE TABLE issue_people (
    site_id bigint not null,
    issue_id bigint not null,
    user_id text not null,
    primary key (site_id, issue_id, user_id)
);
INSERT INTO issue_people VALUES(1,100001,'5b1178b6c28c4a041e6f94e5');
INSERT INTO issue_people VALUES(1,100001,'5b11f0d22062ae004c6c9e94');
INSERT INTO issue_people VALUES(1,100003,'557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9');
INSERT INTO issue_people VALUES(1,100003,'5b1ab1cf5c5567bfd340e050');
INSERT INTO issue_people VALUES(1,100007,'557058:c5a7307e-b54b-412b-838d-370fde7c2719');
INSERT INTO issue_people VALUES(1,100007,'5b12914a04d57ac804f6f958');
INSERT INTO issue_people VALUES(1,100006,'557058:1f69d321-5c3c-4d39-8142-b3279d2bbaf9');
CREATE TABLE one_sided_links (
    site_id bigint not null,
    id bigint not null,
    issue_id bigint not null,
    primary key (site_id, id, issue_id)
);
CREATE TABLE link_types (
    site_id bigint not null,
    id text not null,
    name text not null,
    inward text,
    outward text,
    deleted_at text,
    primary key (site_id, id)
);
INSERT INTO link_types VALUES(1,'10000','Blocks','is blocked by','blocks',NULL);
INSERT INTO link_types VALUES(1,'10001','Cloners','is cloned by','clones',NULL);
INSERT INTO link_types VALUES(1,'10002','Duplicate','is duplicated by','duplicates',NULL);
INSERT INTO link_types VALUES(1,'10003','Relates','relates to','relates to',NULL);
CREATE TABLE site_pauses (
    site_id bigint not null,
    kind text not null,
    reason text not null,
    began_at text not null,
    ends_at text not null,
    attempts bigint not null,
    settings text,
    primary key (site_id, kind)
);
CREATE TABLE project_losses (
    site_id bigint not null,
    project_id bigint not null,
    began_at text not null,
    marked bigint not null,
    accepted bigint not null,
    settled boolean not null,
    primary key (site_id, project_id)
);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('sites',1);
INSERT INTO sqlite_sequence VALUES('sync_run_metrics',18);
CREATE INDEX projects_by_key on projects (site_id, key);
CREATE INDEX issues_by_key on issues (site_id, key);
CREATE INDEX issues_by_project on issues (site_id, project_id);
CREATE INDEX issues_by_update on issues (updated_at);
CREATE INDEX issues_live on issues (site_id) where deleted_at is null;
CREATE INDEX issue_keys_by_key on issue_keys (key);
CREATE INDEX comments_by_issue on comments (site_id, issue_id);
CREATE INDEX worklogs_by_issue on worklogs (site_id, issue_id);
CREATE INDEX changelogs_by_issue on changelogs (site_id, issue_id);
CREATE INDEX issue_links_by_issue on issue_links (site_id, issue_id);
CREATE INDEX attachments_by_issue on attachments (site_id, issue_id);
CREATE UNIQUE INDEX one_active_run on sync_runs (scope) where status in ('running', 'stopping');
CREATE INDEX sync_runs_by_start on sync_runs (started_at);
CREATE UNIQUE INDEX one_run_per_slot on sync_runs (schedule_id, slot);
CREATE INDEX sync_run_metrics_by_run on sync_run_metrics (run_id);
CREATE UNIQUE INDEX one_decision_per_slot on schedule_decisions (schedule_id, last_slot);
CREATE INDEX remote_links_by_issue on remote_links (site_id, issue_id);
CREATE INDEX issues_stale on issues (site_id) where stale;
CREATE INDEX issues_by_remote_links on issues (site_id, updated_at) where remote_links_stale;
CREATE INDEX issues_by_parent on issues (site_id, parent_id);
CREATE INDEX issue_links_by_linked_issue on issue_links (site_id, linked_issue_id);
CREATE INDEX users_changed on users (site_id) where changed;
CREATE INDEX issue_people_by_user on issue_people (site_id, user_id, issue_id);
CREATE INDEX issues_by_parent_key on issues (site_id, parent_key) where parent_id is null and parent_key is not null;
CREATE VIEW issue_status_periods as
with changes as (
    select c.site_id, c.issue_id, c.id as changelog_id, c.created_at as at, i.from_text, i.to_text
    from changelogs c
    join changelog_items i on i.site_id = c.site_id and i.changelog_id = c.id
    where i.field = 'status'
),
starts as (
    select site_id, issue_id, to_text as status, at as from_at, changelog_id as position from changes
    union all
    select site_id, id, coalesce(
        (select from_text from changes
         where changes.site_id = issues.site_id and changes.issue_id = issues.id
         order by at, changelog_id limit 1),
        status), created_at, 0
    from issues
),
periods as (
    select site_id, issue_id, status, from_at,
        lead(from_at) over (partition by site_id, issue_id order by from_at, position) as to_at
    from starts
)
select site_id, issue_id, status, from_at, to_at, (julianday(coalesce(to_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))) - julianday(from_at)) * 86400.0 as seconds
from periods;
CREATE VIEW live_projects as select * from projects where deleted_at is null and site_id not in (select id from sites where retired_at is not null);
CREATE VIEW live_issues as select * from issues where deleted_at is null and site_id not in (select id from sites where retired_at is not null);
CREATE VIEW live_comments as select * from comments where deleted_at is null and site_id not in (select id from sites where retired_at is not null);
CREATE VIEW live_worklogs as select * from worklogs where deleted_at is null and site_id not in (select id from sites where retired_at is not null);
CREATE VIEW live_fields as select * from fields where deleted_at is null and site_id not in (select id from sites where retired_at is not null);
CREATE VIEW live_statuses as select * from statuses where deleted_at is null and site_id not in (select id from sites where retired_at is not null);
CREATE VIEW live_issue_types as select * from issue_types where deleted_at is null and site_id not in (select id from sites where retired_at is not null);
CREATE VIEW live_priorities as select * from priorities where deleted_at is null and site_id not in (select id from sites where retired_at is not null);
CREATE VIEW live_resolutions as select * from resolutions where deleted_at is null and site_id not in (select id from sites where retired_at is not null);
CREATE VIEW live_versions as select * from versions where deleted_at is null and site_id not in (select id from sites where retired_at is not null);
CREATE VIEW live_components as select * from components where deleted_at is null and site_id not in (select id from sites where retired_at is not null);
CREATE VIEW live_boards as select * from boards where deleted_at is null and site_id not in (select id from sites where retired_at is not null);
CREATE VIEW live_sprints as select * from sprints where deleted_at is null and site_id not in (select id from sites where retired_at is not null);
CREATE VIEW live_link_types as select * from link_types where deleted_at is null and site_id not in (select id from sites where retired_at is not null);
COMMIT;
