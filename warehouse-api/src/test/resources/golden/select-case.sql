select case when "songplays"."level" = ? then 1 else 0 end from "songplays"
-- inlined
select case when "songplays"."level" = 'paid' then 1 else 0 end from "songplays"
