package dev.warehouse.samples.sparkify;

/** A step cannot be done; the message says why and what to do. */
final class SparkifyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SparkifyException(String message) {
        super(message);
    }
}
