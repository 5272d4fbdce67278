/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerTest {

    /** Columns: the text, its tokens parted by blanks and led by the first letter of their type. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            select a, b from t        ! W:select W:a S:, W:b W:from W:t
            'a''b'                    ! S':'a''b'
            'a\\'b' c                 ! S':'a\\'b' W:c
            E'x' n'y'                 ! S':E'x' S':n'y'
            "a ""b"" -- c"            ! Q:"a ""b"" -- c"
            a -- b ' c                ! W:a
            a /* b /* ' */ c */ d     ! W:a W:d
            $$ ' ; $$                 ! D:$$ ' ; $$
            $f$ $$ $f$                ! D:$f$ $$ $f$
            $1 + $23                  ! P:$1 S:+ P:$23
            1.5e-3 .5 1e 7..8         ! N:1.5e-3 N:.5 N:1 W:e N:7 S:. N:.8
            a::int                    ! W:a S::: W:int
            a<=b                      ! W:a S:<= W:b
            a=-1                      ! W:a S:=- N:1
            a--b                      ! W:a
            #temp                     ! S:#temp
            x.y                       ! W:x S:. W:y
            (a)[1];                   ! S:( W:a S:) S:[ N:1 S:] S:;
            straße                    ! W:straße
            'open                     ! S':'open
            "open                     ! Q:"open
            /* open                   ! ``
            $$ open                   ! S:$ S:$ W:open
            """)
    void textIsCutIntoTokens(String text, String expected) {
        String tokens = Tokenizer.tokenize(text).stream()
                .map(token -> letter(token.type()) + ":" + token.text())
                .collect(Collectors.joining(" "));
        assertThat(tokens).isEqualTo(expected);
    }

    private static String letter(Token.Type type) {
        return switch (type) {
            case STRING -> "S'";
            case DOLLAR_STRING -> "D";
            case QUOTED_NAME -> "Q";
            default -> type.name().substring(0, 1);
        };
    }

    @Test
    void everyTokenStandsWhereItSays() {
        String alphabet = "ab1.,;()'\"\\$-/*: #e\n=<[]é";
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(24); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String sql = text.toString();
            int behind = 0;
            for (Token token : Tokenizer.tokenize(sql)) {
                assertThat(token.start()).as(sql).isGreaterThanOrEqualTo(behind);
                assertThat(sql.substring(token.start(), token.end())).as(sql).isEqualTo(token.text()).isNotEmpty();
                behind = token.end();
            }
        }
    }

    @Test
    void whatIsQuotedIsOneLiteralAndMeansTheSame() {
        String alphabet = "a'\\\"$-/*\n\t;é漢";
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder value = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String literal = StringLiterals.quote(value.toString());
            List<Token> tokens = Tokenizer.tokenize(literal);
            assertThat(tokens).as(literal).hasSize(1);
            assertThat(tokens.get(0).stringValue()).as(literal).isEqualTo(value.toString());
        }
    }
}
