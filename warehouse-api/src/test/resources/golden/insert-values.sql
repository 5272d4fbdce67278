insert into "users" ("user_id", "first_name") values (?, ?), (?, ?)
-- inlined
insert into "users" ("user_id", "first_name") values (1, 'Ann'), (2, 'O''Neil \\ Sons')
