/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandInHashTest {

    @Test
    void isRedshiftsFnvHash() {
        // the examples of the manual's page of FNV_HASH
        assertThat(StandInHash.of(1, Integer.BYTES)).isEqualTo(-5968735742475085980L);
        assertThat(StandInHash.of("Amazon Redshift")).isEqualTo(7783490368944507294L);
        assertThat(StandInHash.of("abcd")).isEqualTo(-281581062704388899L);
    }

    @Test
    void blanksAtTheEndOfTextDoNotCount() {
        assertThat(StandInHash.of("abcd  ")).isEqualTo(StandInHash.of("abcd"));
        assertThat(StandInHash.of(" abcd")).isNotEqualTo(StandInHash.of("abcd"));
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "2, 3", "3, 1", "4, 3", "5, 1", "6, 1", "7, 0", "8, 3", "14, 2"})
    void slicesOfSmallNumbersAreThoseWorkedOutApart(int value, int slice) {
        assertThat(StandInHash.slice(StandInHash.of(value, Integer.BYTES), 4)).isEqualTo(slice);
    }

    @Test
    void keysWithGapsAreSpreadAsEvenlyAsThoseWithout() {
        for (int step : new int[] {1, 8, 32, 1024}) {
            Long[] rows = {0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L};
            for (int key = 0; key < 8_000; key++) {
                rows[StandInHash.slice(StandInHash.of((long) key * step, Long.BYTES), 8)]++;
            }
            assertThat(rows).as("multiples of " + step).allSatisfy(own -> assertThat(own).isBetween(800L, 1200L));
        }
    }
}
