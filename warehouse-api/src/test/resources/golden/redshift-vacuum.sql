vacuum delete only "sales"
-- inlined
vacuum delete only "sales"
