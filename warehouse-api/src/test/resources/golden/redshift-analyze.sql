analyze "sales" ("shop", "sold")
-- inlined
analyze "sales" ("shop", "sold")
