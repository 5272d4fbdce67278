/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IniFileTest {

    // each row was read by Python 3.11's configparser (interpolation=None), quotes apart; ~ is a line end, _ a blank
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [A]~k=v                       | v
            [A]~K = v                     | v
            [A]~k: v                      | v
            [A]~k : v=w                   | v=w
            [A]~k=a:b                     | a:b
            [A]~k=50%%(x)s                | 50%%(x)s
            [A]~k=v # no comment          | v # no comment
            [A]~k=v ; no comment          | v ; no comment
            [A]~# x=1~k=v~; y             | v
            [A]~__# indented comment~k=v  | v
            [A]~k=v~~_w                   | v~~w
            [A]~k=v~_w~__x                | v~w~x
            [A]~k=v~_# inside~_w          | v~w
            [A]~k=~_v                     | v
            __[A]~__k=v~__l=w             | v
            _[A]~k=v                      | v
            [A] trailing~k=v              | v
            [A]~k='v'                     | v
            [A]~k="v"                     | v
            [A]~k='it''s'                 | 'it''s'
            [A]~k='                       | '
            [DEFAULT]~k=d~[A]~x=1         | d
            [DEFAULT]~k=d~[A]~k=v         | v
            [B]~k=w~[A]~k=v~[C]~k=x       | v
            """)
    void readsAValueAsConfigparserDoes(String text, String value) {
        assertThat(IniFile.parse(lines(text)).problems()).isEmpty();
        // an empty line within a value stays a line in Python; here it only has to be seen that there are several
        assertThat(IniFile.parse(lines(text)).option("A", "K").orElseThrow().value().replaceAll("\n+", "\n"))
                .isEqualTo(lines(value).replaceAll("\n+", "\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            k=v~[A]          | line 1: there is no section before this line: begin with one, such as [CLUSTER]
            [A]~k=1~K=2      | line 3, [A] K: is set in line 2 already: keep one of the two
            [A]~k=1~[B]~[A]  | line 4, [A]: the section was begun in line 1 already: put its options together
            [A]~s3cret       | line 2, [A]: is neither a [section] nor an option: write NAME=value
            [A]~=s3cret      | line 2, [A]: the option has no name: write NAME=value
            """)
    void saysWhatConfigparserRefuses(String text, String problem) {
        assertThat(IniFile.parse(lines(text)).problems()).singleElement().hasToString(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [A]~k=v                       | [A]~k=NEW
            [A]~k = v~~# end              | [A]~k = NEW~~# end
            [A]~k :                       | [A]~k : NEW
            [A]~k=                        | [A]~k=NEW
            [A]~k='v'                     | [A]~k='NEW'
            [A]~k="v"~j=1                 | [A]~k="NEW"~j=1
            [A]~k=v~_w~_# why~_x~j=1      | [A]~k=NEW~_# why~j=1
            [A]~# first~j=1               | [A]~k=NEW~# first~j=1
            __[A]~__j=1                   | __[A]~__k=NEW~__j=1
            [A]                           | [A]~k=NEW~
            [B]~k=v                       | [B]~k=v~~[A]~k=NEW~
            [DEFAULT]~k=v~[A]~j=1         | [DEFAULT]~k=v~[A]~k=NEW~j=1
            [A]~k=v~[B]~K=w~              | [A]~k=NEW~[B]~K=w~
            """)
    void changesOneValueAndNothingElse(String text, String changed) {
        assertThat(IniFile.parse(lines(text)).with("A", "k", "NEW")).isEqualTo(lines(changed));
        if (text.contains("~")) { // a file of one line tells nothing of its line ends
            assertThat(IniFile.parse(crlf(text)).with("A", "k", "NEW")).isEqualTo(crlf(changed));
        }
        assertThat(IniFile.parse("\uFEFF" + lines(text)).with("A", "k", "NEW")).isEqualTo("\uFEFF" + lines(changed));
    }

    private static String lines(String text) {
        return text.replace('~', '\n').replace('_', ' ');
    }

    private static String crlf(String text) {
        return lines(text).replace("\n", "\r\n");
    }
}
