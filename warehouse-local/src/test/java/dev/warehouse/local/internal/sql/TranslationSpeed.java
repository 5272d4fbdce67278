/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.local.Compatibility;
import java.util.Map;

/** How long a translation takes: run it by hand, it prints microseconds for each statement. */
public final class TranslationSpeed {

    private static final int ROUNDS = 50_000;

    private static final Map<String, String> STATEMENTS = Map.of(
            "point query", "select user_id, first_name, level from users where user_id = $1",
            "insert", "insert into users (user_id, first_name, last_name, gender, level) values ($1, $2, $3, $4, $5)",
            "report", "select date_trunc('week', s.start_time) as week, extract(dow from s.start_time) as day, u.level, "
                    + "count(*) as plays, count(*) * 100 / sum(count(*)) over (partition by u.level) as share, "
                    + "listagg(distinct u.first_name, ', ') within group (order by u.first_name) as who "
                    + "from songplays s join users u on u.user_id = s.user_id "
                    + "where s.start_time >= dateadd(month, -3, getdate()) and nvl(u.level, 'free') <> 'none' "
                    + "group by 1, 2, 3 having count(*) > 10 order by plays desc limit 100",
            "alias and QUALIFY", "select u.user_id as id, decode(u.level, 'paid', 1, 0) as paid, paid + 1 as rank_base, "
                    + "row_number() over (partition by u.level order by u.last_name) as rn from users u qualify rn <= 3",
            "create table", "create table songplays (songplay_id bigint identity(0,1), start_time timestamp not null sortkey, "
                    + "user_id int not null distkey, level varchar(10), song_id varchar encode zstd, primary key (songplay_id))");

    private TranslationSpeed() {
    }

    public static void main(String[] args) {
        Translator translator = new Translator(Compatibility.STRICT);
        for (int warmUp = 0; warmUp < 2; warmUp++) {
            STATEMENTS.values().forEach(sql -> time(translator, sql));
        }
        STATEMENTS.forEach((name, sql) ->
                System.out.printf("%-20s %4d characters  %6.2f µs%n", name, sql.length(), time(translator, sql)));
    }

    private static double time(Translator translator, String sql) {
        long length = 0;
        long begin = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
            length += translator.translate(sql, Columns.UNKNOWN).sql().length();
        }
        double micros = (System.nanoTime() - begin) / 1000.0 / ROUNDS;
        if (length == 0) {
            throw new IllegalStateException("nothing was translated");
        }
        return micros;
    }
}
