package dev.warehouse.api;

/** Is told what a step that takes seconds is doing. Implementations are called from several threads. */
@FunctionalInterface
public interface Progress {

    /** Tells nobody. */
    Progress SILENT = (stage, message) -> { };

    /**
     * Something happened, or is being waited for.
     *
     * @param stage the step of the flow
     * @param message what is going on, a short phrase without secrets
     */
    void update(Stage stage, String message);
}
