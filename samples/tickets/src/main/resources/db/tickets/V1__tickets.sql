-- One table for the rows of one file, one for the same rows in parts.

CREATE TABLE sporting_event_ticket (
    id                DOUBLE PRECISION NOT NULL,
    sporting_event_id DOUBLE PRECISION NOT NULL,
    sport_location_id DOUBLE PRECISION NOT NULL,
    seat_level        NUMERIC(1, 0)    NOT NULL,
    seat_section      VARCHAR(15)      NOT NULL,
    seat_row          VARCHAR(10)      NOT NULL,
    seat              VARCHAR(10)      NOT NULL,
    ticketholder_id   DOUBLE PRECISION,
    ticket_price      NUMERIC(8, 2)    NOT NULL
);

CREATE TABLE sporting_event_ticket_full (LIKE sporting_event_ticket);
