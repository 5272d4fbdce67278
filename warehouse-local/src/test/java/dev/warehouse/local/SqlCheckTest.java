package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlCheckTest {

    private static LocalRedshiftServer server;

    @BeforeAll
    static void start() {
        server = LocalRedshift.temporary().start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Columns: a statement, rule, line:column, a part of the message, a part of the hint. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            insert into t values (1) on conflict do nothing ! syntax      ! 1:29 ! Redshift has no ON CONFLICT ! use MERGE
            `select a,\n  string_agg(b, ',')\nfrom t`       ! unsupported ! 2:3  ! Redshift has no function STRING_AGG ! use LISTAGG
            `select 'ü😀', a -> 'b' from t`                 ! unsupported ! 1:16 ! operator does not exist ! JSON_EXTRACT_PATH_TEXT
            select E'a'                                     ! type        ! 1:8  ! type "e" does not exist ! leave the E away
            create table t (id serial)                      ! unsupported ! 1:20 ! unsupported type "serial" ! IDENTITY
            copy t from 's3://b/x' iam_role default frobnicate ! copy      ! 1:41 ! frobnicate ! ``
            unload ('select distinct on (a) a from t') to 's3://b/x' iam_role default ! unload ! 1:17 ! DISTINCT ON ! QUALIFY
            """)
    void refusesByItsRulesWithoutAServer(String sql, String rule, String place, String message, String hint) {
        for (List<CheckedStatement> checked : List.of(LocalRedshift.check(sql), server.check(sql))) {
            assertThat(checked).hasSize(1);
            SqlRefusal refusal = checked.get(0).refusal().orElseThrow();
            assertThat(refusal.rule()).isEqualTo(rule);
            assertThat(refusal.line() + ":" + refusal.column()).as(refusal.toString()).isEqualTo(place);
            assertThat(refusal.message()).contains(message);
            assertThat(refusal.hint() == null ? "" : refusal.hint()).contains(hint == null ? "" : hint);
        }
    }

    /** Columns: a statement, line:column, the message. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            `select 1;\n select a from from t`              ! 2:16 ! syntax error at or near "from"
            `select a\nfrom t where`                        ! 2:13 ! syntax error at end of input
            select top 3 a b c from t                       ! 1:18 ! syntax error at or near "c"
            unload ('select a frm t x') to 's3://b/x' iam_role default ! 1:23 ! syntax error at or near "t"
            `select '`                                      ! 1:8  ! unterminated quoted string at or near "'"
            """)
    void findsSlipsOfSyntaxWithAServer(String sql, String place, String message) {
        assertThat(LocalRedshift.check(sql)).allMatch(CheckedStatement::isAccepted);

        List<CheckedStatement> checked = server.check(sql);
        SqlRefusal refusal = checked.get(checked.size() - 1).refusal().orElseThrow();
        assertThat(refusal.message()).contains(message);
        assertThat(refusal.line() + ":" + refusal.column()).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "select top 10 * from nowhere n qualify row_number() over (partition by a order by b) = 1 minus select 1",
        "select * exclude (a) from t",
        "select t.a from t, u where a = b(+)",
        "select * from (select a, b from nowhere) pivot (sum(b) for a in ('x', 'y'))",
        "create table t (a int identity(0, 1) distkey sortkey encode raw, b super) diststyle key",
        "copy t from 's3://b/x' iam_role default json 'auto' gzip timeformat 'epochmillisecs'",
        "unload ('select \\'a\\' from t') to 's3://b/x' iam_role default parquet",
        "select 'it\\'s', a.b[0].c from t a, a.b as e",
        "alter table t alter sortkey (a, b)",
        "vacuum delete only t to 75 percent",
        "commit",
        "call p(1)",
        "merge into t using s on t.a = s.a when matched then delete when not matched then insert values (s.a)",
    })
    void acceptsWhatRedshiftTakes(String sql) {
        assertThat(LocalRedshift.check(sql)).singleElement().hasToString("1:1: accepted");
        assertThat(server.check(sql)).singleElement().hasToString("1:1: accepted");
    }

    @Test
    void runsNothing() throws SQLException {
        Sql.run(server.endpoint(), "create table kept (a int)", "insert into kept values (1)");

        assertThat(server.check("drop table kept; commit; delete from kept; truncate kept"))
                .hasSize(4).allMatch(CheckedStatement::isAccepted);

        assertThat(Sql.value(server.endpoint(), "select count(*) from kept")).isEqualTo("1");
    }

    @Test
    void tellsOfEachStatementWhereItStands() {
        List<CheckedStatement> checked = server.check("""
                -- the first
                select 1;

                  /* two */ select b'1'; ;
                select 3""");

        assertThat(checked).extracting(CheckedStatement::sql).containsExactly("select 1", "select b'1'", "select 3");
        assertThat(checked).map(CheckedStatement::toString).containsExactly("2:1: accepted",
                "4:13: refused: 4:20: type \"b\" does not exist (type), write a plain string", "5:1: accepted");
    }

    @Test
    void findingsReadAsLines() {
        String sql = "insert into users values (1, 'Ann')\n  on conflict do nothing";
        // tag::check[]
        List<String> findings = LocalRedshift.check(sql).stream()
                .flatMap(statement -> statement.refusal().stream())
                .map(SqlRefusal::toString)
                .toList();
        // end::check[]
        assertThat(findings).containsExactly("2:6: syntax error at or near \"conflict\": Redshift has no ON CONFLICT "
                + "(syntax), use MERGE, or DELETE and INSERT in one transaction");
    }

    @Test
    void anEmptyTextHasNoStatements() {
        assertThat(LocalRedshift.check(" -- nothing\n;;")).isEmpty();
    }

    static Stream<Path> golden() throws IOException {
        return GoldenSqlTest.files();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void whatJooqRendersIsAccepted(Path file) throws IOException {
        String text = Files.readString(file);

        assertThat(server.check(text.substring(text.indexOf("-- inlined")))).singleElement()
                .hasToString("2:1: accepted");
    }
}
