select getdate(), cast(getdate() as timestamp with time zone), current_date
-- inlined
select getdate(), cast(getdate() as timestamp with time zone), current_date
