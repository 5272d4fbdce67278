select convert_timezone('Europe/Zurich', "sales"."sold_at"), convert_timezone('EST', 'PST', "sales"."sold_at") from "sales"
-- inlined
select convert_timezone('Europe/Zurich', "sales"."sold_at"), convert_timezone('EST', 'PST', "sales"."sold_at") from "sales"
