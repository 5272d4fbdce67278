/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {

    @Test
    void digitsAreTheNumberWhateverStandsBefore() {
        Random random = new Random(40);
        for (int i = 0; i < 100_000; i++) {
            int count = 1 + random.nextInt(8);
            int number = random.nextInt((int) Math.pow(10, count));
            String digits = String.format("%0" + count + "d", number);
            byte[] src = ("|\u00ff9-+ x/" + digits + ":").getBytes(StandardCharsets.ISO_8859_1);
            assertThat(Bytes.digits(src, src.length - 1, count)).isEqualTo(number);
        }
    }

    @Test
    void everyByteThatIsNoDigitIsSeen() {
        for (int count = 1; count <= 8; count++) {
            for (int place = 0; place < count; place++) {
                for (int b = 0; b < 256; b++) {
                    byte[] src = "1234567890123456".getBytes(StandardCharsets.ISO_8859_1);
                    src[16 - count + place] = (byte) b;
                    boolean digit = b >= '0' && b <= '9';
                    assertThat(Bytes.digits(src, 16, count) >= 0).as("0x%02x at %d of %d", b, place, count)
                            .isEqualTo(digit);
                }
            }
        }
    }

    @Test
    void searchFindsTheFirstOfTwoBytes() {
        Random random = new Random(41);
        byte[] alphabet = {0, 1, '\n', 11, '|', 'x', (byte) 0x80, (byte) 0x8a, (byte) 0xfc, (byte) 0xff};
        for (int i = 0; i < 100_000; i++) {
            byte[] src = new byte[random.nextInt(40)];
            for (int j = 0; j < src.length; j++) {
                src[j] = random.nextInt(3) == 0 ? alphabet[random.nextInt(alphabet.length)] : (byte) 'x';
            }
            int from = random.nextInt(src.length + 1);
            byte wanted = random.nextBoolean() ? (byte) '|' : (byte) 0xfc;
            int expected = from;
            while (expected < src.length && src[expected] != wanted && src[expected] != '\n') {
                expected++;
            }
            assertThat(Bytes.indexOfEither(src, from, src.length, Bytes.pattern(wanted), Bytes.pattern((byte) '\n')))
                    .isEqualTo(expected);
        }
    }

    @Test
    void asciiEndsAtNulAndAbove() {
        byte[] src = new byte[32];
        for (int place = 0; place < 32; place++) {
            for (byte odd : new byte[] {0, (byte) 0x80, (byte) 0xff}) {
                java.util.Arrays.fill(src, (byte) 1);
                src[place] = odd;
                assertThat(Bytes.endOfAscii(src, 0, 32)).isEqualTo(place);
            }
        }
        java.util.Arrays.fill(src, (byte) 0x7f);
        assertThat(Bytes.endOfAscii(src, 3, 32)).isEqualTo(32);
    }
}
