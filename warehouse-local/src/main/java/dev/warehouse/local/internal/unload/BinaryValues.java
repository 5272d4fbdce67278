/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Values as PostgreSQL's binary COPY writes them. */
final class BinaryValues {

    /** Days from 1970, where everybody else begins to count, to 2000, where PostgreSQL does. */
    static final int EPOCH_DAYS = 10_957;
    static final long MICROS_PER_DAY = 86_400_000_000L;
    static final long EPOCH_MICROS = EPOCH_DAYS * MICROS_PER_DAY;

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BinaryValues() {
    }

    /** Where the first row begins. */
    static int headerLength(byte[] bytes) {
        return SIGNATURE.length + 2 * Integer.BYTES + int32(bytes, SIGNATURE.length + Integer.BYTES);
    }

    static short int16(byte[] bytes, int at) {
        return (short) INT16.get(bytes, at);
    }

    static int int32(byte[] bytes, int at) {
        return (int) INT32.get(bytes, at);
    }

    static long int64(byte[] bytes, int at) {
        return (long) INT64.get(bytes, at);
    }

    static void putInt64(byte[] bytes, int at, long value) {
        INT64.set(bytes, at, value);
    }
}
