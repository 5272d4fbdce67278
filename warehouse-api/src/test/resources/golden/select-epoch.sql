select timestamp 'epoch' + "ts" * interval '0.001 second' as "start_time" from "staging_events"
-- inlined
select timestamp 'epoch' + "ts" * interval '0.001 second' as "start_time" from "staging_events"
