select getdate(), sysdate, last_day(sysdate)
-- inlined
select getdate(), sysdate, last_day(sysdate)
