-- The star. Redshift takes PRIMARY KEY and FOREIGN KEY as information: the planner believes them, nobody enforces them.
-- The pipeline's checks make them true before a load is committed.

-- Grows with the audience, as the fact does; both lie by user, so that joining them moves no row between nodes.
CREATE TABLE users (
    user_id    INTEGER NOT NULL,
    first_name VARCHAR(256),
    last_name  VARCHAR(256),
    gender     VARCHAR(16),
    level      VARCHAR(16),
    PRIMARY KEY (user_id)
)
DISTKEY (user_id)
SORTKEY (user_id);

-- Read with songs and plays alike, changed rarely, thousands of rows: a copy on each node costs little and makes every
-- join local.
CREATE TABLE artists (
    artist_id VARCHAR(64) NOT NULL,
    name      VARCHAR(1024),
    location  VARCHAR(1024),
    latitude  DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    PRIMARY KEY (artist_id)
)
DISTSTYLE ALL
SORTKEY (artist_id);

-- As artists. The fact cannot lie by song instead: most plays match no song, and rows with NULL would all lie on one
-- slice.
CREATE TABLE songs (
    song_id   VARCHAR(64) NOT NULL,
    title     VARCHAR(1024),
    artist_id VARCHAR(64),
    year      INTEGER,
    duration  DOUBLE PRECISION,
    PRIMARY KEY (song_id),
    FOREIGN KEY (artist_id) REFERENCES artists (artist_id)
)
DISTSTYLE ALL
SORTKEY (song_id);

-- Nearly a row for each play, so a copy on each node is right only while it is small: AUTO begins there and changes
-- when the table has grown.
CREATE TABLE time (
    start_time TIMESTAMP NOT NULL,
    hour       INTEGER NOT NULL,
    day        INTEGER NOT NULL,
    week       INTEGER NOT NULL,
    month      INTEGER NOT NULL,
    year       INTEGER NOT NULL,
    -- 0 is Sunday, 6 is Saturday
    weekday    INTEGER NOT NULL,
    PRIMARY KEY (start_time)
)
DISTSTYLE AUTO
SORTKEY (start_time);

-- One row a play. By user, to lie beside users and to spread well; sorted by time, because questions are about spans
-- of time, and blocks outside of the span are then not read.
CREATE TABLE songplays (
    songplay_id BIGINT IDENTITY(0, 1) NOT NULL,
    start_time  TIMESTAMP NOT NULL,
    user_id     INTEGER,
    level       VARCHAR(16),
    -- NULL where the catalogue has no such song
    song_id     VARCHAR(64),
    artist_id   VARCHAR(64),
    session_id  BIGINT,
    location    VARCHAR(1024),
    user_agent  VARCHAR(4096),
    PRIMARY KEY (songplay_id),
    FOREIGN KEY (start_time) REFERENCES time (start_time),
    FOREIGN KEY (user_id) REFERENCES users (user_id),
    FOREIGN KEY (song_id) REFERENCES songs (song_id),
    FOREIGN KEY (artist_id) REFERENCES artists (artist_id)
)
DISTKEY (user_id)
SORTKEY (start_time);
