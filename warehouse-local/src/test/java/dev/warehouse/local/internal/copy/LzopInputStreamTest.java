/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.lzo.LzopHadoopStreams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LzopInputStreamTest {

    /** Forty rows, {@code 1|name 1} and so on. */
    private static final String ROWS = IntStream.rangeClosed(1, 40).mapToObj(i -> i + "|name " + i % 7 + "\n")
            .collect(Collectors.joining());
    /** The rows as the program lzop 1.04 writes them with -1, -9, and --crc32. */
    private static final String FAST =
            "iUxaTwANChoKEEAgoAlAAgEDAAANAAAAAGsBiIEAAAAAACmwAuIAAAGHAAAA5YFXcVUAATF8bmFtZSAxCjJ8bmFt"
            + "ZSAyCjOjATMKNKMBNAo1owE1CjajATYKN6MBMAo4owExCjmgAQEyCjEwpwEzCjHPCzQKMdMLNQox1ws2CjHbCzAK"
            + "Md8LMQoxwwwyCjHHDDMKMcsMNAoxzww1CjLPDDYKMs8MMAoyzwwxCjLPDDIKMs8MMwoyzww0CjLPDDUKMs8MNgoy"
            + "zwwwCjLPDDEKM88MMgozzwwzCjPMDAE0CjMztxw1CjPPDDYKM88MMAozzwwxCjPPDDIKM8wMAAQzCjM5fG5hbWUg"
            + "NAo0MHxuYW1lIDUKEQAAAAAAAA==";
    private static final String SMALL =
            "iUxaTwANChoKEEAgoAlAAwkDAAANAAAAAGsBiIEAAAAAACpTAusAAAGHAAAArYFXcVUbMXxuYW1lIDEKMqMBMgoz"
            + "owEzCjSjATQKNaMBNQo2owE2CjejATAKOPkHOfoHMTD+BzEx4ggxMuYIMTPqCDE07ggxNfEIMcAMVAjEDFQIyAxV"
            + "CDn2CDIw9ggyMfUIMswMRRkz9ggyNPYIMjX1CDLMDFQIzAxUCMwMVQg59QgzzAxBIjH2CDMy9ggzM/YIMzT2CDM1"
            + "9QgzzAxUCMwMVAjMDFUIOfYINDD0CBEAAAAAAAA=";
    private static final String CRC =
            "iUxaTwANChoKEEAgoBABAQUDABEMAAAAAGsBiIEAAAAAALd3NtQAAAGHAAAA4yJA/64AATF8bmFtZSAxCjJ8bmFt"
            + "ZSAyCjOjATMKNKMBNAo1owE1CjajATYKN6MBMAo4owExCjmgAQEyCjEwpwEzCjHPCzQKMdMLNQox1ws2CjHbCzAK"
            + "Md8LMQoxwwwyCjHHDDMKMcsMNAoxzww1CjLPDDYKMs8MMAoyzwwxCjLPDDIKMs8MMwoyzww0CjLPDDUKMs8MNgoy"
            + "zwwwCjLPDDEKM88MMgozzwwzCjPPDDQKM88MNQozzww2CjPPDDAKM88MMQozzwwyCjPMDAAEMwozOXxuYW1lIDQK"
            + "NDB8bmFtZSA1ChEAAAAAAAA=";
    /** The characters from ! to &gt;, which lzop stores as they are. */
    private static final String STORED =
            "iUxaTwANChoKEEAgoAlAAQUDAAANAAAAAGsBiIEAAAAAACnlAuUAAAAeAAAAHk2eBZIhIiMkJSYnKCkqKywtLi8w"
            + "MTIzNDU2Nzg5Ojs8PT4AAAAA";

    static byte[] rowsOfLzop() {
        return Base64.getDecoder().decode(FAST);
    }

    static byte[] compress(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new LzopHadoopStreams().createOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] read(byte[] lzop) throws IOException {
        try (InputStream in = new LzopInputStream(new ByteArrayInputStream(lzop))) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FAST, SMALL, CRC})
    void everyLevelAndChecksumOfLzopIsRead(String file) throws IOException {
        assertThat(read(Base64.getDecoder().decode(file))).asString(StandardCharsets.UTF_8).isEqualTo(ROWS);
    }

    @Test
    void storedBlockIsRead() throws IOException {
        assertThat(read(Base64.getDecoder().decode(STORED))).asString(StandardCharsets.UTF_8)
                .isEqualTo("!\"#$%&'()*+,-./0123456789:;<=>");
    }

    @Test
    void membersFollowEachOther() throws IOException {
        byte[] fast = Base64.getDecoder().decode(FAST);
        byte[] small = Base64.getDecoder().decode(SMALL);
        byte[] both = Arrays.copyOf(fast, fast.length + small.length);
        System.arraycopy(small, 0, both, fast.length, small.length);
        assertThat(read(both)).asString(StandardCharsets.UTF_8).isEqualTo(ROWS + ROWS);
    }

    @Test
    void manyBlocksAreRead() throws IOException {
        byte[] plain = new byte[3_000_000];
        Random random = new Random(6);
        for (int i = 0; i < plain.length; i++) {
            // blocks that can be compressed and blocks that cannot
            plain[i] = (byte) (i / 500_000 % 2 == 0 ? i / 7 % 50 : random.nextInt());
        }
        assertThat(read(compress(plain))).isEqualTo(plain);
    }

    @Test
    void noFlippedBitChangesARow() {
        byte[] file = Base64.getDecoder().decode(FAST);
        int noticed = 0;
        for (int i = 0; i < file.length * 8; i++) {
            byte[] flipped = file.clone();
            flipped[i / 8] ^= (byte) (1 << i % 8);
            try {
                // a few bits of LZO mean nothing
                assertThat(read(flipped)).as("bit " + i).asString(StandardCharsets.UTF_8).isEqualTo(ROWS);
            } catch (IOException e) {
                noticed++;
            }
        }
        assertThat(noticed).isGreaterThan(file.length * 8 - 20);
    }

    @Test
    void everyCutIsNoticed() {
        byte[] file = Base64.getDecoder().decode(FAST);
        for (int length = 1; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> read(cut)).as("cut to " + length).isInstanceOf(IOException.class);
        }
    }

    @Test
    void filteredFileIsRefusedByName() {
        byte[] file = Base64.getDecoder().decode(FAST);
        // the flags of the header say so
        file[19] |= 0x8;
        assertThatThrownBy(() -> read(file))
                .hasMessage("the file was compressed with lzop's filter, which COPY does not read");
    }
}
