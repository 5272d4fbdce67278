package dev.warehouse.local.internal.copy;

import dev.warehouse.local.internal.RedshiftError;

/** Runs COPY; refuses it until it is there. */
public final class CopyExecutor {

    /**
     * For the endpoint.
     *
     * @param buckets where objects come from
     * @param log where traces go
     */
    public CopyExecutor(Buckets buckets, LoadLog log) {
    }

    /**
     * Runs one.
     *
     * @param statement the COPY
     * @param session where it runs
     * @param userName who runs it
     * @return what became of it
     */
    public CopyResult execute(CopyStatement statement, StatementSession session, String userName) {
        throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED, "COPY is not executed yet", null, null);
    }
}
